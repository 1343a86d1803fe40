import type { Plan } from "../../src/simulation/plan.js";
import { renderFrames } from "../../src/simulation/render.js";
import { makeRecordingSpec } from "../../src/spec/make-recording-spec.js";
import type { Spec } from "../../src/spec/spec.js";
import { allSteps, smallSpec, withStep } from "./small-spec.js";

/** Specs whose frames are known to the last bit. */
export const goldenSpecs: { readonly [name: string]: Spec } = {
  "8 bit, somata": smallSpec(),
  "12 bit, two populations with dendrites, curved field": smallSpec(
    withStep("place_neurons", {
      density_per_mm3: 25000,
      soma_radius_um: 7,
      depth_range_um: [0, 200],
      populations: [
        { density_per_mm3: 50000, soma_radius_um: 4, depth_range_um: [60, 70], morphology: "cytosolic" },
        { density_per_mm3: 20000, soma_radius_um: 6, depth_range_um: [0, 90], min_distance_um: 9 },
      ],
    }).map((step) => (step.kind === "cell_activity" ? { ...step, trace_noise: 0.1 } : step)),
    { optics: { field_curvature_radius_um: 700 }, image_sensor: { bit_depth: 12, gain_adu_per_e: 1.7 } },
    2n ** 60n + 1n,
  ),
  "all twelve steps, over the border of a chunk": smallSpec(allSteps, { fps: 20, duration_s: 7 }),
  "an explicit trajectory, no optics, 16 bit": smallSpec(
    withStep(
      "brain_motion",
      { trajectory_um: Array.from({ length: 10 }, (_, t): [number, number] => [0.7 * t, -1.3 * (t % 4)]) },
      allSteps.filter(({ kind }) => kind !== "optics"),
    ),
    { image_sensor: { bit_depth: 16, gain_adu_per_e: 3 }, focal_depth_in_tissue_um: 30 },
    3,
  ),
  "a small recording of a known number of cells": makeRecordingSpec({ nCells: 5, nPx: 48, durationS: 1, fps: 10 }),
};

/** FNV-1a of some bytes, in hex. */
export function hash(bytes: Uint8Array): string {
  let h = 0x811c9dc5;
  for (const byte of bytes) h = Math.imul(h ^ byte, 0x01000193);
  return (h >>> 0).toString(16).padStart(8, "0");
}

/** Hash of all frames of each stage of a plan. */
export function frameHashes(plan: Plan): Record<string, string> {
  return Object.fromEntries(
    plan.stages.map(({ name }) => {
      const { data } = renderFrames(plan, name, 0, plan.frameCount);
      return [name, hash(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))];
    }),
  );
}
