import { ownWidgetTrait } from "../dom-widget.js";
import { defineControl, described, disableable, field } from "./define-control.js";
import { CheckboxStyle } from "./styles.js";

/** A value that is true or false. */
export class Checkbox extends defineControl("Checkbox", {
  ...described,
  ...disableable,
  value: field.flag(false),
  /** Whether it is aligned with the controls above, leaving room for a description. */
  indent: field.flag(true),
  style: ownWidgetTrait(CheckboxStyle),
}) {}
