import { z } from "zod";
import { runActivity } from "../compute/traces.js";
import { activityStreams } from "../physics/activity.js";
import type { Acquisition } from "../spec/acquisition.js";
import { nonNegative, positive, strictObject } from "../spec/fields.js";
import { defineStep, makeStep, type StepOf, type StepOptions } from "../spec/step-definition.js";
import type { SceneBuilder } from "./scene.js";

const schema = strictObject({
  kind: z.literal("cell_activity"),
  spike_sim_hz: positive().default(300),
  p_quiescent_to_active: positive().default(0.005),
  p_active_to_quiescent: positive().default(0.3),
  active_rate_hz: positive().default(150),
  quiescent_rate_hz: nonNegative().default(0.6),
  tau_rise_s: positive().default(0.05),
  tau_decay_s: positive().default(0.5),
  brightness_cv: nonNegative().default(0.3),
  f0: nonNegative().default(1),
  trace_noise: nonNegative().default(0),
}).superRefine(({ tau_rise_s, tau_decay_s }, context) => {
  if (tau_rise_s < tau_decay_s) return;
  context.addIssue({ code: "custom", path: ["tau_rise_s"], message: `below tau_decay_s, which is ${tau_decay_s}` });
});

/** The step `cell_activity` of a spec, every field present; made by {@link cellActivity}. */
export type CellActivityStep = StepOf<typeof schema>;

/**
 * Spikes of a two-state (quiescent, active) Markov gate, and the calcium traces they evoke: a double-exponential kernel
 * (`tau_rise_s` < `tau_decay_s`) over a baseline `f0`, times each cell's brightness (lognormal, mean 1, `brightness_cv`).
 * @throws SpecError
 */
export function cellActivity(options: StepOptions<typeof schema> = {}): CellActivityStep {
  return makeStep("cell_activity", schema, options);
}

export const cellActivityStep = defineStep({
  kind: "cell_activity",
  stage: "cell_activity",
  domain: "cell",
  requires: ["place_neurons"],
  schema,
  problems(step: CellActivityStep, { fps }: Acquisition) {
    if (step.tau_decay_s * fps >= 1) return [];
    const allowed = `at least one frame long (${1 / fps} s at fps ${fps})`;
    return [{ field: "tau_decay_s", value: step.tau_decay_s, allowed }];
  },

  contribute(step: CellActivityStep, scene: SceneBuilder) {
    const { seed, frameCount, acquisition } = scene;
    const { fps } = acquisition;
    const parameters = { ...step, indicator: scene.extensions.indicator };
    scene.provide("traces", { seed, parameters, fps, frameCount }, ["entities"], (value) => {
      const entities = value("entities") ?? new Int32Array();
      return runActivity({ parameters, fps, streams: activityStreams(seed), entities, frameCount });
    });
  },
});
