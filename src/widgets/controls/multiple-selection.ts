import { defineMultipleSelection } from "./define-multiple-selection.js";
import { selectionRangeSliderTraits, selectMultipleTraits } from "./generated.js";

/** Several values picked from a list. */
export class SelectMultiple<T = string> extends defineMultipleSelection(selectMultipleTraits, [])<T, readonly T[]> {}

/** A range of ordered values, [first, last], picked with two handles. */
export class SelectionRangeSlider<T = string> extends defineMultipleSelection(selectionRangeSliderTraits, [0, 0])<
  T,
  readonly [first: T, last: T]
> {}
