import { defineSelection } from "./define-selection.js";
import {
  dropdownTraits,
  radioButtonsTraits,
  selectionSliderTraits,
  selectTraits,
  toggleButtonsTraits,
} from "./generated.js";

/** One value picked from a list that drops down. */
export class Dropdown<T = string> extends defineSelection(dropdownTraits)<T> {}

/** One value picked from a list. */
export class Select<T = string> extends defineSelection(selectTraits)<T> {}

/** One value picked by radio buttons. */
export class RadioButtons<T = string> extends defineSelection(radioButtonsTraits)<T> {}

/** One value picked by a row of buttons. */
export class ToggleButtons<T = string> extends defineSelection(toggleButtonsTraits)<T> {}

/** One value picked with a handle. */
export class SelectionSlider<T = string> extends defineSelection(selectionSliderTraits)<T> {}
