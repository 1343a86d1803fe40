import { traceMatrix } from "../../src/compute/traces.js";
import type { Plan } from "../../src/simulation/plan.js";
import type { AcquisitionInput } from "../../src/spec/acquisition.js";
import type { CustomStep } from "../../src/spec/custom-step.js";
import { parseSpec, type Spec } from "../../src/spec/spec.js";
import type { StepInput } from "../../src/steps/index.js";

/** Steps that leave the tissue where it is, in canonical order. */
export const plainSteps: readonly StepInput[] = [
  { kind: "place_neurons", density_per_mm3: 60000, soma_radius_um: 5, depth_range_um: [20, 80] },
  { kind: "cell_activity", p_quiescent_to_active: 0.05 },
  { kind: "optics" },
  { kind: "composite" },
  { kind: "illumination_profile", falloff: 0.6 },
  { kind: "vignette", falloff: 0.5 },
  { kind: "leakage", level: 0.05 },
  { kind: "sensor", photons_per_unit: 2000 },
];

/** All twelve steps, in canonical order. */
export const allSteps: readonly StepInput[] = [
  ...plainSteps.slice(0, 2),
  { kind: "bleaching", bleach_susceptibility: 0.01 },
  ...plainSteps.slice(2, 4),
  { kind: "neuropil" },
  { kind: "vasculature", enabled: true, layers: [{ depth_um: 10, root_radius_um: 8, n_roots: 2 }] },
  { kind: "brain_motion", max_shift_um: 6, motion_amplitude_um: 5 },
  ...plainSteps.slice(4),
];

/** A field of view of 48 × 64 pixels of 2 µm, and ten frames. */
export const smallAcquisition = {
  optics: { na: 0.3, magnification: 4 },
  image_sensor: { n_px_height: 48, n_px_width: 64, pixel_pitch_um: 8 },
  fps: 10,
  duration_s: 1,
} satisfies AcquisitionInput;

/** A small spec of some steps; `changes` replace fields of the acquisition's parts. */
export function smallSpec(
  steps: readonly (StepInput | CustomStep)[] = plainSteps,
  changes: AcquisitionInput = {},
  seed: number | bigint = 7,
): Spec {
  return parseSpec({
    acquisition: {
      ...smallAcquisition,
      ...changes,
      optics: { ...smallAcquisition.optics, ...changes.optics },
      image_sensor: { ...smallAcquisition.image_sensor, ...changes.image_sensor },
    },
    seed,
    steps,
  });
}

/** All steps, with some fields of one kind replaced. */
export function withStep(kind: string, fields: object, steps = plainSteps): StepInput[] {
  return steps.map((step) => (step.kind === kind ? { ...step, ...fields } : step));
}

/** So many cells that painting them is worth another thread; one of them lies outside, which is warned of. */
export function crowdedSpec(): Spec {
  const positions_um = Array.from({ length: 900 }, (_, i) => [20, i === 0 ? 5000 : (i % 20) - 10, i / 90 - 5]);
  return smallSpec(withStep("place_neurons", { positions_um }));
}

export function withoutSteps(...kinds: string[]): StepInput[] {
  return plainSteps.filter(({ kind }) => !kinds.includes(kind));
}

/** The whole traces of a plan's cells, (unit, frame). */
export function tracesOf({ cells: { traces } }: Plan): { C: Float64Array; S: Int32Array } {
  return traceMatrix(traces!, [...traces!.entities.keys()]);
}
