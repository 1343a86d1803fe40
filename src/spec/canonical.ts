import { z } from "zod";
import { builtInSteps } from "../steps/index.js";
import { acquisitionSchema } from "./acquisition.js";
import { definitionKey } from "./custom-step.js";
import type { StepFactory } from "./define-step.js";
import { mustBe, SpecError } from "./errors.js";
import { extensionsSchema } from "./extensions.js";
import { hex } from "./hex.js";
import { outputSchema, parseSpec, type Spec } from "./spec.js";

/**
 * The spec as one line of JSON with every field, in the one form that equal specs share: fields in the model's order,
 * float fields with a decimal point or an exponent, whole-number fields without; `extensions` only where one is on.
 */
export function canonicalJson(spec: Spec): string {
  const steps = spec.steps.map((step) => {
    const definition = builtInSteps.find(({ kind }) => kind === step.kind);
    return encode(definition?.schema ?? z.unknown(), step);
  });
  const extensions = spec.extensions ? `,"extensions":${encode(extensionsSchema, spec.extensions)}` : "";
  return (
    `{"acquisition":${encode(acquisitionSchema, spec.acquisition)},"seed":${spec.seed},` +
    `"steps":[${steps.join(",")}],"output":${encode(outputSchema, spec.output)}${extensions}}`
  );
}

/** What {@link specFromJson} takes beside the text. */
export interface SpecFromJsonOptions {
  /** What {@link defineStep} returned, of each step of one's own that the spec may have. */
  readonly steps?: readonly Pick<StepFactory, "definition">[];
}

/**
 * A spec from JSON text, such as a recording's `spec.json`. A seed too large for a number is kept exactly. JSON holds no
 * code: a step of one's own is kept as it is, and can be simulated only when its definition is among `steps`.
 * @throws SpecError when it is no JSON or no spec, or when the code of a step's definition has changed since.
 */
export function specFromJson(text: string, options: SpecFromJsonOptions = {}): Spec {
  let seed: bigint | undefined;
  // In a JSON text `"seed":` can only be a key: inside a string the quotes would be escaped.
  const safe = text.replace(/("seed"\s*:\s*)(\d{16,})(?=\s*[,}])/, (match, key: string, digits: string) => {
    if (BigInt(digits) <= Number.MAX_SAFE_INTEGER) return match;
    seed = BigInt(digits);
    return `${key}0`;
  });
  const input = attachDefinitions(parseJson(safe), options.steps ?? []);
  return parseSpec(seed === undefined || typeof input !== "object" ? input : { ...input, seed });
}

/** The first 16 hex digits of the SHA-256 of the canonical JSON: equal specs, and only they, have equal keys. */
export async function cacheKey(spec: Spec): Promise<string> {
  const bytes = new TextEncoder().encode(canonicalJson(spec));
  const digest = new Uint8Array(await globalThis.crypto.subtle.digest("SHA-256", bytes));
  return hex(digest.subarray(0, 8));
}

/**
 * Shortest digits that give the number back: fixed for 1e-5 ≤ |x| < 1e16, with `.0` on whole numbers, else scientific.
 * @internal
 */
export function floatText(x: number): string {
  if (Object.is(x, -0)) return "-0.0";
  if (!Number.isFinite(x)) return "null";
  const size = Math.abs(x);
  if (size !== 0 && (size < 1e-5 || size >= 1e16)) return x.toExponential();
  return Number.isInteger(x) ? `${x}.0` : `${x}`;
}

/** Gives a spec's own steps the definitions of their kinds. */
function attachDefinitions(input: unknown, factories: readonly Pick<StepFactory, "definition">[]): unknown {
  const extensions: unknown = Object(input).extensions;
  const steps: unknown = Object(extensions).steps;
  if (!Array.isArray(steps)) return input;
  const known = steps.map((step: unknown) => {
    const factory = factories.find(({ definition }) => definition.kind === Object(step).kind);
    return factory ? { ...Object(step), [definitionKey]: factory.definition } : step;
  });
  return { ...Object(input), extensions: { ...Object(extensions), steps: known } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SpecError([{ ...mustBe("spec", text, "JSON text"), message: `spec is not JSON: ${reason}` }]);
  }
}

function encode(schema: z.core.$ZodType, value: unknown): string {
  if (value === null || typeof value === "string" || typeof value === "boolean") return JSON.stringify(value);
  if (typeof value === "number") return isWhole(schema) ? `${value}` : floatText(value);
  if (Array.isArray(value)) {
    const items = value.map((item, index) => encode(itemSchema(schema, index), item));
    return `[${items.join(",")}]`;
  }
  const inner = unwrap(schema);
  const fields = inner instanceof z.ZodObject ? Object.entries<z.core.$ZodType>(inner.shape) : plainFields(value);
  const members = fields
    .map(([key, field]) => ({ key, field, item: Reflect.get(Object(value), key) }))
    .filter(({ item }) => item !== undefined)
    .map(({ key, field, item }) => `${JSON.stringify(key)}:${encode(field, item)}`);
  return `{${members.join(",")}}`;
}

/** Fields of data without a schema, such as a step of one's own, in alphabetical order. */
function plainFields(value: unknown): [string, z.core.$ZodType][] {
  return Object.keys(Object(value))
    .sort()
    .map((key) => [key, z.unknown()]);
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  const filled = schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;
  const wraps = filled || schema instanceof z.ZodNullable || schema instanceof z.ZodOptional;
  return wraps ? unwrap(schema.unwrap()) : schema;
}

function isWhole(schema: z.core.$ZodType): boolean {
  const inner = unwrap(schema);
  return inner instanceof z.ZodNumber && inner.format === "safeint";
}

function itemSchema(schema: z.core.$ZodType, index: number): z.core.$ZodType {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodTuple) return inner.def.items[index];
  return inner instanceof z.ZodArray ? inner.element : z.unknown();
}
