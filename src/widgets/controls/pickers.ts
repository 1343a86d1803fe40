import { defineControl } from "./define-control.js";
import {
  colorPickerTraits,
  controllerAxisTraits,
  controllerButtonTraits,
  controllerTraits,
  fileUploadTraits,
} from "./generated.js";

/** A colour, by its HTML name or as #rrggbb. */
export class ColorPicker extends defineControl(colorPickerTraits) {}

/** Files that are uploaded from the reader's computer; their bytes are in `value[0].content` and so on. */
export class FileUpload extends defineControl(fileUploadTraits, {
  derive: (given) => ({ description: "Upload", ...given }),
}) {}

/** A game controller of the reader's. */
export class Controller extends defineControl(controllerTraits) {}

/** An axis of a game controller. */
export class ControllerAxis extends defineControl(controllerAxisTraits) {}

/** A button of a game controller. */
export class ControllerButton extends defineControl(controllerButtonTraits) {}
