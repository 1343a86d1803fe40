import { z } from "zod";
import { builtInSteps, type Step, type StepInput, type StepKind, type StepOfKind, stepSchema } from "../steps/index.js";
import { type Acquisition, type AcquisitionInput, acquisitionSchema, frameCount } from "./acquisition.js";
import { mustBe, SpecError, type SpecProblem } from "./errors.js";
import { type Extensions, type ExtensionsInput, extensionsSchema, presentExtensions } from "./extensions.js";
import { flag, listOf, oneOf, strictObject } from "./fields.js";
import { type DeepReadonly, joinPath, parse } from "./parse.js";
import type { StepSchema } from "./step-definition.js";

const seedRange = "a whole number from 0 up (a bigint such as 9007199254740993n above 2⁵³ − 1)";

export const seedSchema = z.union(
  [
    z.int({ error: seedRange, abort: true }).min(0, { error: seedRange }),
    z
      .bigint({ error: seedRange })
      .min(0n, { error: seedRange })
      .transform((seed) => (seed <= Number.MAX_SAFE_INTEGER ? Number(seed) : seed)),
  ],
  { error: seedRange },
);

export const outputSchema = strictObject({
  save_intermediates: flag().default(false),
  store_dtype: oneOf(["float32", "float64"]).default("float32"),
});

export const specSchema = strictObject({
  acquisition: acquisitionSchema.prefault({}),
  seed: seedSchema.default(42),
  steps: listOf(stepSchema, "a list of steps").default([]),
  output: outputSchema.prefault({}),
  extensions: extensionsSchema.prefault({}),
});

export type Output = DeepReadonly<z.output<typeof outputSchema>>;

/** What is simulated: a recording's acquisition, seed and steps. Every field is present; deeply frozen. */
export interface Spec {
  readonly acquisition: Acquisition;
  /** A bigint above 2⁵³ − 1. */
  readonly seed: number | bigint;
  /** In canonical order, each kind at most once. */
  readonly steps: readonly Step[];
  readonly output: Output;
  /** What goes beyond the model; absent when none of it is on, so that such specs are Python minisim's. */
  readonly extensions?: Extensions;
}

/** A spec as it may be written: any field may be left out for its default, steps in any order. */
export interface SpecInput {
  readonly acquisition?: AcquisitionInput;
  readonly seed?: number | bigint;
  readonly steps?: readonly StepInput[];
  readonly output?: DeepReadonly<z.input<typeof outputSchema>>;
  readonly extensions?: ExtensionsInput;
}

/**
 * Checks a spec, fills in its defaults and puts its steps in canonical order.
 * @throws SpecError with every problem found.
 */
export function parseSpec(input: SpecInput): Spec;
export function parseSpec(input: unknown): Spec;
export function parseSpec(input: unknown): Spec {
  return assembleSpec(parse(specSchema, input, ""), (index) => `steps[${index}]`);
}

/**
 * The spec of checked parts, its steps in canonical order, after the rules between parts; `stepPath` says where a step of
 * the list was written.
 * @internal
 */
export function assembleSpec(parts: Spec, stepPath: (index: number) => string): Spec {
  const { acquisition, seed, steps, output } = parts;
  const problems = [
    ...frameProblems(acquisition),
    ...duplicates(steps, stepPath),
    ...steps.flatMap((step, index) => stepProblems(step, stepPath(index), acquisition)),
  ];
  if (problems.length > 0) throw new SpecError(problems);
  const ordered = steps.toSorted((a, b) => order(a.kind) - order(b.kind));
  const extensions = presentExtensions(parts.extensions ?? {});
  return Object.freeze({ acquisition, seed, steps: Object.freeze(ordered), output, ...(extensions && { extensions }) });
}

/** The step of a kind, or undefined when the spec has none. */
export function findStep<Kind extends StepKind>(spec: Spec, kind: Kind): StepOfKind<Kind> | undefined {
  return spec.steps.find((step): step is StepOfKind<Kind> => step.kind === kind);
}

/** What is allowed but probably not meant, one sentence each: a focal plane without cells, motion large for the view. */
export function specWarnings(spec: Spec): string[] {
  return spec.steps.flatMap((step) => definitionOf(step.kind).warnings?.(step, spec.acquisition) ?? []);
}

function definitionOf(kind: StepKind): StepSchema {
  return builtInSteps[order(kind)];
}

function order(kind: StepKind): number {
  return builtInSteps.findIndex((step) => step.kind === kind);
}

function frameProblems(acquisition: Acquisition): SpecProblem[] {
  const frames = frameCount(acquisition);
  if (frames >= 1 && Number.isSafeInteger(frames)) return [];
  const { duration_s, fps } = acquisition;
  const allowed =
    frames < 1 ? `long enough for one frame (1 / fps = ${1 / fps} s)` : "short enough to count its frames";
  return [mustBe("acquisition.duration_s", duration_s, allowed)];
}

function duplicates(steps: readonly Step[], stepPath: (index: number) => string): SpecProblem[] {
  return steps.flatMap(({ kind }, index) => {
    const first = steps.findIndex((step) => step.kind === kind);
    if (first === index) return [];
    const path = `${stepPath(index)}.kind`;
    const message = `${path} is "${kind}", and so is ${stepPath(first)}; a kind may be there once: remove one of them.`;
    return [{ path, value: kind, allowed: "a kind that is not in the list yet", message }];
  });
}

function stepProblems(step: Step, path: string, acquisition: Acquisition): SpecProblem[] {
  const problems = definitionOf(step.kind).problems?.(step, acquisition) ?? [];
  return problems.map(({ field, value, allowed }) => mustBe(joinPath(path, [field]), value, allowed));
}
