import FFT from "fft.js";

/** How the power of a signal is spread over frequencies. */
export interface PowerSpectrum {
  /** (frequency) Hz, from 0 to half the rate. */
  readonly frequencies: Float64Array;
  /** (frequency) power density, in the signal's unit squared per Hz: summed over frequencies × step it is the variance. */
  readonly density: Float64Array;
  /** Samples in each of the overlapping pieces that are averaged. */
  readonly segment: number;
}

/** The power of two that is nearest to a quarter of so many samples; 8 at least. */
export function segmentFor(samples: number): number {
  return 2 ** Math.max(3, Math.floor(Math.log2(samples / 4) + 0.5));
}

/**
 * The one-sided power density of a signal sampled at `rateHz`, by Welch's method: pieces that overlap by half, their
 * mean taken off, each under a Hann window, their periodograms averaged (Welch 1967). Longer pieces tell frequencies
 * apart better, more pieces make the estimate steadier.
 *
 * @param segment - samples in a piece, a power of two; a quarter of the signal or so unless given
 * @throws RangeError when the signal is shorter than a piece, or a piece is no power of two from 8 up
 */
export function powerSpectrum(
  signal: ArrayLike<number>,
  rateHz: number,
  segment: number = segmentFor(signal.length),
): PowerSpectrum {
  if (!(segment >= 8) || !Number.isInteger(Math.log2(segment)))
    throw new RangeError(`segment is ${segment}; allowed: a power of two from 8 up`);
  if (signal.length < segment)
    throw new RangeError(
      `the signal has ${signal.length} samples, fewer than a segment of ${segment}: give a longer signal or a shorter segment`,
    );
  if (!(rateHz > 0)) throw new RangeError(`rateHz is ${rateHz}; allowed: > 0`);
  const window = Float64Array.from({ length: segment }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / segment));
  const windowPower = window.reduce((sum, weight) => sum + weight * weight, 0);
  const fft = new FFT(segment);
  const spectrum = new Float64Array(2 * segment);
  const half = segment / 2;
  const density = new Float64Array(half + 1);
  const pieces = Math.floor((signal.length - segment) / half) + 1;
  for (let piece = 0; piece < pieces; piece++) {
    const values = Float64Array.from({ length: segment }, (_, i) => signal[piece * half + i]);
    const mean = values.reduce((sum, value) => sum + value, 0) / segment;
    fft.realTransform(
      spectrum,
      values.map((value, i) => (value - mean) * window[i]),
    );
    for (let k = 0; k <= half; k++) {
      const sides = k === 0 || k === half ? 1 : 2;
      const power = spectrum[2 * k] ** 2 + spectrum[2 * k + 1] ** 2;
      density[k] += (sides * power) / (rateHz * windowPower * pieces);
    }
  }
  return { frequencies: Float64Array.from(density, (_, k) => (k * rateHz) / segment), density, segment };
}
