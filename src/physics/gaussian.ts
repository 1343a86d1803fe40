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

/** A Gaussian low-pass of small fields with reflected edges. What it gives stands until it is given the next field. */
export class ReflectedSmoothing {
  readonly #taps: Float64Array;
  #line = new Float64Array();
  #across = new Float64Array();
  #smooth = new Float64Array();

  constructor(sigmaPx: number) {
    this.#taps = gaussianTaps(sigmaPx);
  }

  /** Smooths a (height, width) field, C order; the result may be longer. */
  smooth(field: Float64Array, height: number, width: number): Float64Array {
    const length = Math.max(height, width) + this.#taps.length - 1;
    if (this.#line.length < length) this.#line = new Float64Array(length);
    if (this.#smooth.length < height * width) {
      this.#across = new Float64Array(height * width);
      this.#smooth = new Float64Array(height * width);
    }
    this.#pass(field, height, width, this.#across);
    this.#pass(this.#across, width, height, this.#smooth);
    return this.#smooth;
  }

  /** Filters along the columns and writes the transpose, so two passes come back to the original layout. */
  #pass(source: Float64Array, rows: number, columns: number, out: Float64Array): void {
    const taps = this.#taps;
    const line = this.#line;
    const radius = (taps.length - 1) / 2;
    for (let row = 0; row < rows; row++) {
      const from = row * columns;
      for (let i = 0; i < radius; i++) {
        line[i] = source[from + reflect(i - radius, columns)];
        line[radius + columns + i] = source[from + reflect(columns + i, columns)];
      }
      for (let i = 0; i < columns; i++) line[radius + i] = source[from + i];
      for (let column = 0; column < columns; column++) {
        let sum = 0;
        for (let k = 0; k < taps.length; k++) sum += taps[k] * line[column + k];
        out[column * rows + row] = sum;
      }
    }
  }
}
