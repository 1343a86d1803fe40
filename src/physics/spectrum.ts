import { cos, sin } from "./elementary.js";

/** How much of a trace swings at each frequency. */
export interface AmplitudeSpectrum {
  /** Distance of two frequencies (Hz); the first is 0. */
  readonly stepHz: number;
  /** (frequency) amplitude of the sinusoid at each frequency up to half the rate, in the trace's unit. */
  readonly amplitude: Float64Array;
}

/** The discrete Fourier amplitudes of a trace sampled at `rateHz`, its mean taken off. */
export function amplitudeSpectrum(trace: ArrayLike<number>, rateHz: number): AmplitudeSpectrum {
  const n = trace.length;
  const mean = Array.from(trace).reduce((sum, value) => sum + value, 0) / n;
  const waves = Array.from({ length: n }, (_, i) => [cos((2 * Math.PI * i) / n), sin((2 * Math.PI * i) / n)]);
  const amplitude = new Float64Array(Math.floor(n / 2) + 1);
  for (let k = 1; k < amplitude.length; k++) {
    let [re, im] = [0, 0];
    for (let t = 0; t < n; t++) {
      const [c, s] = waves[(k * t) % n];
      re += (trace[t] - mean) * c;
      im += (trace[t] - mean) * s;
    }
    amplitude[k] = ((2 * k === n ? 1 : 2) * Math.sqrt(re * re + im * im)) / n;
  }
  return { stepHz: rateHz / n, amplitude };
}
