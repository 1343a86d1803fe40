import type { Plan } from "../../src/simulation/plan.js";
import { renderFrames } from "../../src/simulation/render.js";
import type { Spec } from "../../src/spec/spec.js";
import { plainSteps, smallSpec, withStep } from "./small-spec.js";

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
};

export const goldenStages = plainSteps.flatMap(({ kind }) =>
  ["composite", "illumination_profile", "leakage", "sensor"].includes(kind) ? [kind] : [],
);

/** FNV-1a of some bytes, in hex. */
export function hash(bytes: Uint8Array): string {
  let h = 0x811c9dc5;
  for (const byte of bytes) h = Math.imul(h ^ byte, 0x01000193);
  return (h >>> 0).toString(16).padStart(8, "0");
}

/** Hash of all frames of each stage of a plan. */
export function frameHashes(plan: Plan): Record<string, string> {
  return Object.fromEntries(
    goldenStages.map((stage) => {
      const { data } = renderFrames(plan, stage, 0, plan.frameCount);
      return [stage, hash(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))];
    }),
  );
}
