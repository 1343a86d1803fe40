import { exp, relaxation } from "./elementary.js";

/** How fast an indicator is lost and renewed. */
export interface BleachingParameters {
  /** Loss per second and unit of emitted light. */
  readonly bleach_susceptibility: number;
  /** Time constant of renewal (s). */
  readonly turnover_tau_s: number;
  readonly excitation_intensity: number;
}

/** The rates of one cell, per frame. */
export interface BleachingRates {
  /** Renewal k = 1 / (τ·fps). */
  readonly renewal: number;
  /** Loss per unit of fluorescence, q·I. */
  readonly lossPerUnit: number;
}

/** Rates per frame of a cell under `illumination`, a factor on the excitation intensity. */
export function bleachingRates(parameters: BleachingParameters, fps: number, illumination: number): BleachingRates {
  const { bleach_susceptibility, turnover_tau_s, excitation_intensity } = parameters;
  return {
    renewal: 1 / (turnover_tau_s * fps),
    lossPerUnit: (bleach_susceptibility / fps) * excitation_intensity * illumination,
  };
}

/**
 * The share B of working indicator one frame later, exact for a constant loss within the frame:
 * dB/dt = (1 − B)·k − loss·B. A total rate that is not above 0 leaves it as it is.
 */
export function bleachStep(level: number, renewal: number, loss: number): number {
  const rate = renewal + loss;
  if (!(rate > 0)) return level;
  return level + (renewal - rate * level) * relaxation(rate);
}

/**
 * The share of working indicator at the beginning of each frame of a fluorescence trace, written to `levels`; returns
 * that after the last one, from which the next stretch of the trace goes on. A recording begins at 1.
 */
export function bleachTrace(
  fluorescence: Float64Array,
  { renewal, lossPerUnit }: BleachingRates,
  level: number,
  levels: Float64Array | Float32Array,
): number {
  for (let t = 0; t < fluorescence.length; t++) {
    levels[t] = level;
    level = bleachStep(level, renewal, lossPerUnit * fluorescence[t]);
  }
  return level;
}

/** Where the share of working indicator settles under a constant loss: k / (k + loss), both in the same unit of time. */
export function bleachingFloor(renewal: number, loss: number): number {
  return renewal / (renewal + loss);
}

/** The share of working indicator after `time_s` in the dark. */
export function darkRecovery(level: number, time_s: number, turnover_tau_s: number): number {
  return 1 - (1 - level) * exp(-time_s / turnover_tau_s);
}
