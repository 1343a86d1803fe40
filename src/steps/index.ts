import { z } from "zod";
import type { DeepReadonly } from "../spec/parse.js";
import { bleachingStep } from "./bleaching.js";
import { brainMotionStep } from "./brain-motion.js";
import { cellActivityStep } from "./cell-activity.js";
import { compositeStep } from "./composite.js";
import { illuminationProfileStep } from "./illumination-profile.js";
import { leakageStep } from "./leakage.js";
import { neuropilStep } from "./neuropil.js";
import { opticsStep } from "./optics.js";
import { placeNeuronsStep } from "./place-neurons.js";
import { sensorStep } from "./sensor.js";
import { vasculatureStep } from "./vasculature.js";
import { vignetteStep } from "./vignette.js";

/** The steps of the model in canonical order. */
export const builtInSteps = [
  placeNeuronsStep,
  cellActivityStep,
  bleachingStep,
  opticsStep,
  compositeStep,
  neuropilStep,
  vasculatureStep,
  brainMotionStep,
  illuminationProfileStep,
  vignetteStep,
  leakageStep,
  sensorStep,
] as const;

const kinds = builtInSteps.map((step) => `"${step.kind}"`).join(", ");

const [firstSchema, ...otherSchemas] = builtInSteps.map((step) => step.schema);

/** Schema of any step, discriminated by `kind`. */
export const stepSchema = z.discriminatedUnion("kind", [firstSchema, ...otherSchemas], { error: `one of ${kinds}` });

type BuiltInStep = (typeof builtInSteps)[number];
/** The name of a step: `"sensor"`, `"brain_motion"` … */
export type StepKind = BuiltInStep["kind"];
/** A step of a spec, discriminated by `kind`, all fields present. */
export type Step = DeepReadonly<z.output<typeof stepSchema>>;
/** A step as it may be written: `kind`, and any of its fields. */
export type StepInput = DeepReadonly<z.input<typeof stepSchema>>;
/** The step of one kind: `StepOfKind<"sensor">`. */
export type StepOfKind<Kind extends StepKind> = Extract<Step, { readonly kind: Kind }>;
