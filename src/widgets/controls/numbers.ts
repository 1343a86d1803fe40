import { bounded } from "./bounds.js";
import { defineControl } from "./define-control.js";
import {
  boundedFloatTextTraits,
  boundedIntTextTraits,
  floatProgressTraits,
  floatTextTraits,
  intProgressTraits,
  intTextTraits,
  playTraits,
} from "./generated.js";

const percent = { min: 0, max: 100 };

/** A number typed in. */
export class FloatText extends defineControl(floatTextTraits) {}

/** A whole number typed in. */
export class IntText extends defineControl(intTextTraits) {}

/** A number typed in, from min to max. */
export class BoundedFloatText extends defineControl(boundedFloatTextTraits, bounded(percent)) {}

/** A whole number typed in, from min to max. */
export class BoundedIntText extends defineControl(boundedIntTextTraits, bounded(percent)) {}

/** A bar that fills from min to max. */
export class FloatProgress extends defineControl(floatProgressTraits, bounded(percent)) {}

/** A bar that fills from min to max, in whole numbers. */
export class IntProgress extends defineControl(intProgressTraits, bounded(percent)) {}

/** Counts from min to max by itself, one step each `interval` ms, with buttons to play, pause, stop and repeat. */
export class Play extends defineControl(playTraits, bounded(percent)) {}
