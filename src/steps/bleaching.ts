import { z } from "zod";
import { nonNegative, positive, strictObject } from "../spec/fields.js";
import { defineStep, makeStep, type StepOf, type StepOptions } from "../spec/step-definition.js";

const schema = strictObject({
  kind: z.literal("bleaching"),
  bleach_susceptibility: nonNegative().default(6.3e-6),
  turnover_tau_s: positive().default(20000),
  excitation_intensity: nonNegative().default(1),
});

export type BleachingStep = StepOf<typeof schema>;

/**
 * Photobleaching: each cell's pool of working indicator falls with the light it emits (`bleach_susceptibility` per
 * second) and is renewed with the time constant `turnover_tau_s`.
 * @throws SpecError
 */
export function bleaching(options: StepOptions<typeof schema> = {}): BleachingStep {
  return makeStep("bleaching", schema, options);
}

export const bleachingStep = defineStep({
  kind: "bleaching",
  stage: "bleaching",
  domain: "cell",
  requires: ["cell_activity"],
  schema,
});
