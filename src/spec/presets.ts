import { type CellActivityStep, cellActivity } from "../steps/cell-activity.js";
import { type IlluminationProfileStep, illuminationProfile } from "../steps/illumination-profile.js";
import { type LeakageStep, leakage } from "../steps/leakage.js";
import { type NeuropilStep, neuropil } from "../steps/neuropil.js";
import type { NeuronPopulationOptions } from "../steps/place-neurons.js";
import { type SensorStep, sensor } from "../steps/sensor.js";
import { type VasculatureStep, vasculature } from "../steps/vasculature.js";
import { type VignetteStep, vignette } from "../steps/vignette.js";
import type { AcquisitionInput } from "./acquisition.js";
import { deepFreeze } from "./parse.js";

/** A microscope: its optics and image sensor, the fields it casts on the image, its exposure. */
export interface Scope {
  readonly name: string;
  readonly optics: NonNullable<AcquisitionInput["optics"]>;
  readonly imageSensor: NonNullable<AcquisitionInput["image_sensor"]>;
  readonly frontWorkingDistanceUm: number | null;
  /** The fields that the scope casts on the image; null where it casts none. */
  readonly illuminationProfile: IlluminationProfileStep | null;
  readonly vignette: VignetteStep | null;
  readonly leakage: LeakageStep | null;
  readonly sensor: SensorStep;
}

/** A piece of brain: its tissue, cells, activity, haze and vessels. */
export interface Region {
  readonly name: string;
  readonly tissue: NonNullable<AcquisitionInput["tissue"]>;
  readonly populations: readonly NeuronPopulationOptions[];
  readonly activity: CellActivityStep;
  readonly neuropil: NeuropilStep;
  readonly vasculature: VasculatureStep;
}

/** UCLA Miniscope V4: NA 0.3, ×2.9, 608×608 pixels of 4.8 µm, 1006 µm of tissue across. */
export function miniscopeV4(): Scope {
  return deepFreeze({
    name: "miniscope_v4",
    optics: { na: 0.3, magnification: 2.9, emission_nm: 525, field_curvature_radius_um: 2500 },
    imageSensor: { n_px_height: 608, n_px_width: 608, pixel_pitch_um: 4.8, bit_depth: 8 },
    frontWorkingDistanceUm: 700,
    illuminationProfile: illuminationProfile({ falloff: 0.7 }),
    vignette: vignette({ falloff: 0.6 }),
    leakage: leakage({ profile: "gaussian", level: 0.08 }),
    sensor: sensor({ photons_per_unit: 600 }),
  });
}

/** A 1-photon scope with every number at its default, evenly lit and without leakage. */
export function generic1p(): Scope {
  return deepFreeze({
    name: "generic_1p",
    optics: {},
    imageSensor: {},
    frontWorkingDistanceUm: null,
    illuminationProfile: null,
    vignette: null,
    leakage: null,
    sensor: sensor({ photons_per_unit: 100 }),
  });
}

/** Hippocampal CA1: a dense, thin layer of small pyramidal cells 140 to 160 µm below the surface. */
export function ca1(): Region {
  return deepFreeze({
    name: "ca1",
    tissue: {},
    populations: [
      {
        density_per_mm3: 45000,
        soma_radius_um: 5,
        morphology: "cytosolic" as const,
        depth_range_um: [140, 160] as const,
      },
    ],
    activity: cellActivity(),
    neuropil: neuropil({ amplitude: 0.4 }),
    vasculature: vasculature({
      enabled: true,
      layers: [{ depth_um: 120, n_roots: 3, root_radius_um: 14, opacity: 0.65 }],
    }),
  });
}

/** Cortical layer 2/3: sparser, larger cells 100 to 200 µm below the surface, under pial vessels. */
export function cortexL23(): Region {
  return deepFreeze({
    name: "cortex_l23",
    tissue: {},
    populations: [
      {
        density_per_mm3: 8000,
        soma_radius_um: 6,
        morphology: "cytosolic" as const,
        depth_range_um: [100, 200] as const,
      },
    ],
    activity: cellActivity(),
    neuropil: neuropil({ amplitude: 0.6 }),
    vasculature: vasculature({
      enabled: true,
      layers: [{ depth_um: 80, n_roots: 2, root_radius_um: 25, opacity: 0.9, branch_prob: 0.15, tortuosity_deg: 5 }],
    }),
  });
}
