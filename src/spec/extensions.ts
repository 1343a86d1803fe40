import type { z } from "zod";
import { detectionSchema } from "../extensions/detection.js";
import { excitationSchema } from "../extensions/excitation.js";
import { fixedPatternSchema } from "../extensions/fixed-pattern.js";
import { focusDriftSchema } from "../extensions/focus-drift.js";
import { indicatorSchema } from "../extensions/indicator.js";
import { poissonSchema } from "../extensions/poisson.js";
import { vesselPulseSchema } from "../extensions/vessel-pulse.js";
import { strictObject } from "./fields.js";
import { type DeepReadonly, parse } from "./parse.js";

/** What goes beyond the model, by name; each is off unless its object is there, and every field of it has a default. */
export const extensionsSchema = strictObject({
  detection: detectionSchema.optional(),
  excitation: excitationSchema.optional(),
  fixed_pattern: fixedPatternSchema.optional(),
  focus_drift: focusDriftSchema.optional(),
  indicator: indicatorSchema.optional(),
  poisson: poissonSchema.optional(),
  vessel_pulse: vesselPulseSchema.optional(),
});

export type Extensions = DeepReadonly<z.output<typeof extensionsSchema>>;
export type ExtensionsInput = DeepReadonly<z.input<typeof extensionsSchema>>;
export type ExtensionName = keyof Extensions;

/** Every extension with its defaults: the fields that there are. */
export function allExtensions(): Extensions {
  return parse(
    extensionsSchema,
    Object.fromEntries(Object.keys(extensionsSchema.shape).map((name) => [name, {}])),
    "extensions",
  );
}

/** The extensions that are on; undefined when none is. */
export function presentExtensions(extensions: Extensions): Extensions | undefined {
  const present = Object.entries(extensions).filter(([, value]) => value !== undefined);
  return present.length > 0 ? Object.freeze(Object.fromEntries(present)) : undefined;
}
