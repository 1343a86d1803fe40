import { defineStyle, field } from "./define-control.js";

const describedStyle = { description_width: field.text() };
const font = {
  font_family: field.optionalText(),
  font_size: field.optionalText(),
  font_style: field.optionalText(),
  font_variant: field.optionalText(),
  font_weight: field.optionalText(),
  text_color: field.optionalText(),
  text_decoration: field.optionalText(),
};

export class DescriptionStyle extends defineStyle("DescriptionStyle", describedStyle) {}

export class SliderStyle extends defineStyle("SliderStyle", {
  ...describedStyle,
  handle_color: field.optionalText(),
}) {}

export class CheckboxStyle extends defineStyle("CheckboxStyle", {
  ...describedStyle,
  background: field.optionalText(),
}) {}

export class ToggleButtonsStyle extends defineStyle("ToggleButtonsStyle", {
  ...describedStyle,
  button_width: field.text(),
  font_weight: field.text(),
}) {}

export class ButtonStyle extends defineStyle("ButtonStyle", { ...font, button_color: field.optionalText() }) {}

export class HTMLStyle extends defineStyle("HTMLStyle", {
  ...describedStyle,
  background: field.optionalText(),
  font_size: field.optionalText(),
  text_color: field.optionalText(),
}) {}

export class LabelStyle extends defineStyle("LabelStyle", {
  ...describedStyle,
  ...font,
  background: field.optionalText(),
}) {}
