import { expect, it } from "vitest";
import { ValueCache } from "../../src/simulation/graph.js";
import { compile } from "../../src/simulation/plan.js";
import { acquisitionSchema, imageSensorSchema, opticsSchema, tissueSchema } from "../../src/spec/acquisition.js";
import { findStep, parseSpec } from "../../src/spec/spec.js";
import { builtInSteps } from "../../src/steps/index.js";
import { vesselLayerSchema } from "../../src/steps/vasculature.js";
import { allSteps, smallSpec, withStep } from "./small-spec.js";

/** All twelve steps; where they focus is searched for, so light, noise and activity may move the focal plane. */
const base = smallSpec(withStep("place_neurons", { morphology: "cytosolic" }, allSteps));

/** A copy of plain data with the value at a path replaced. */
function replaced(data: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(data)) return data.map((item, i) => (`${i}` === key ? replaced(item, rest, value) : item));
  const copy = { ...(data as object) };
  return { ...copy, [key]: replaced(Reflect.get(copy, key), rest, value) };
}

/** The values computed anew when the field at a path (`na`, `optics.na`, `neuropil.amplitude`) gets another value. */
function recomputed(path: string, value: unknown): string[] {
  const [first, ...rest] = path.split(".");
  const index = base.steps.findIndex(({ kind }) => kind === first);
  const whole = index < 0 ? [first, ...rest] : ["steps", `${index}`, ...rest];
  const cache = new ValueCache();
  compile(base, cache);
  return [...compile(parseSpec(replaced(base, whole, value)), cache).computed];
}

/** What a cell's activity and bleaching over time decide. */
const courses = ["bleaching", "weights", "neuropilEnvelopes", "neuropilCourse"];
/** What another focal plane makes anew; where the search ends at the same plane as before, none of it. */
const plane = ["blurred", "vesselMask"];
/** What another size of the tissue makes anew, and another seed. */
const tissue = ["positions", "planted", "traces", "focus", ...courses, ...plane, "neuropilMaps", "vesselPaths"];

