import { z } from "zod";
import { widgetTrait } from "../dom-widget.js";
import { Widget } from "../widget.js";
import { defineControl, field } from "./define-control.js";

const box = {
  children: z.array(widgetTrait<Widget>(Widget)).default([]),
  box_style: field.oneOf(["success", "info", "warning", "danger", ""], ""),
};

/** Widgets in a row. */
export class HBox extends defineControl("HBox", box) {}

/** Widgets one below the other. */
export class VBox extends defineControl("VBox", box) {}
