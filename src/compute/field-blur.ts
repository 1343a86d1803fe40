import { gaussianTaps } from "../physics/gaussian.js";

/** A Gaussian this many times wider than a field blurs it like any wider one. */
const WIDEST = 64;

/**
 * One half of the taps of a Gaussian, the centre first. From any pixel, taps that reach further than a row is long meet
 * its edge, so they are summed into one.
 */
function halfTaps(sigmaPx: number, length: number): Float64Array {
  const taps = gaussianTaps(sigmaPx);
  const half = taps.subarray((taps.length - 1) / 2);
  const folded = half.slice(0, length + 1);
  for (let k = length + 1; k < half.length; k++) folded[length] += half[k];
  return folded;
}

/** Filters each row and writes the transpose, so that two passes come back to the original layout. */
function blurRows<Out extends Float32Array | Float64Array>(
  field: Float32Array | Float64Array,
  rows: number,
  columns: number,
  taps: Float64Array,
  out: Out,
): Out {
  const radius = taps.length - 1;
  // Four sums run side by side over a window of the row that moves by one pixel a tap: three spare pixels at its end.
  const padded = new Float64Array(columns + 2 * radius + 3);
  for (let row = 0; row < rows; row++) {
    const from = row * columns;
    padded.fill(field[from], 0, radius);
    padded.set(field.subarray(from, from + columns), radius);
    padded.fill(field[from + columns - 1], radius + columns);
    for (let x = 0; x < columns; x += 4) {
      const centre = x + radius;
      let [l0, l1, l2, l3] = [padded[centre], padded[centre + 1], padded[centre + 2], padded[centre + 3]];
      let [r0, r1, r2, r3] = [l0, l1, l2, l3];
      let [s0, s1, s2, s3] = [taps[0] * l0, taps[0] * l1, taps[0] * l2, taps[0] * l3];
      for (let k = 1; k <= radius; k++) {
        const tap = taps[k];
        l3 = l2;
        l2 = l1;
        l1 = l0;
        l0 = padded[centre - k];
        r0 = r1;
        r1 = r2;
        r2 = r3;
        r3 = padded[centre + 3 + k];
        s0 += tap * (l0 + r0);
        s1 += tap * (l1 + r1);
        s2 += tap * (l2 + r2);
        s3 += tap * (l3 + r3);
      }
      const at = x * rows + row;
      out[at] = s0;
      if (x + 1 < columns) out[at + rows] = s1;
      if (x + 2 < columns) out[at + 2 * rows] = s2;
      if (x + 3 < columns) out[at + 3 * rows] = s3;
    }
  }
  return out;
}

/** One half of the taps along x, and one along y. */
export function fieldTaps(height: number, width: number, sigmaPx: number): [Float64Array, Float64Array] {
  const sigma = Math.min(sigmaPx, WIDEST * Math.max(height, width));
  return [halfTaps(sigma, width), halfTaps(sigma, height)];
}

/**
 * Convolves a (height, width) field with a Gaussian, separably, beyond the edges with the nearest edge pixel. In double
 * precision, first along the rows; each sum takes the centre's tap, then the pairs of neighbours outwards.
 */
export function blurFieldPlain(field: Float32Array, height: number, width: number, sigmaPx: number): Float32Array {
  const [tapsX, tapsY] = fieldTaps(height, width, sigmaPx);
  const across = blurRows(field, height, width, tapsX, new Float64Array(field.length));
  return blurRows(across, width, height, tapsY, new Float32Array(field.length));
}
