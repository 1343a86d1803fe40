import type { z } from "zod";
import { mustBe, SpecError, type SpecProblem } from "./errors.js";
import { nearest } from "./nearest.js";

/** All levels read-only, lists and tuples included. */
export type DeepReadonly<T> = T extends object ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> } : T;

type Parsed<T> = { readonly value: T; readonly problems: null } | { readonly problems: readonly SpecProblem[] };

/** Checks an input against a schema; `at` is the path that the problems' paths start with. */
export function check<Schema extends z.ZodType>(schema: Schema, input: unknown, at: string): Parsed<z.output<Schema>> {
  const result = schema.safeParse(input);
  if (result.success) return { value: result.data, problems: null };
  return { problems: result.error.issues.flatMap((issue) => problemsOf(issue, input, at)) };
}

/**
 * The checked input with its defaults, deeply frozen.
 * @throws SpecError with every problem found.
 */
export function parse<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  at: string,
): DeepReadonly<z.output<Schema>> {
  const result = check(schema, input, at);
  if (result.problems) throw new SpecError(result.problems);
  return deepFreeze(result.value);
}

export function deepFreeze<T>(value: T): DeepReadonly<T> {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const item of Object.values(value)) deepFreeze(item);
  }
  return value as DeepReadonly<T>;
}

/** `steps[2].density_per_mm3` of "steps" and [2, "density_per_mm3"]. */
export function joinPath(at: string, keys: readonly PropertyKey[]): string {
  return keys.reduce<string>(
    (path, key) => (typeof key === "number" ? `${path}[${key}]` : path ? `${path}.${String(key)}` : String(key)),
    at,
  );
}

function problemsOf(issue: z.core.$ZodIssue, input: unknown, at: string): SpecProblem[] {
  const path = joinPath(at, issue.path) || "spec";
  const value = valueAt(input, issue.path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) =>
        unknownKey(joinPath(at, [...issue.path, key]), valueAt(value, [key]), key, issue.message),
      );
    case "custom":
      if (typeof issue.params?.problem === "string")
        return [{ path, value, allowed: issue.message, message: `${path} ${issue.params.problem}` }];
  }
  return [mustBe(path, value, issue.message, didYouMean(value, issue.message))];
}

function unknownKey(path: string, value: unknown, key: string, known: string): SpecProblem {
  const near = nearest(key, known.split(", "));
  const advice = near ? `did you mean ${near}?` : `the known fields are ${known}.`;
  return { path, value, allowed: known, message: `${path} is not a field; ${advice}` };
}

/** A hint at the nearest of the words that stand in quotes in the allowed text. */
function didYouMean(value: unknown, allowed: string): string {
  if (typeof value !== "string") return "";
  const words = Array.from(allowed.matchAll(/"([^"]+)"/g), ([, word]) => word);
  const near = nearest(value, words);
  return near ? `Did you mean "${near}"?` : "";
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    input,
  );
}
