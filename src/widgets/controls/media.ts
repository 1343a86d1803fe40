import { defineControl } from "./define-control.js";
import { audioTraits, imageTraits, videoTraits } from "./generated.js";

/** A picture from the bytes of a file of its `format`. */
export class Image extends defineControl(imageTraits) {}

/** A sound from the bytes of a file of its `format`. */
export class Audio extends defineControl(audioTraits) {}

/** A film from the bytes of a file of its `format`. */
export class Video extends defineControl(videoTraits) {}
