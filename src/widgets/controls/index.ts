export { Accordion, Box, GridBox, HBox, Stack, Tab, VBox } from "./boxes.js";
export { Button } from "./button.js";
export { DatePicker, DatetimePicker, NaiveDatetimePicker, TimePicker } from "./dates.js";
export {
  ButtonStyle,
  CheckboxStyle,
  DescriptionStyle,
  HTMLMathStyle,
  HTMLStyle,
  LabelStyle,
  ProgressStyle,
  SliderStyle,
  TextStyle,
  ToggleButtonStyle,
  ToggleButtonsStyle,
} from "./generated.js";
export { Audio, Image, Video } from "./media.js";
export { SelectionRangeSlider, SelectMultiple } from "./multiple-selection.js";
export {
  BoundedFloatText,
  BoundedIntText,
  FloatProgress,
  FloatText,
  IntProgress,
  IntText,
  Play,
} from "./numbers.js";
export type { SelectionOptions } from "./options.js";
export { Output } from "./output.js";
export { ColorPicker, Controller, ControllerAxis, ControllerButton, FileUpload } from "./pickers.js";
export { Dropdown, RadioButtons, Select, SelectionSlider, ToggleButtons } from "./selection.js";
export { FloatLogSlider, FloatRangeSlider, FloatSlider, IntRangeSlider, IntSlider } from "./sliders.js";
export { ColorsInput, FloatsInput, IntsInput, TagsInput } from "./tags.js";
export { Combobox, HTML, HTMLMath, Label, Password, Text, Textarea } from "./text.js";
export { Checkbox, ToggleButton, Valid } from "./toggles.js";
