import type { TraitConflict } from "../trait-set.js";
import { defineControl } from "./define-control.js";
import { colorsInputTraits, floatsInputTraits, intsInputTraits, tagsInputTraits } from "./generated.js";

/** A list of texts. */
export class TagsInput extends defineControl(tagsInputTraits, { conflict: notAllowed }) {}

/** A list of colours. */
export class ColorsInput extends defineControl(colorsInputTraits, { conflict: notAllowed }) {}

/** A list of numbers. */
export class FloatsInput extends defineControl(floatsInputTraits, { conflict: notAllowed }) {}

/** A list of whole numbers. */
export class IntsInput extends defineControl(intsInputTraits, { conflict: notAllowed }) {}

interface Tags<T> {
  readonly value: readonly T[];
  readonly allowed_tags: readonly T[];
  readonly allow_duplicates: boolean;
  readonly min?: number | null;
  readonly max?: number | null;
}

function notAllowed<T extends string | number>(tags: Tags<T>): TraitConflict | undefined {
  const { value, allowed_tags: allowed, allow_duplicates, min, max } = tags;
  if (allowed.length > 0 && !value.every((tag) => allowed.includes(tag)))
    return { trait: "value", allowed: `a list of any of ${allowed.join(", ")}` };
  if (!allow_duplicates && new Set(value).size < value.length)
    return { trait: "value", allowed: "a list without duplicates" };
  const isOutside = (tag: unknown) =>
    typeof tag === "number" && ((min != null && tag < min) || (max != null && tag > max));
  return value.some(isOutside) ? { trait: "value", allowed: `a list of numbers from ${min} to ${max}` } : undefined;
}
