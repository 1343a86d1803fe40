import { z } from "zod";
import { runBleaching } from "../compute/bleaching-course.js";
import { excitationCourse } from "../extensions/excitation.js";
import { bleachingRates } from "../physics/bleaching.js";
import { valueAt } from "../physics/falloff.js";
import { nonNegative, positive, strictObject } from "../spec/fields.js";
import { defineStep, makeStep, type StepOf, type StepOptions } from "../spec/step-definition.js";
import type { SceneBuilder } from "./scene.js";

const schema = strictObject({
  kind: z.literal("bleaching"),
  bleach_susceptibility: nonNegative().default(6.3e-6),
  turnover_tau_s: positive().default(20000),
  excitation_intensity: nonNegative().default(1),
});

/** The step `bleaching` of a spec, every field present; made by {@link bleaching}. */
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

  contribute(step: BleachingStep, scene: SceneBuilder) {
    const { acquisition, grid, frameCount } = scene;
    if (!scene.has("traces")) return;
    const needs = ["positions", "traces", "illumination"] as const;
    const { fps } = acquisition;
    const { excitation } = scene.extensions;
    const inputs = { step, fps, grid, excitation, frameCount: excitation && frameCount };
    scene.provide("bleaching", inputs, needs, (value) => {
      const { count, centersUm } = value("positions") ?? { count: 0, centersUm: new Float64Array() };
      const illumination = value("illumination");
      const lit = Array.from({ length: count }, (_, i) => {
        const [, y, x] = centersUm.subarray(3 * i, 3 * i + 3);
        return bleachingRates(step, fps, illumination ? valueAt(illumination, grid, y, x) : 1);
      });
      const { renewal } = bleachingRates(step, fps, 1);
      const losses = Float64Array.from(lit, ({ lossPerUnit }) => lossPerUnit);
      return runBleaching(value("traces")!, renewal, losses, excitationCourse(scene.extensions, fps, frameCount));
    });
  },
});
