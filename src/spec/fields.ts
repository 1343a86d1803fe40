import { z } from "zod";

// The error text of a field says what is allowed there ("a number above 0"); `parse.ts` builds the sentence around it.

interface Bounds {
  readonly above?: number;
  readonly min?: number;
  readonly below?: number;
  readonly max?: number;
}

function inWords(noun: string, { above, min, below, max }: Bounds): string {
  const low = above !== undefined ? `above ${above}` : min !== undefined ? `at least ${min}` : "";
  const high = below !== undefined ? `below ${below}` : max !== undefined ? `at most ${max}` : "";
  if (min !== undefined && max !== undefined) return `${noun} from ${min} to ${max}`;
  return [noun, [low, high].filter(Boolean).join(" and ")].filter(Boolean).join(" ");
}

function bounded(schema: z.ZodNumber, { above, min, below, max }: Bounds, error: string): z.ZodNumber {
  // Abort: the rules between fields are not asked about a value that is already refused.
  const params = { error, abort: true };
  let result = schema;
  if (above !== undefined) result = result.gt(above, params);
  if (min !== undefined) result = result.gte(min, params);
  if (below !== undefined) result = result.lt(below, params);
  if (max !== undefined) result = result.lte(max, params);
  return result;
}

/** A finite number within bounds; strings, booleans, NaN and infinities are refused. */
export function float(bounds: Bounds = {}, alternative = ""): z.ZodNumber {
  const error = inWords("a number", bounds) + alternative;
  return bounded(z.number({ error }), bounds, error);
}

/** A whole number within bounds. */
export function int(bounds: Bounds = {}): z.ZodNumber {
  const error = inWords("a whole number", bounds);
  return bounded(z.int({ error, abort: true }), bounds, error);
}

export const positive = () => float({ above: 0 });
export const nonNegative = () => float({ min: 0 });
export const fraction = () => float({ min: 0, max: 1 });
export const positiveInt = () => int({ min: 1 });
export const flag = () => z.boolean({ error: "true or false" });

export const positiveOrNull = () => float({ above: 0 }, " or null").nullable();

/** A bounded number, or "auto". */
export function autoOr(bounds: Bounds) {
  const allowed = ` or "auto"`;
  return z.union([z.literal("auto"), float(bounds, allowed)], { error: inWords("a number", bounds) + allowed });
}

export function oneOf<const Values extends readonly string[]>(values: Values) {
  return z.enum(values, { error: `one of ${values.map((value) => `"${value}"`).join(", ")}` });
}

export function listOf<Item extends z.ZodType>(item: Item, allowed: string) {
  return z.array(item, { error: allowed });
}

/** A pair of finite numbers (y, x). */
export function pair(allowed: string) {
  return z.tuple([float(), float()], { error: allowed });
}

/** An object in which an unknown key is an error; its error text lists the known ones. */
export function strictObject<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const known = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? known : `an object with the fields ${known}`),
  });
}

/** Any object; its fields are checked elsewhere. */
export function anObject(allowed: string) {
  return z.looseObject({}, { error: `an object with ${allowed}` });
}
