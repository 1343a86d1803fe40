import { ownWidgetTrait } from "../dom-widget.js";
import { defineControl, described, field } from "./define-control.js";
import { HTMLStyle, LabelStyle } from "./styles.js";

const text = { ...described, value: field.text(), placeholder: field.text("\u200b") };

/** A piece of HTML. Text that comes from elsewhere is to be escaped before it is put in. */
export class HTML extends defineControl("HTML", { ...text, style: ownWidgetTrait(HTMLStyle) }) {}

/** A line of plain text. */
export class Label extends defineControl("Label", { ...text, style: ownWidgetTrait(LabelStyle) }) {}
