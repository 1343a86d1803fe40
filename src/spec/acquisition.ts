import type { z } from "zod";
import { roundHalfEven } from "../physics/elementary.js";
import { autoOr, float, nonNegative, positive, positiveInt, positiveOrNull, strictObject } from "./fields.js";
import type { DeepReadonly } from "./parse.js";

export { depthOfFieldUm } from "../physics/optics.js";

export const opticsSchema = strictObject({
  na: positive().default(0.45),
  magnification: positive().default(8),
  emission_nm: positive().default(525),
  depth_of_field_um: autoOr({ above: 0 }).default("auto"),
  field_curvature_radius_um: positiveOrNull().default(null),
});

export const imageSensorSchema = strictObject({
  n_px_height: positiveInt().default(256),
  n_px_width: positiveInt().default(256),
  pixel_pitch_um: positive().default(3),
  quantum_efficiency: float({ above: 0, max: 1 }).default(0.7),
  read_noise_e: nonNegative().default(2),
  gain_adu_per_e: positive().default(1),
  bit_depth: positiveInt().default(8),
});

export const tissueSchema = strictObject({
  scatter_mfp_excitation_um: positive().default(600),
  scatter_mfp_emission_um: positive().default(100),
  scatter_blur_per_um: nonNegative().default(0.05),
});

export const acquisitionSchema = strictObject({
  optics: opticsSchema.prefault({}),
  image_sensor: imageSensorSchema.prefault({}),
  tissue: tissueSchema.prefault({}),
  fps: positive().default(20),
  duration_s: positive().default(150),
  focal_depth_in_tissue_um: autoOr({ min: 0 }).default("auto"),
  front_working_distance_um: positiveOrNull().default(null),
});

/** The lenses: numerical aperture, magnification, wavelength, depth of field, field curvature. */
export type Optics = DeepReadonly<z.output<typeof opticsSchema>>;
/** The camera chip: its pixels, quantum efficiency, noise, gain and bit depth. */
export type ImageSensor = DeepReadonly<z.output<typeof imageSensorSchema>>;
/** How the tissue scatters light on its way in and out. */
export type Tissue = DeepReadonly<z.output<typeof tissueSchema>>;
/** What records, and how: optics, image sensor, tissue, frame rate, duration, focal plane. Every field is present. */
export type Acquisition = DeepReadonly<z.output<typeof acquisitionSchema>>;
/** An acquisition as it may be written: any field may be left out for its default. */
export type AcquisitionInput = DeepReadonly<z.input<typeof acquisitionSchema>>;

/** Side of a pixel in the tissue (µm). */
export function pixelSizeUm({ image_sensor, optics }: Acquisition): number {
  return image_sensor.pixel_pitch_um / optics.magnification;
}

/** Field of view (height, width) in pixels. */
export function fovShape({ image_sensor }: Acquisition): readonly [height: number, width: number] {
  return [image_sensor.n_px_height, image_sensor.n_px_width];
}

/** Field of view (height, width) in µm of tissue. */
export function fovUm(acquisition: Acquisition): readonly [height: number, width: number] {
  const [height, width] = fovShape(acquisition);
  const pixelSize = pixelSizeUm(acquisition);
  return [height * pixelSize, width * pixelSize];
}

/** Number of frames: duration · rate, half rounded to even. */
export function frameCount({ duration_s, fps }: Acquisition): number {
  return roundHalfEven(duration_s * fps);
}
