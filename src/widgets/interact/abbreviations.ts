import { z } from "zod";
import { WidgetError } from "../widget-error.js";

/** What a control can be made from: a number, its range and step, a list of texts or numbers, true or false, a text. */
export type Abbreviation =
  | number
  | boolean
  | string
  | readonly [min: number, max: number, step?: number]
  | readonly string[];

/** The values that abbreviated controls have. */
export type AbbreviatedValues<A> = {
  -readonly [K in keyof A]: A[K] extends readonly (infer Item)[]
    ? Item extends string
      ? Item
      : number
    : A[K] extends number
      ? number
      : A[K] extends string
        ? string
        : boolean;
};

/** The schema that abbreviations stand for. */
export function schemaOf(abbreviations: Readonly<Record<string, Abbreviation>>): z.ZodObject {
  return z.strictObject(
    Object.fromEntries(Object.entries(abbreviations).map(([name, given]) => [name, fieldOf(name, given)])),
  );
}

function fieldOf(name: string, given: Abbreviation): z.ZodType {
  if (typeof given === "boolean") return z.boolean().default(given);
  if (typeof given === "string") return z.string().default(given);
  if (typeof given === "number" && Number.isFinite(given)) return aroundNumber(given);
  if (Array.isArray(given) && given.length > 0 && given.every((item) => typeof item === "string"))
    return z.enum(given as [string, ...string[]]).default(given[0]);
  if (Array.isArray(given) && given.every((item) => Number.isFinite(item))) {
    const [min, max, step] = given as number[];
    if (given.length === 2 || (given.length === 3 && step > 0)) if (min < max) return inRange(min, max, step);
  }
  const allowed = "a number, true or false, a text, [min, max], [min, max, step], or a list of texts";
  throw new WidgetError("interact", name, given, allowed);
}

/** Whole numbers stay whole; the number is the middle third of the range, as ipywidgets has it. */
function aroundNumber(value: number): z.ZodType {
  const [min, max] = value === 0 ? [0, 1] : value > 0 ? [-value, 3 * value] : [3 * value, -value];
  const number = Number.isInteger(value) ? z.int() : z.number();
  return number.min(min).max(max).default(value);
}

function inRange(min: number, max: number, step: number | undefined): z.ZodType {
  const isWhole = [min, max, step ?? 1].every(Number.isInteger);
  const number = (isWhole ? z.int() : z.number()).min(min).max(max);
  const middle = min + (max - min) / 2;
  const value = isWhole ? Math.floor(middle) : middle;
  const size = step ?? (isWhole ? 1 : (max - min) / 100);
  const onStep = min + Math.round((value - min) / size) * size;
  return number.meta({ step: size }).default(Math.min(max, Number(onStep.toPrecision(12))));
}
