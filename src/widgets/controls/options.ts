import { WidgetError } from "../widget-error.js";

/** What can be picked: texts that stand for themselves, values by label, or pairs of label and value in order. */
export type SelectionOptions<T> =
  | readonly (T & string)[]
  | Readonly<Record<string, T>>
  | readonly (readonly [label: string, value: T])[];

export type Option = readonly [label: string, value: unknown];

/** Options as pairs of label and value. Throws a WidgetError. */
export function pairsOf(widget: string, options: unknown): readonly Option[] {
  const allowed = "a list of texts, an object of values by label, or a list of [label, value] pairs";
  const pairs = listed(options);
  if (pairs?.every(([label]) => typeof label === "string")) return pairs;
  throw new WidgetError(widget, "options", options, allowed);
}

function listed(options: unknown): readonly Option[] | undefined {
  if (typeof options !== "object" || options === null) return undefined;
  if (!Array.isArray(options)) return Object.entries(options);
  if (!options.every((option) => typeof option === "string" || (Array.isArray(option) && option.length === 2)))
    return undefined;
  return options.map((option) => (typeof option === "string" ? [option, option] : option));
}

export function labelsOf(options: readonly Option[]): string[] {
  return options.map(([label]) => label);
}

/** Where a value is among the options; null for null. Throws a WidgetError. */
export function indexOf(widget: string, options: readonly Option[], value: unknown): number | null {
  if (value === null) return null;
  const index = options.findIndex((option) => Object.is(option[1], value));
  if (index >= 0) return index;
  throw new WidgetError(widget, "value", value, `the value of one of the options ${labelsOf(options).join(", ")}`);
}
