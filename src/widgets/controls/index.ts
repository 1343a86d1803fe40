export { HBox, VBox } from "./boxes.js";
export { Button } from "./button.js";
export { Checkbox } from "./checkbox.js";
export type { SelectionOptions } from "./define-selection.js";
export { Dropdown, ToggleButtons } from "./selection.js";
export { FloatSlider, IntSlider } from "./sliders.js";
export {
  ButtonStyle,
  CheckboxStyle,
  DescriptionStyle,
  HTMLStyle,
  LabelStyle,
  SliderStyle,
  ToggleButtonsStyle,
} from "./styles.js";
export { HTML, Label } from "./text.js";
