import { bounded, boundedPower, boundedRange } from "./bounds.js";
import { defineControl } from "./define-control.js";
import {
  floatLogSliderTraits,
  floatRangeSliderTraits,
  floatSliderTraits,
  intRangeSliderTraits,
  intSliderTraits,
} from "./generated.js";

const percent = { min: 0, max: 100 };

/** A number picked with a handle. Throws a WidgetError unless min ≤ value ≤ max. */
export class FloatSlider extends defineControl(floatSliderTraits, bounded(percent)) {}

/** A whole number picked with a handle. Throws a WidgetError unless min ≤ value ≤ max. */
export class IntSlider extends defineControl(intSliderTraits, bounded(percent)) {}

/** A number picked with a handle on a logarithmic scale, from base ** min to base ** max. */
export class FloatLogSlider extends defineControl(floatLogSliderTraits, boundedPower({ min: 0, max: 4, base: 10 })) {}

/** A range of numbers, [lower, upper], picked with two handles. */
export class FloatRangeSlider extends defineControl(floatRangeSliderTraits, boundedRange(percent)) {}

/** A range of whole numbers, [lower, upper], picked with two handles. */
export class IntRangeSlider extends defineControl(intRangeSliderTraits, boundedRange(percent, Math.trunc)) {}
