import { exp, log } from "./elementary.js";

/** Rise and decay time constants (s) of a double-exponential calcium transient. */
export interface CalciumKernel {
  readonly tau_rise_s: number;
  readonly tau_decay_s: number;
}

/** The kernel is cut off after this many decay times. */
const CUTOFF_DECAYS = 5;

/** Number of samples at `rateHz` that cover the kernel up to its cut-off. */
export function kernelLength(kernel: CalciumKernel, rateHz: number): number {
  return Math.ceil(CUTOFF_DECAYS * kernel.tau_decay_s * rateHz - 1e-9);
}

/** Unscaled k(t) = e^(−t/τ_decay) − e^(−t/τ_rise) at time t (s). */
export function kernelValue(kernel: CalciumKernel, t: number): number {
  return exp(-t / kernel.tau_decay_s) - exp(-t / kernel.tau_rise_s);
}

/** The transient of one spike sampled at `rateHz` from 0 to its cut-off of 5 τ_decay, scaled to peak 1. */
export function sampleKernel(kernel: CalciumKernel, rateHz: number): Float64Array {
  const samples = new Float64Array(kernelLength(kernel, rateHz));
  let peak = 0;
  for (let i = 0; i < samples.length; i++) {
    samples[i] = kernelValue(kernel, i / rateHz);
    if (samples[i] > peak) peak = samples[i];
  }
  if (peak > 0) for (let i = 0; i < samples.length; i++) samples[i] /= peak;
  return samples;
}

/** Largest value among the samples of {@link kernelValue} at `rateHz`: one of the two beside the kernel's own peak. */
export function sampledPeak(kernel: CalciumKernel, rateHz: number): number {
  const { tau_rise_s: rise, tau_decay_s: decay } = kernel;
  const last = kernelLength(kernel, rateHz) - 1;
  const before = Math.min(Math.floor(((rise * decay) / (decay - rise)) * log(decay / rise) * rateHz), last);
  const sample = (i: number) => kernelValue(kernel, i / rateHz);
  return Math.max(sample(before), before < last ? sample(before + 1) : 0);
}

/** When a transient peaks and how long it stays above half its peak (s). */
export interface KernelTiming {
  readonly timeToPeak_s: number;
  readonly fwhm_s: number;
}

/** Bisects a function that changes sign once between `low` and `high`. */
function findRoot(f: (x: number) => number, low: number, high: number): number {
  const sign = f(low) > 0;
  let a = low;
  let b = high;
  for (let i = 0; i < 200 && b - a > 1e-15 * Math.max(Math.abs(a), Math.abs(b)); i++) {
    const middle = (a + b) / 2;
    if (f(middle) > 0 === sign) a = middle;
    else b = middle;
  }
  return (a + b) / 2;
}

/** Time to peak and full width at half maximum of a kernel. */
export function kernelTiming(kernel: CalciumKernel): KernelTiming {
  const { tau_rise_s: rise, tau_decay_s: decay } = kernel;
  const timeToPeak_s = ((rise * decay) / (decay - rise)) * log(decay / rise);
  const half = kernelValue(kernel, timeToPeak_s) / 2;
  const above = (t: number) => kernelValue(kernel, t) - half;
  const start = findRoot(above, 0, timeToPeak_s);
  const end = findRoot(above, timeToPeak_s, timeToPeak_s + 50 * decay);
  return { timeToPeak_s, fwhm_s: end - start };
}

const SMALLEST_RATIO = 1e-4;
const LARGEST_RATIO = 1 - 1e-6;

/**
 * Time constants whose kernel peaks after `timeToPeak_s` and is `fwhm_s` wide at half its peak. The ratio of the two
 * times depends on τ_rise / τ_decay alone; a ratio that no kernel has gives the nearest one that exists, with the
 * asked-for width.
 * @throws RangeError for times that are not above 0.
 */
export function tauFromKernelTiming({ timeToPeak_s, fwhm_s }: KernelTiming): CalciumKernel {
  for (const [name, value] of Object.entries({ timeToPeak_s, fwhm_s }))
    if (!(value > 0 && value < Number.POSITIVE_INFINITY))
      throw new RangeError(`${name} is ${value}; give a number of seconds above 0`);
  const timing = (r: number) => kernelTiming({ tau_rise_s: r, tau_decay_s: 1 });
  const ratio = (r: number) => timing(r).timeToPeak_s / timing(r).fwhm_s;
  const target = timeToPeak_s / fwhm_s;
  let r: number;
  if (target <= ratio(SMALLEST_RATIO)) r = SMALLEST_RATIO;
  else if (target >= ratio(LARGEST_RATIO)) r = LARGEST_RATIO;
  else r = findRoot((x) => target - ratio(x), SMALLEST_RATIO, LARGEST_RATIO);
  const tau_decay_s = fwhm_s / timing(r).fwhm_s;
  return { tau_rise_s: r * tau_decay_s, tau_decay_s };
}

/** The firing parameters of a population. */
export interface FiringParameters {
  readonly p_quiescent_to_active: number;
  readonly p_active_to_quiescent: number;
  readonly active_rate_hz: number;
  readonly quiescent_rate_hz: number;
}

const LEVELS = [
  [0.002, 0.4, 90, 0.3],
  [0.005, 0.3, 150, 0.6],
  [0.01, 0.2, 210, 1.5],
] as const;

/** Firing parameters for a level from 0 (sparse) over 0.5 (moderate) to 1 (dense), piecewise linear. */
export function activityLevel(level: number): FiringParameters {
  if (!(level >= 0 && level <= 1)) throw new RangeError(`activity level is ${level}; give a number from 0 to 1`);
  const segment = level < 0.5 ? 0 : 1;
  const share = level * 2 - segment;
  const [a, b, c, d] = LEVELS[segment].map((low, i) => low + (LEVELS[segment + 1][i] - low) * share);
  return { p_quiescent_to_active: a, p_active_to_quiescent: b, active_rate_hz: c, quiescent_rate_hz: d };
}
