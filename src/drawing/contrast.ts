import type { FrameData } from "../simulation/frame-source.js";
import type { Limits } from "./colourise.js";

/** Shares of the pixels below and above which auto contrast clips. */
export const autoShares: Limits = [0.005, 0.998];

/** How many values fall in each of equal bins over `range`; values outside count in the first and the last. */
export interface Histogram {
  readonly range: Limits;
  readonly counts: Uint32Array;
}

/** The histogram of a frame; an integer frame has one bin a count up to 256 bins. NaN counts nowhere. */
export function histogram(frame: FrameData, range: Limits): Histogram {
  const [low, high] = range;
  const isInteger = !(frame instanceof Float32Array);
  const bins = isInteger ? Math.max(1, Math.min(256, high - low + 1)) : 256;
  const perValue = bins / (high - low + (isInteger ? 1 : 0));
  const counts = new Uint32Array(bins);
  for (let i = 0; i < frame.length; i++) {
    const bin = Math.floor((frame[i] - low) * perValue);
    if (!Number.isNaN(bin)) counts[bin < 0 ? 0 : bin >= bins ? bins - 1 : bin]++;
  }
  return { range, counts };
}

/** The range of values that a frame's axis spans: that of its type where it is bounded, else what it holds. */
export function valueRange(frame: FrameData, bounds: Limits | null): Limits {
  if (bounds) return bounds;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < frame.length; i++) {
    if (frame[i] < low) low = frame[i];
    if (frame[i] > high) high = frame[i];
  }
  return low <= high ? widen(low, high) : [0, 1];
}

/**
 * Contrast limits that clip a small share of the pixels at both ends: values of the frame itself (nearest rank), so
 * whole numbers for counts.
 */
export function autoLimits(frame: FrameData, [below, above]: Limits = autoShares): Limits {
  const sorted = frame.filter((value) => !Number.isNaN(value)).sort();
  if (sorted.length === 0) return [0, 1];
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return widen(at(below), at(above));
}

/** Shares (0 … 1) of the pixels below and above the limits. */
export function clippedShares(frame: FrameData, [low, high]: Limits): readonly [below: number, above: number] {
  let below = 0;
  let above = 0;
  for (let i = 0; i < frame.length; i++) {
    if (frame[i] < low) below++;
    else if (frame[i] > high) above++;
  }
  const all = Math.max(1, frame.length);
  return [below / all, above / all];
}

function widen(low: number, high: number): Limits {
  return high > low ? [low, high] : [low, low + Math.max(1, Math.abs(low) * 1e-6)];
}
