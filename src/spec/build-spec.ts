import { z } from "zod";
import { cellActivityStep } from "../steps/cell-activity.js";
import { composite } from "../steps/composite.js";
import type { Step } from "../steps/index.js";
import { optics } from "../steps/optics.js";
import { type NeuronPopulationOptions, neuronPopulationSchema, placeNeurons } from "../steps/place-neurons.js";
import { sensorStep } from "../steps/sensor.js";
import type { CustomStep } from "./custom-step.js";
import { SpecError } from "./errors.js";
import { type ExtensionsInput, extensionsSchema } from "./extensions.js";
import { specWithExtraSteps } from "./extra-steps.js";
import { anObject, flag, listOf, positive, strictObject } from "./fields.js";
import { check, parse } from "./parse.js";
import type { Region, Scope } from "./presets.js";
import { type AnyStepInput, anyStepSchema, type Spec, seedSchema } from "./spec.js";
import { makeStep, type StepOptions } from "./step-definition.js";

const optionsSchema = strictObject({
  duration_s: positive().default(150),
  fps: positive().default(20),
  seed: seedSchema.default(0),
  populations: listOf(neuronPopulationSchema, "a list of populations")
    .min(1, { error: "a list of at least one population" })
    .optional(),
  activity: anObject("cell_activity's fields").optional(),
  sensor: anObject("sensor's fields").optional(),
  extraSteps: listOf(anyStepSchema, "a list of steps").default([]),
  includeNeuropil: flag().default(true),
  includeVasculature: flag().default(true),
  includeScopeFields: flag().default(true),
  saveIntermediates: flag().default(false),
  extensions: extensionsSchema.prefault({}),
});

const scopeSchema = z.looseObject(
  { optics: anObject("the optics' fields"), imageSensor: anObject("the sensor's fields") },
  { error: "a scope, such as miniscopeV4()" },
);
const regionSchema = z.looseObject(
  { tissue: anObject("the tissue's fields"), populations: listOf(anObject("a population"), "a list of populations") },
  { error: "a region, such as ca1()" },
);

/** What {@link buildSpec} takes beside a scope and a region. */
export interface BuildSpecOptions<ExtraKinds extends string = string> {
  /** Duration (s), 150 without it. */
  readonly duration_s?: number;
  /** Frames a second, 20 without it. */
  readonly fps?: number;
  /** 0 without it. */
  readonly seed?: number | bigint;
  /** Populations of cells in place of the region's. */
  readonly populations?: readonly NeuronPopulationOptions[];
  /** Replaces fields of the region's activity. */
  readonly activity?: StepOptions<typeof cellActivityStep.schema>;
  /** Replaces fields of the scope's sensor step, such as the exposure. */
  readonly sensor?: StepOptions<typeof sensorStep.schema>;
  /** Steps beside those of the scope and the region, such as `brainMotion()` or one's own; the order does not matter. */
  readonly extraSteps?: readonly AnyStepInput<ExtraKinds>[];
  /** Whether the region's haze is there; true without it. */
  readonly includeNeuropil?: boolean;
  /** Whether the region's vessels are there; true without it. */
  readonly includeVasculature?: boolean;
  /** Whether the scope's illumination profile, vignette and leakage are there; true without it. */
  readonly includeScopeFields?: boolean;
  /** Asks for snapshots of every stage. */
  readonly saveIntermediates?: boolean;
  /** What goes beyond the model, such as `{ detection: { threshold: 5 } }`. */
  readonly extensions?: ExtensionsInput<ExtraKinds>;
}

/**
 * The spec of a recording of a region through a scope: cells, activity, optics, composite, neuropil, vessels, the scope's
 * fields (illumination, vignette, leakage) and the sensor. By default 150 s at 20 fps with seed 0.
 * @throws SpecError
 */
export function buildSpec<ExtraKinds extends string = never>(
  scope: Scope,
  region: Region,
  options?: BuildSpecOptions<ExtraKinds>,
): Spec<
  | "place_neurons"
  | "cell_activity"
  | "optics"
  | "composite"
  | "neuropil"
  | "vasculature"
  | "illumination_profile"
  | "vignette"
  | "leakage"
  | "sensor"
  | ExtraKinds
>;
export function buildSpec(scope: Scope, region: Region, options: BuildSpecOptions = {}): Spec {
  const wrongPresets = [check(scopeSchema, scope, "scope"), check(regionSchema, region, "region")];
  const problems = wrongPresets.flatMap((preset) => preset.problems ?? []);
  if (problems.length > 0) throw new SpecError(problems);
  const checked = parse(optionsSchema, options, "options");
  const activity = { ...region.activity, ...checked.activity };
  const sensor = { ...scope.sensor, ...checked.sensor };
  const presetSteps: Step[] = [
    placeNeurons({ populations: checked.populations ?? region.populations }),
    makeStep("cell_activity", cellActivityStep.schema, activity, "options.activity"),
    optics(),
    composite(),
    ...(checked.includeNeuropil ? [region.neuropil] : []),
    ...(checked.includeVasculature ? [region.vasculature] : []),
    ...(checked.includeScopeFields ? scopeFields(scope) : []),
    makeStep("sensor", sensorStep.schema, sensor, "options.sensor"),
  ];
  refuseRepeats(presetSteps, checked.extraSteps);
  const acquisition = {
    optics: scope.optics,
    image_sensor: scope.imageSensor,
    tissue: region.tissue,
    fps: checked.fps,
    duration_s: checked.duration_s,
    front_working_distance_um: scope.frontWorkingDistanceUm,
  };
  return specWithExtraSteps({ ...checked, acquisition }, presetSteps, checked.extraSteps);
}

function scopeFields({ illuminationProfile, vignette, leakage }: Scope): Step[] {
  return [illuminationProfile, vignette, leakage].filter((step) => step !== null);
}

const replacements: Readonly<Record<string, string | undefined>> = {
  place_neurons: "use the option populations",
  cell_activity: "use the option activity",
  sensor: "use the option sensor",
  neuropil: "set includeNeuropil to false to replace the region's",
  vasculature: "set includeVasculature to false to replace the region's",
  illumination_profile: "set includeScopeFields to false to replace the scope's",
  vignette: "set includeScopeFields to false to replace the scope's",
  leakage: "set includeScopeFields to false to replace the scope's",
};

function refuseRepeats(steps: readonly Step[], extraSteps: readonly (Step | CustomStep)[]): void {
  const problems = extraSteps.flatMap(({ kind }, index) => {
    if (!steps.some((step) => step.kind === kind)) return [];
    const path = `options.extraSteps[${index}].kind`;
    const advice = replacements[kind] ?? "leave it out";
    const message = `${path} is "${kind}", which the scope and the region already bring; ${advice}.`;
    return [{ path, value: kind, allowed: "a kind that the scope and the region do not bring", message }];
  });
  if (problems.length > 0) throw new SpecError(problems);
}
