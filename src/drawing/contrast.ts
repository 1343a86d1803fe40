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
export function autoLimits(frame: FrameData, shares: Limits = autoShares): Limits {
  return shareLimits([frame], shares);
}

/** The same over several frames of one stage, each pixel counting as much. */
export function shareLimits(frames: readonly FrameData[], [below, above]: Limits): Limits {
  const valueAt = frames[0] instanceof Float32Array ? ranksOfReals(frames) : ranksOfCounts(frames);
  return valueAt ? widen(valueAt(below), valueAt(above)) : [0, 1];
}

/** Half the width of limits around zero that clip the largest 0.2 % of the differences. */
export function differenceLimit(difference: Float32Array): number {
  const limit = autoLimits(difference.map(Math.abs), [0, autoShares[1]])[1];
  return limit > 0 ? limit : 1;
}

/** Limits for differences, as far below zero as above. */
export function evenLimits(difference: FrameData): [low: number, high: number] {
  const limit = differenceLimit(Float32Array.from(difference));
  return [-limit, limit];
}

type ValueAtShare = (share: number) => number;

function ranksOfReals(frames: readonly FrameData[]): ValueAtShare | undefined {
  const all = new Float32Array(frames.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const frame of frames) {
    all.set(frame, at);
    at += frame.length;
  }
  // Sorting puts NaN last.
  const sorted = all.sort();
  let count = sorted.length;
  while (count > 0 && Number.isNaN(sorted[count - 1])) count--;
  return count > 0 ? (share) => sorted[Math.min(count - 1, Math.floor(share * count))] : undefined;
}

function ranksOfCounts(frames: readonly FrameData[]): ValueAtShare | undefined {
  const total = frames.reduce((sum, { length }) => sum + length, 0);
  if (total === 0) return undefined;
  const counts = new Uint32Array(frames.every((frame) => frame instanceof Uint8Array) ? 256 : 65536);
  for (const frame of frames) for (let i = 0; i < frame.length; i++) counts[frame[i]]++;
  return (share) => {
    const rank = Math.min(total - 1, Math.floor(share * total));
    let value = 0;
    for (let seen = counts[0]; seen <= rank; seen += counts[value]) value++;
    return value;
  };
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
