import type { z } from "zod";
import { detectionSchema } from "../extensions/detection.js";
import { excitationSchema } from "../extensions/excitation.js";
import { fixedPatternSchema } from "../extensions/fixed-pattern.js";
import { focusDriftSchema } from "../extensions/focus-drift.js";
import { indicatorSchema } from "../extensions/indicator.js";
import { poissonSchema } from "../extensions/poisson.js";
import { vesselPulseSchema } from "../extensions/vessel-pulse.js";
import { type CustomStep, customStepSchema } from "./custom-step.js";
import { listOf, strictObject } from "./fields.js";
import { type DeepReadonly, parse } from "./parse.js";

/**
 * What goes beyond the model, by name; each is off unless its object is there, and every field of it has a default. Steps of
 * one's own are kept here too.
 */
export const extensionsSchema = strictObject({
  detection: detectionSchema.optional(),
  excitation: excitationSchema.optional(),
  fixed_pattern: fixedPatternSchema.optional(),
  focus_drift: focusDriftSchema.optional(),
  indicator: indicatorSchema.optional(),
  poisson: poissonSchema.optional(),
  vessel_pulse: vesselPulseSchema.optional(),
  steps: listOf(customStepSchema, "a list of steps of one's own").optional(),
});

/** The extensions of a spec that are on, every field present, and the steps of one's own. */
export interface Extensions<Kinds extends string = string>
  extends DeepReadonly<Omit<z.output<typeof extensionsSchema>, "steps">> {
  readonly steps?: readonly CustomStep<Kinds>[];
}
/** Extensions as they may be written: `{}` turns one on with its defaults. */
export interface ExtensionsInput<Kinds extends string = string>
  extends DeepReadonly<Omit<z.input<typeof extensionsSchema>, "steps">> {
  readonly steps?: readonly CustomStep<Kinds>[];
}
export type ExtensionName = Exclude<keyof Extensions, "steps">;

/** Every extension with its defaults: the fields that there are. */
export function allExtensions(): Extensions {
  const names = Object.keys(extensionsSchema.shape).filter((name) => name !== "steps");
  return parse(extensionsSchema, Object.fromEntries(names.map((name) => [name, {}])), "extensions");
}

/** What is on of some extensions, with these steps of one's own; undefined when nothing is. */
export function presentExtensions(extensions: Extensions, steps: readonly CustomStep[]): Extensions | undefined {
  const on = Object.entries({ ...extensions, steps: undefined }).filter(([, value]) => value !== undefined);
  const present = Object.fromEntries([...on, ...(steps.length > 0 ? [["steps", Object.freeze(steps)]] : [])]);
  return Object.keys(present).length > 0 ? Object.freeze(present) : undefined;
}
