/** What a line runs through in each column of pixels: its smallest and its largest value; NaN where it has none. */
export interface Envelope {
  readonly low: Float32Array;
  readonly high: Float32Array;
  /** 1 where the line is interrupted: its values there are not numbers. */
  readonly gaps: Uint8Array;
}

/** A line reduced to the columns of a screen, extremes kept: sample i of n stands at i / (n − 1) of the width. */
export function envelopeOf(values: Float32Array, columns: number): Envelope {
  const low = new Float32Array(columns).fill(Number.NaN);
  const high = new Float32Array(columns).fill(Number.NaN);
  const gaps = new Uint8Array(columns);
  const perSample = (columns - 1) / Math.max(1, values.length - 1);
  for (let i = 0; i < values.length; i++) {
    const at = Math.round(i * perSample);
    const value = values[i];
    if (Number.isNaN(value)) {
      gaps[at] = 1;
      continue;
    }
    if (!(value >= low[at])) low[at] = value;
    if (!(value <= high[at])) high[at] = value;
  }
  return { low, high, gaps };
}

/** The smallest and the largest of the values of some lines that are numbers; [0, 1] when there are none. */
export function extremes(lines: readonly Float32Array[]): [low: number, high: number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const values of lines) {
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (!(low <= high)) return [0, 1];
  return high > low ? [low, high] : [low - 0.5, high + 0.5];
}
