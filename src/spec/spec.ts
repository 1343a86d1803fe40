import { z } from "zod";
import { builtInSteps, type Step, type StepInput, type StepKind, type StepOfKind, stepSchema } from "../steps/index.js";
import { type Acquisition, type AcquisitionInput, acquisitionSchema, frameCount } from "./acquisition.js";
import { type CustomStep, customStepSchema, definitionOf, refuse } from "./custom-step.js";
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

/** A step of the model, or one of one's own that carries its definition. */
export const anyStepSchema = z.unknown().transform((value, context): Step | CustomStep => {
  const result = (definitionOf(value) ? customStepSchema : stepSchema).safeParse(value);
  return result.success ? result.data : refuse(result.error.issues, context);
});

export const specSchema = strictObject({
  acquisition: acquisitionSchema.prefault({}),
  seed: seedSchema.default(42),
  steps: listOf(anyStepSchema, "a list of steps").default([]),
  output: outputSchema.prefault({}),
  extensions: extensionsSchema.prefault({}),
});

/** What a recording keeps: snapshots of its stages or not, and the element type on disk. */
export type Output = DeepReadonly<z.output<typeof outputSchema>>;

/**
 * What is simulated: a recording's acquisition, seed and steps. Every field is present; deeply frozen. `Kinds` are those that
 * its steps can have, one's own included; `string` where they are not known before the program runs.
 */
export interface Spec<out Kinds extends string = string> {
  readonly acquisition: Acquisition;
  /** A bigint above 2⁵³ − 1. */
  readonly seed: number | bigint;
  /** In canonical order, each kind at most once. */
  readonly steps: readonly (Step & { readonly kind: Kinds })[];
  readonly output: Output;
  /** What goes beyond the model; absent when none of it is on, so that such specs are Python minisim's. */
  readonly extensions?: Extensions<Kinds>;
}

/** A step as it may be written, of the model or one's own. */
export type AnyStepInput<Kinds extends string = string> = (StepInput | CustomStep) & { readonly kind: Kinds };

/** A spec as it may be written: any field may be left out for its default, steps in any order. */
export interface SpecInput<Kinds extends string = string> {
  readonly acquisition?: AcquisitionInput;
  readonly seed?: number | bigint;
  /** Those of one's own too, in any order. */
  readonly steps?: readonly AnyStepInput<Kinds>[];
  readonly output?: DeepReadonly<z.input<typeof outputSchema>>;
  readonly extensions?: ExtensionsInput<Kinds>;
}

/**
 * Checks a spec, fills in its defaults and puts its steps in canonical order.
 * @throws SpecError with every problem found.
 */
export function parseSpec<Kinds extends string>(input: SpecInput<Kinds>): Spec<Kinds>;
export function parseSpec(input: unknown): Spec;
export function parseSpec(input: unknown): Spec {
  return assembleSpec(parse(specSchema, input, ""), (index) => `steps[${index}]`);
}

interface SpecParts extends Omit<Spec, "steps"> {
  readonly steps: readonly (Step | CustomStep)[];
}

/**
 * The spec of checked parts, its steps in canonical order, after the rules between parts; `stepPath` says where a step of
 * the list was written.
 * @internal
 */
export function assembleSpec(parts: SpecParts, stepPath: (index: number) => string): Spec {
  const { acquisition, seed, output, extensions = {} } = parts;
  const written = [
    ...parts.steps.map((step, index) => ({ step, path: stepPath(index) })),
    ...(extensions.steps ?? []).map((step, index) => ({ step, path: `extensions.steps[${index}]` })),
  ];
  const ofModel = written.flatMap(({ step, path }) => (isOfModel(step) ? [{ step, path }] : []));
  const problems = [
    ...frameProblems(acquisition),
    ...duplicates(written),
    ...ofModel.flatMap(({ step, path }) => stepProblems(step, path, acquisition)),
  ];
  if (problems.length > 0) throw new SpecError(problems);
  const steps = ofModel.map(({ step }) => step).sort((a, b) => order(a.kind) - order(b.kind));
  const custom = written.flatMap(({ step }) => (isOfModel(step) ? [] : [step]));
  const present = presentExtensions(
    extensions,
    custom.sort((a, b) => order(a.after) - order(b.after)),
  );
  return Object.freeze({
    acquisition,
    seed,
    steps: Object.freeze(steps),
    output,
    ...(present && { extensions: present }),
  });
}

function isOfModel(step: Step | CustomStep): step is Step {
  return order(step.kind) >= 0;
}

/** The step of a kind, or undefined when the spec has none. */
export function findStep<Kind extends StepKind>(spec: Spec, kind: Kind): StepOfKind<Kind> | undefined {
  return spec.steps.find((step): step is StepOfKind<Kind> => step.kind === kind);
}

/** What is allowed but probably not meant, one sentence each: a focal plane without cells, motion large for the view. */
export function specWarnings(spec: Spec): string[] {
  return spec.steps.flatMap((step) => stepOfModel(step.kind).warnings?.(step, spec.acquisition) ?? []);
}

function stepOfModel(kind: StepKind): StepSchema {
  return builtInSteps[order(kind)];
}

function order(kind: string): number {
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

interface WrittenStep {
  readonly step: Step | CustomStep;
  readonly path: string;
}

function duplicates(steps: readonly WrittenStep[]): SpecProblem[] {
  return steps.flatMap(({ step: { kind }, path: at }, index) => {
    const first = steps.findIndex(({ step }) => step.kind === kind);
    if (first === index) return [];
    const path = `${at}.kind`;
    const message = `${path} is "${kind}", and so is ${steps[first].path}; a kind may be there once: remove one of them.`;
    return [{ path, value: kind, allowed: "a kind that is not in the list yet", message }];
  });
}

function stepProblems(step: Step, path: string, acquisition: Acquisition): SpecProblem[] {
  const problems = stepOfModel(step.kind).problems?.(step, acquisition) ?? [];
  return problems.map(({ field, value, allowed }) => mustBe(joinPath(path, [field]), value, allowed));
}