const rows: readonly (readonly [path: string, value: unknown, computed: readonly string[]])[] = [
  ["acquisition.optics.na", 0.35, ["focus", "weights", ...plane]],
  ["acquisition.optics.magnification", 5, ["illumination", "vignette", "shifts", "leakage", ...tissue]],
  ["acquisition.optics.emission_nm", 600, ["focus", ...plane]],
  ["acquisition.optics.depth_of_field_um", 5, ["focus"]],
  ["acquisition.optics.field_curvature_radius_um", 500, ["focus", ...plane]],
  ["acquisition.image_sensor.n_px_height", 50, ["illumination", "vignette", "leakage", ...tissue]],
  ["acquisition.image_sensor.n_px_width", 66, ["illumination", "vignette", "leakage", ...tissue]],
  ["acquisition.image_sensor.pixel_pitch_um", 9, ["illumination", "vignette", "shifts", "leakage", ...tissue]],
  ["acquisition.image_sensor.quantum_efficiency", 0.3, ["focus", ...plane]],
  ["acquisition.image_sensor.read_noise_e", 12, ["focus", ...plane]],
  ["acquisition.image_sensor.gain_adu_per_e", 2, []],
  ["acquisition.image_sensor.bit_depth", 10, []],
  ["acquisition.tissue.scatter_mfp_excitation_um", 500, ["focus", "weights"]],
  ["acquisition.tissue.scatter_mfp_emission_um", 80, ["focus", "weights", ...plane]],
  ["acquisition.tissue.scatter_blur_per_um", 0.1, ["focus", ...plane]],
  ["acquisition.fps", 12, ["traces", "focus", "shifts", ...courses, ...plane]],
  ["acquisition.duration_s", 2, ["traces", "focus", "shifts", ...courses, ...plane]],
  ["acquisition.focal_depth_in_tissue_um", 30, ["focus", ...plane]],
  ["acquisition.front_working_distance_um", 700, []],
  ["place_neurons.density_per_mm3", 50000, ["positions", "planted", "traces", "focus", "blurred", ...courses]],
  ["place_neurons.soma_radius_um", 5.5, ["positions", "planted", "blurred"]],
  ["place_neurons.irregularity", 0.1, ["planted", "blurred"]],
  ["place_neurons.morphology", "soma", ["planted", "blurred"]],
  ["place_neurons.dendrite_length_um", 20, ["planted", "blurred"]],
  ["place_neurons.dendrite_width_um", 4, ["planted", "blurred"]],
  ["place_neurons.depth_range_um", [20, 60], ["positions", "planted", "traces", "focus", ...courses, ...plane]],
  ["place_neurons.min_distance_um", 1, ["positions"]],
  ["place_neurons.positions_um", [[40, 0, 0]], ["positions", "planted", "traces", "focus", ...courses, ...plane]],
  ["cell_activity.spike_sim_hz", 200, ["traces", "focus", ...courses, ...plane]],
  ["cell_activity.p_quiescent_to_active", 0.1, ["traces", "focus", ...courses, ...plane]],
  ["cell_activity.p_active_to_quiescent", 0.2, ["traces", "focus", ...courses]],
  ["cell_activity.active_rate_hz", 100, ["traces", "focus", ...courses]],
  ["cell_activity.quiescent_rate_hz", 1, ["traces", "focus", ...courses]],
  ["cell_activity.tau_rise_s", 0.03, ["traces", "focus", ...courses, ...plane]],
  ["cell_activity.tau_decay_s", 0.7, ["traces", "focus", ...courses, ...plane]],
  ["cell_activity.brightness_cv", 0.1, ["traces", "focus", ...courses, ...plane]],
  ["cell_activity.f0", 2, ["traces", "focus", ...courses, ...plane]],
  ["cell_activity.trace_noise", 0.1, ["traces", "focus", ...courses, ...plane]],
  ["bleaching.bleach_susceptibility", 0.02, [...courses]],
  ["bleaching.turnover_tau_s", 100, [...courses]],
  ["bleaching.excitation_intensity", 2, [...courses]],
  ["neuropil.spatial_sigma_um", 30, ["neuropilMaps"]],
  ["neuropil.temporal_tau_s", 5, ["neuropilEnvelopes", "neuropilCourse"]],
  ["neuropil.population_tau_s", 1, ["neuropilEnvelopes", "neuropilCourse"]],
  ["neuropil.amplitude", 1, ["neuropilCourse"]],
  ["neuropil.n_components", 2, ["neuropilMaps", "neuropilEnvelopes", "neuropilCourse"]],
  ["neuropil.population_coupling", 0.2, ["neuropilEnvelopes", "neuropilCourse"]],
  ["vasculature.enabled", false, []],
  ["vasculature.layers", [], []],
  ["vasculature.layers.0.depth_um", 15, ["vesselMask"]],
  ["vasculature.layers.0.n_roots", 3, ["vesselPaths", "vesselMask"]],
  ["vasculature.layers.0.root_radius_um", 9, ["vesselPaths", "vesselMask"]],
  ["vasculature.layers.0.min_radius_um", 3, ["vesselPaths", "vesselMask"]],
  ["vasculature.layers.0.opacity", 0.5, ["vesselMask"]],
  ["vasculature.layers.0.absorption_per_um", 0.1, ["vesselMask"]],
  ["vasculature.layers.0.branch_prob", 0.1, ["vesselPaths", "vesselMask"]],
  ["vasculature.layers.0.tortuosity_deg", 20, ["vesselPaths", "vesselMask"]],
  ["vasculature.layers.0.branch_angle_deg", 40, ["vesselPaths", "vesselMask"]],
  ["vasculature.layers.0.branch_area_main", 0.8, ["vesselPaths", "vesselMask"]],
  ["vasculature.layers.0.step_per_radius", 1, ["vesselPaths", "vesselMask"]],
  ["brain_motion.model", "walk", ["shifts"]],
  ["brain_motion.trajectory_um", Array(10).fill([1, 6]), ["shifts"]],
  ["brain_motion.max_shift_um", 9, ["shifts", ...tissue]],
  ["brain_motion.locomotion_freq_hz", 5, ["shifts"]],
  ["brain_motion.motion_amplitude_um", 3, ["shifts"]],
  ["brain_motion.locomotion_axis", "x", ["shifts"]],
  ["brain_motion.resonance_freq_hz", 5, ["shifts"]],
  ["brain_motion.damping_ratio", 0.4, ["shifts"]],
  ["brain_motion.locomotion_fraction", 0.5, ["shifts"]],
  ["brain_motion.walk_step_um", 1, ["shifts"]],
  ["illumination_profile.falloff", 0.8, ["illumination", "focus", ...courses, ...plane]],
  ["illumination_profile.exponent", 3, ["illumination", "focus", ...courses, ...plane]],
  ["illumination_profile.center_offset_um", [5, 0], ["illumination", "focus", ...courses]],
  ["vignette.falloff", 0.8, ["vignette", "focus", ...plane]],
  ["vignette.exponent", 3, ["vignette", "focus", ...plane]],
  ["vignette.center_offset_um", [5, 0], ["vignette", "focus"]],
  ["leakage.profile", "uniform", ["leakage"]],
  ["leakage.level", 0.3, ["leakage"]],
  ["leakage.sigma_um", 20, ["leakage"]],
  ["sensor.photons_per_unit", 1000, ["sensor", "focus", ...plane]],
  ["seed", 8, ["shifts", ...tissue]],
];

it.each(rows)("%s = %j computes anew what depends on it, and no more", (path, value, expected) => {
  expect(recomputed(path, value).toSorted()).toEqual(expected.toSorted());
});

it("computes nothing anew when a step's cells become a list of one population", () => {
  const { kind, populations: _, ...population } = findStep(base, "place_neurons")!;
  expect(recomputed("place_neurons", { kind, populations: [population] })).toEqual([]);
});

it("has a row for every field of the steps and the acquisition", () => {
  const fields = (prefix: string, { shape }: { readonly shape: object }) =>
    Object.keys(shape).map((field) => `${prefix}.${field}`);
  const { optics, image_sensor, tissue, ...others } = acquisitionSchema.shape;
  const known = [
    "seed",
    ...fields("acquisition", { shape: others }),
    ...fields("acquisition.optics", opticsSchema),
    ...fields("acquisition.image_sensor", imageSensorSchema),
    ...fields("acquisition.tissue", tissueSchema),
    ...builtInSteps.flatMap(({ kind, schema }) => fields(kind, schema)),
    ...fields("vasculature.layers.0", vesselLayerSchema),
  ].filter((path) => !path.endsWith(".kind") && path !== "place_neurons.populations");
  expect(rows.map(([path]) => path).toSorted()).toEqual(known.toSorted());
});
