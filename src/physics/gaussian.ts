import { exp } from "./elementary.js";

/** Half width in pixels of a Gaussian truncated at 4 σ. */
export function gaussianRadius(sigmaPx: number): number {
  return Math.floor(4 * sigmaPx + 0.5);
}

/** Point-sampled Gaussian of 2·radius + 1 taps and sum 1. */
export function gaussianTaps(sigmaPx: number): Float64Array {
  const radius = gaussianRadius(sigmaPx);
  const taps = new Float64Array(2 * radius + 1);
  if (radius === 0) return taps.fill(1);
  let sum = 0;
  for (let i = -radius; i <= radius; i++) {
    taps[i + radius] = exp(-(i * i) / (2 * sigmaPx * sigmaPx));
    sum += taps[i + radius];
  }
  for (let i = 0; i < taps.length; i++) taps[i] /= sum;
  return taps;
}

/** Index of a sample beyond the edge when the signal is mirrored about the edge of its last sample. */
function reflect(index: number, length: number): number {
  const period = 2 * length;
  const i = ((index % period) + period) % period;
  return i < length ? i : period - 1 - i;
}

/** Gaussian low-pass of a (height, width) field with reflected edges. */
export function smoothReflected(field: Float64Array, height: number, width: number, sigmaPx: number): Float64Array {
  const taps = gaussianTaps(sigmaPx);
  const radius = (taps.length - 1) / 2;
  const pass = (source: Float64Array, rows: number, columns: number): Float64Array => {
    // Filters along the columns and writes the transpose, so two passes come back to the original layout.
    const out = new Float64Array(source.length);
    const mirrored = Int32Array.from({ length: columns + 2 * radius }, (_, i) => reflect(i - radius, columns));
    const line = new Float64Array(mirrored.length);
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < line.length; i++) line[i] = source[row * columns + mirrored[i]];
      for (let column = 0; column < columns; column++) {
        let sum = 0;
        for (let k = 0; k < taps.length; k++) sum += taps[k] * line[column + k];
        out[column * rows + row] = sum;
      }
    }
    return out;
  };
  return pass(pass(field, height, width), width, height);
}
