import { RowNoise } from "./noise.js";
import type { PatchSet } from "./patches.js";
import { type PhotonStreams, RowPhotons } from "./photons.js";

// Every kernel works in single precision and rounds after each operation, in the order written here: that order is
// part of the contract, so a faster kernel has to give the same bits.

/** frame += Σ patch · weight, cell after cell. */
export function addPatches(frame: Float32Array, stride: number, set: PatchSet, weights: Float32Array): void {
  const { offsets, shapes, starts, data } = set;
  for (let i = 0; i < set.count; i++) {
    const weight = weights[i];
    const height = shapes[2 * i];
    const width = shapes[2 * i + 1];
    let from = starts[i];
    let to = offsets[2 * i] * stride + offsets[2 * i + 1];
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) frame[to + x] += Math.fround(weight * data[from + x]);
      from += width;
      to += stride;
    }
  }
}

/** frame *= field. */
export function multiplyField(frame: Float32Array, field: Float32Array): void {
  for (let i = 0; i < frame.length; i++) frame[i] *= field[i];
}

/** frame += field. */
export function addField(frame: Float32Array, field: Float32Array): void {
  for (let i = 0; i < frame.length; i++) frame[i] += field[i];
}

/** Σ field_k · weight_k at pixel `i`, map after map. */
function weightedSum(fields: Float32Array, weights: Float32Array, i: number, pixels: number): number {
  let sum = Math.fround(fields[i] * weights[0]);
  for (let k = 1; k < weights.length; k++) sum = Math.fround(sum + Math.fround(fields[k * pixels + i] * weights[k]));
  return sum;
}

/** frame *= Σ field_k · weight_k; the maps stand one after another in `fields`. */
export function multiplyFields(frame: Float32Array, fields: Float32Array, weights: Float32Array): void {
  for (let i = 0; i < frame.length; i++) frame[i] *= weightedSum(fields, weights, i, frame.length);
}

/** frame += Σ field_k · weight_k; the maps stand one after another in `fields`. */
export function addFields(frame: Float32Array, fields: Float32Array, weights: Float32Array): void {
  for (let i = 0; i < frame.length; i++) frame[i] += weightedSum(fields, weights, i, frame.length);
}

/** How a sensor turns light into counts. */
export interface Quantisation {
  /** Photo-electrons per unit of light: photons_per_unit · quantum efficiency. */
  readonly electronsPerUnit: number;
  readonly readNoiseE: number;
  readonly gainAduPerE: number;
  /** Largest count, 2^bit_depth − 1. */
  readonly maximum: number;
  readonly k0: number;
  readonly k1: number;
  /** Counts photo-electrons one by one; then the normal draw is that of the read noise alone. */
  readonly photons?: PhotonStreams;
}

/**
 * counts = clip(floor((λ + √(λ + read_noise²)·z)·gain), 0, maximum) with λ = max(0, light)·electronsPerUnit and one
 * standard normal z per pixel and frame.
 */
export function quantise(
  light: Float32Array,
  height: number,
  width: number,
  frame: number,
  sensor: Quantisation,
  counts: Uint8Array | Uint16Array | Float32Array,
): void {
  const fround = Math.fround;
  const scale = fround(sensor.electronsPerUnit);
  const readVariance = fround(sensor.readNoiseE * sensor.readNoiseE);
  const gain = fround(sensor.gainAduPerE);
  const noise = new RowNoise(width);
  const normals = noise.values;
  const photons = sensor.photons && new RowPhotons(sensor.photons, width);
  for (let y = 0; y < height; y++) {
    noise.draw(y, frame, sensor.k0, sensor.k1);
    photons?.draw(y, frame);
    const at = y * width;
    for (let x = 0; x < width; x++) {
      const value = light[at + x];
      const mean = fround((value < 0 ? 0 : value) * scale);
      const shot = photons ? fround(photons.count(x, mean)) : mean;
      const variance = photons ? readVariance : fround(mean + readVariance);
      const deviation = fround(fround(Math.sqrt(variance)) * normals[x]);
      const count = Math.floor(fround(fround(shot + deviation) * gain));
      // Also of −0, which a count is not.
      counts[at + x] = count <= 0 ? 0 : count > sensor.maximum ? sensor.maximum : count;
    }
  }
}
