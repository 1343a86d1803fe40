import { z } from "zod";
import { SelectMultiple } from "../controls/multiple-selection.js";
import { FloatsInput, IntsInput, TagsInput } from "../controls/tags.js";
import { boundsOf } from "./number-control.js";
import { optionsOf } from "./options-of.js";

/** A list to pick several of an enum's values from, or tags for texts and numbers. */
export function listControl({ element }: z.ZodArray, shown: object, initial: unknown) {
  const value = Array.isArray(initial) ? initial : [];
  const options = optionsOf(element);
  if (options) {
    const pairs = options.map((option) => [String(option), option] as const);
    return new SelectMultiple<unknown>({ ...shown, options: pairs, value });
  }
  if (element instanceof z.ZodString) return new TagsInput({ ...shown, value });
  if (!(element instanceof z.ZodNumber)) return undefined;
  const { isWhole, min = null, max = null } = boundsOf(element);
  return isWhole ? new IntsInput({ ...shown, value, min, max }) : new FloatsInput({ ...shown, value, min, max });
}
