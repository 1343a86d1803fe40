import { z } from "zod";
import { flag, float, listOf, nonNegative, positive, positiveInt, strictObject } from "../spec/fields.js";
import { defineStep, makeStep, type StepOf, type StepOptions } from "../spec/step-definition.js";

export const vesselLayerSchema = strictObject({
  depth_um: nonNegative().default(30),
  n_roots: positiveInt().default(4),
  root_radius_um: positive().default(22),
  min_radius_um: positive().default(2),
  opacity: float({ above: 0, max: 1 }).default(0.85),
  absorption_per_um: positive().default(0.04),
  branch_prob: float({ min: 0, below: 1 }).default(0.2),
  tortuosity_deg: nonNegative().default(8),
  branch_angle_deg: nonNegative().default(30),
  branch_area_main: float({ above: 0.5, below: 1 }).default(0.7),
  step_per_radius: positive().default(1.5),
}).superRefine(({ min_radius_um, root_radius_um }, context) => {
  if (min_radius_um < root_radius_um) return;
  const message = `below the layer's root_radius_um, which is ${root_radius_um}`;
  context.addIssue({ code: "custom", path: ["min_radius_um"], message });
});

const schema = strictObject({
  kind: z.literal("vasculature"),
  enabled: flag().default(false),
  layers: listOf(vesselLayerSchema, "a list of vessel layers").default([]),
});

export type VesselLayer = StepOf<typeof vesselLayerSchema>;
export type VasculatureStep = StepOf<typeof schema>;

/**
 * Blood vessels that absorb the light from below: one branching tree per root and layer. Off unless `enabled` and given
 * layers.
 * @throws SpecError
 */
export function vasculature(options: StepOptions<typeof schema> = {}): VasculatureStep {
  return makeStep("vasculature", schema, options);
}

export const vasculatureStep = defineStep({
  kind: "vasculature",
  stage: "vasculature",
  domain: "tissue",
  requires: [],
  schema,
});
