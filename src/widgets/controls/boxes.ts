import { defineControl } from "./define-control.js";
import {
  accordionTraits,
  boxTraits,
  gridBoxTraits,
  hBoxTraits,
  stackTraits,
  tabTraits,
  vBoxTraits,
} from "./generated.js";

/** Widgets in a box, laid out by its layout. */
export class Box extends defineControl(boxTraits) {}

/** Widgets in a row. */
export class HBox extends defineControl(hBoxTraits) {}

/** Widgets one below the other. */
export class VBox extends defineControl(vBoxTraits) {}

/** Widgets in a grid, laid out by `layout.grid_template_columns` and the like. */
export class GridBox extends defineControl(gridBoxTraits) {}

/** Widgets one below the other, each folded away under its title until opened. */
export class Accordion extends defineControl(accordionTraits, { conflict: noSuchChild }) {}

/** Widgets of which the one whose tab is chosen is seen; the first at first. */
export class Tab extends defineControl(tabTraits, {
  conflict: noSuchChild,
  derive: (given) =>
    Array.isArray(given.children) && given.children.length > 0 ? { selected_index: 0, ...given } : given,
}) {}

/** Widgets of which the one at `selected_index` is seen. */
export class Stack extends defineControl(stackTraits, { conflict: noSuchChild }) {}

function noSuchChild({ selected_index, children: { length } }: { selected_index: number | null; children: unknown[] }) {
  if (selected_index === null || (selected_index >= 0 && selected_index < length)) return undefined;
  const allowed = length > 0 ? `null or 0 to ${length - 1}` : "null, as there are no children";
  return { trait: "selected_index", allowed };
}
