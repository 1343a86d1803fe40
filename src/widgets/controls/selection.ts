import { z } from "zod";
import { ownWidgetTrait } from "../dom-widget.js";
import { buttonStyles, described, disableable, field } from "./define-control.js";
import { defineSelection } from "./define-selection.js";
import { DescriptionStyle, ToggleButtonsStyle } from "./styles.js";

/** One value picked from a list that drops down. */
export class Dropdown<T = string> extends defineSelection("Dropdown", {
  ...described,
  ...disableable,
  style: ownWidgetTrait(DescriptionStyle),
})<T> {}

/** One value picked by a row of buttons. */
export class ToggleButtons<T = string> extends defineSelection("ToggleButtons", {
  ...described,
  ...disableable,
  button_style: z.enum(buttonStyles).nullable().default(""),
  /** Names of Font Awesome icons, one a button. */
  icons: field.texts(),
  tooltips: field.texts(),
  style: ownWidgetTrait(ToggleButtonsStyle),
})<T> {}
