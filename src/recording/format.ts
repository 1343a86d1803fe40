import { z } from "zod";
import type { GroundTruth } from "./ground-truth.js";

/** The version of the recording format that is written and read. */
export const FORMAT_VERSION = 2;

/** Who writes; a test holds it against package.json. */
export const PRODUCER_VERSION = "0.1.0";

/** No file of metadata is larger. */
export const METADATA_BYTES = 256 * 2 ** 20;

/** One length of an array: a number, or what it counts. */
export type Axis = "unit" | "frame" | "component" | "height" | "width" | 2 | 3;

/** An array of the ground truth: its name on disk and in {@link GroundTruth}, and what its axes count. */
export interface TruthArray {
  readonly name: string;
  readonly field: Exclude<keyof GroundTruth, "cellCount" | "planted" | "observed" | "focalDepthUm">;
  readonly axes: readonly Axis[];
  /** Flags are stored as bool, all else as float64. */
  readonly flags?: true;
}

/** The arrays that are always in `ground_truth/`. */
export const requiredArrays: readonly TruthArray[] = [
  { name: "C", field: "C", axes: ["unit", "frame"] },
  { name: "S", field: "S", axes: ["unit", "frame"] },
  { name: "centers_um", field: "centersUm", axes: ["unit", 3] },
  { name: "amplitude_per_cell", field: "amplitudePerCell", axes: ["unit"] },
  { name: "in_focus", field: "inFocus", axes: ["unit"], flags: true },
  { name: "detectable", field: "detectable", axes: ["unit"], flags: true },
];

/** The arrays that are there when their effect ran; `gt_present` lists them, in this order. */
export const optionalArrays: readonly TruthArray[] = [
  { name: "observed_sigma_px", field: "observedSigmaPx", axes: ["unit"] },
  { name: "observed_gain", field: "observedGain", axes: ["unit"] },
  { name: "shifts", field: "shifts", axes: ["frame", 2] },
  { name: "illumination", field: "illumination", axes: ["height", "width"] },
  { name: "vignette", field: "vignette", axes: ["height", "width"] },
  { name: "leakage", field: "leakage", axes: ["height", "width"] },
  { name: "bleaching", field: "bleaching", axes: ["unit", "frame"] },
  { name: "neuropil_temporal", field: "neuropilTemporal", axes: ["component", "frame"] },
  { name: "neuropil_spatial", field: "neuropilSpatial", axes: ["component", "height", "width"] },
  { name: "neuropil_population", field: "neuropilPopulation", axes: ["frame"] },
  { name: "vasculature_mask", field: "vasculatureMask", axes: ["height", "width"] },
  { name: "vessel_overlap_fraction", field: "vesselOverlapFraction", axes: ["unit"] },
];

/** Arrays of our own, in the group `miniscope_lab/`, which other programs pass over. Each may be missing. */
export const ownArrays: readonly TruthArray[] = [
  { name: "soma_radius_um", field: "somaRadiusUm", axes: ["unit"] },
  { name: "snr", field: "snr", axes: ["unit"] },
  { name: "detectable_footprint", field: "detectableFootprint", axes: ["unit"], flags: true },
];

const size = z.int().min(0);
const pair = z.tuple([size, size]);

/** The attributes of the root group. */
export const rootAttributes = z.looseObject({
  format_version: z.literal(FORMAT_VERSION),
  spec_cache_key: z.string(),
  gt_present: z.array(z.string()),
  snapshot_names: z.array(z.string()),
  miniscope_lab: z
    .looseObject({
      version: z.string(),
      observed_stage: z.string().nullable(),
      extensions: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
});

export type RootAttributes = z.output<typeof rootAttributes>;

export const truthAttributes = z.looseObject({ focal_depth_um: z.number().nullable() });

export const plantedAttributes = z.looseObject({ canvas_shape: pair, fov_offset: pair, fov_shape: pair });
