/** Grey levels of a picture, row by row. */
export type Samples = Uint8Array | Uint16Array;

/**
 * How a sample is foretold from its left (a), upper (b) and upper left (c) neighbour: (wa·a + wb·b + wc·c) >> shift. The
 * seven of ISO/IEC 10918-1, table H.1, by their numbers: a, b, c, a+b−c, a+(b−c)/2, b+(a−c)/2, (a+b)/2. The first row is
 * foretold from the left, the first column from above.
 */
export interface Predictor {
  readonly number: number;
  readonly weights: readonly [a: number, b: number, c: number];
  readonly shift: number;
}

export const predictors: readonly Predictor[] = [
  { number: 1, weights: [1, 0, 0], shift: 0 },
  { number: 2, weights: [0, 1, 0], shift: 0 },
  { number: 3, weights: [0, 0, 1], shift: 0 },
  { number: 4, weights: [1, 1, -1], shift: 0 },
  { number: 5, weights: [2, 1, -1], shift: 1 },
  { number: 6, weights: [1, 2, -1], shift: 1 },
  { number: 7, weights: [1, 1, 0], shift: 1 },
];

/** Number of bits of a difference's magnitude: its category. */
export function category(difference: number): number {
  return 32 - Math.clz32(difference < 0 ? -difference : difference);
}

/** A difference modulo 2¹⁶. */
function wrapped(difference: number): number {
  return 0x8000 - (((0x8000 - difference) << 16) >>> 16);
}

/** What the samples of rows differ by from what is foretold, modulo 2¹⁶ in −32767 … 32768; not for the first row. */
export function rowDifferences(
  samples: Samples,
  from: number,
  width: number,
  { weights: [wa, wb, wc], shift }: Predictor,
  out: Int32Array,
): void {
  let a = samples[from];
  let c = samples[from - width];
  out[from] = wrapped(a - c);
  for (let i = from + 1; i < from + width; i++) {
    const b = samples[i - width];
    const sample = samples[i];
    out[i] = wrapped(sample - ((wa * a + wb * b + wc * c) >> shift));
    a = sample;
    c = b;
  }
}

/** The same of the first row. */
export function firstRowDifferences(samples: Samples, width: number, bits: number, out: Int32Array): void {
  let a = 1 << (bits - 1);
  for (let i = 0; i < width; i++) {
    out[i] = wrapped(samples[i] - a);
    a = samples[i];
  }
}

/** Predictors from best to worst for a picture, judged by every eighth row. */
export function rankPredictors(samples: Samples, height: number, width: number): Predictor[] {
  const differences = new Int32Array(height * width);
  const cost = (predictor: Predictor) => {
    let bits = 0;
    for (let row = 1; row < height; row += 8) {
      rowDifferences(samples, row * width, width, predictor, differences);
      for (let i = row * width; i < (row + 1) * width; i++) bits += category(differences[i]);
    }
    return bits;
  };
  const ranked = predictors.map((predictor) => ({ predictor, bits: cost(predictor) }));
  return ranked.sort((one, other) => one.bits - other.bits).map(({ predictor }) => predictor);
}
