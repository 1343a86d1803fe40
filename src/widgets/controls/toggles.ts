import { defineControl } from "./define-control.js";
import { checkboxTraits, toggleButtonTraits, validTraits } from "./generated.js";

/** A value that is true or false. */
export class Checkbox extends defineControl(checkboxTraits) {}

/** A value that is true or false, as a button that stays pressed. */
export class ToggleButton extends defineControl(toggleButtonTraits) {}

/** Shows whether something is valid. */
export class Valid extends defineControl(validTraits) {}
