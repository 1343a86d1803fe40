import { z } from "zod";
import { KernelStream } from "../compute/kernel-stream.js";
import { motionTrajectory } from "../physics/motion.js";
import { sharedArray } from "../physics/shared-arrays.js";
import { streamKey } from "../random/streams.js";
import { type Acquisition, fovUm, frameCount } from "../spec/acquisition.js";
import { fraction, listOf, nonNegative, oneOf, pair, positive, strictObject } from "../spec/fields.js";
import { defineStep, makeStep, type StepOf, type StepOptions } from "../spec/step-definition.js";
import type { SceneBuilder } from "./scene.js";

const schema = strictObject({
  kind: z.literal("brain_motion"),
  model: oneOf(["physical", "walk"]).default("physical"),
  trajectory_um: listOf(pair("two numbers [dy, dx] in µm"), "a list with one [dy, dx] per frame, or null")
    .nullable()
    .default(null),
  max_shift_um: positive().default(15),
  locomotion_freq_hz: positive().default(7),
  motion_amplitude_um: positive().default(10),
  locomotion_axis: oneOf(["y", "x"]).default("y"),
  resonance_freq_hz: positive().default(6),
  damping_ratio: positive().default(0.5),
  locomotion_fraction: fraction().default(0.25),
  walk_step_um: nonNegative().default(0.3),
}).superRefine(({ model, trajectory_um, motion_amplitude_um, max_shift_um }, context) => {
  if (model !== "physical" || trajectory_um !== null || motion_amplitude_um <= max_shift_um) return;
  const message = `at most max_shift_um, which is ${max_shift_um}, in the physical model`;
  context.addIssue({ code: "custom", path: ["motion_amplitude_um"], message });
});

/** The step `brain_motion` of a spec, every field present; made by {@link brainMotion}. */
export type BrainMotionStep = StepOf<typeof schema>;

/**
 * Motion of the brain under the scope: a damped oscillator driven by locomotion ("physical"), a random walk ("walk"), or
 * an explicit trajectory. Shifts are (dy, dx) in µm.
 * @throws SpecError
 */
export function brainMotion(options: StepOptions<typeof schema> = {}): BrainMotionStep {
  return makeStep("brain_motion", schema, options);
}

/** The largest |dy| or |dx| of a trajectory. */
function reachOf(trajectory: NonNullable<BrainMotionStep["trajectory_um"]>): number {
  return trajectory.reduce((reach, [dy, dx]) => Math.max(reach, Math.abs(dy), Math.abs(dx)), 0);
}

export const brainMotionStep = defineStep({
  kind: "brain_motion",
  stage: "brain_motion",
  domain: "motion",
  requires: [],
  schema,
  problems(step: BrainMotionStep, acquisition: Acquisition) {
    const frames = frameCount(acquisition);
    if (!step.trajectory_um || step.trajectory_um.length === frames) return [];
    const allowed = `a list of ${frames} shifts, one per frame (duration_s × fps)`;
    return [{ field: "trajectory_um", value: step.trajectory_um, allowed }];
  },
  warnings(step: BrainMotionStep, acquisition: Acquisition) {
    const side = Math.min(...fovUm(acquisition));
    const { trajectory_um, model, motion_amplitude_um, max_shift_um } = step;
    const extent = trajectory_um ? reachOf(trajectory_um) : model === "physical" ? motion_amplitude_um : max_shift_um;
    if (extent <= 0.05 * side) return [];
    return [
      `brain_motion moves up to ${extent} µm, more than 5 % of the smaller side of the field of view ` +
        `(${Number(side.toPrecision(4))} µm).`,
    ];
  },
  reachUm: ({ trajectory_um, max_shift_um }: BrainMotionStep) =>
    trajectory_um ? reachOf(trajectory_um) : max_shift_um,

  contribute(step: BrainMotionStep, scene: SceneBuilder) {
    const { acquisition, seed, frameCount, grid } = scene;
    scene.provide("shifts", { seed, step, fps: acquisition.fps, frameCount, pixel: grid.pixelSizeUm }, [], () => {
      const draws = (purpose: string, axis = 0) => new KernelStream(streamKey(seed, "brain_motion", purpose), axis);
      const trajectory = step.trajectory_um?.flat() ?? motionTrajectory(step, acquisition.fps, frameCount, draws);
      const shifts = sharedArray(Float64Array, trajectory.length);
      for (let i = 0; i < shifts.length; i++) shifts[i] = trajectory[i] / grid.pixelSizeUm;
      return shifts;
    });
    scene.operation({ step: "brain_motion", do: "warp", shifts: "shifts" });
  },
});
