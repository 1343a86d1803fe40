import { z } from "zod";
import { fraction, positive, positiveInt, strictObject } from "../spec/fields.js";
import { defineStep, makeStep, type StepOf, type StepOptions } from "../spec/step-definition.js";

const schema = strictObject({
  kind: z.literal("neuropil"),
  spatial_sigma_um: positive().default(40),
  temporal_tau_s: positive().default(10),
  population_tau_s: positive().default(1.5),
  amplitude: positive().default(0.5),
  n_components: positiveInt().default(3),
  population_coupling: fraction().default(0.7),
});

export type NeuropilStep = StepOf<typeof schema>;

/**
 * The diffuse haze of out-of-focus tissue: `n_components` smooth fields with slow time courses, `population_coupling` of
 * which follows the cells' summed activity.
 * @throws SpecError
 */
export function neuropil(options: StepOptions<typeof schema> = {}): NeuropilStep {
  return makeStep("neuropil", schema, options);
}

export const neuropilStep = defineStep({
  kind: "neuropil",
  stage: "neuropil",
  domain: "tissue",
  requires: ["cell_activity"],
  schema,
});
