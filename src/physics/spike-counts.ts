import type { RandomStream } from "../random/streams.js";
import { exp, log } from "./elementary.js";

const WORDS = 4294967296;
/** A tail of the distribution that no 32-bit word reaches. */
const UNREACHED = 1 / (256 * WORDS);

/**
 * The distribution of the number of spikes in `bins` bins that each hold one with a probability: for every count, the word
 * below which a draw of 32 bits falls with the probability of that count or less.
 */
export function spikeCountLimits(bins: number, probability: number): Float64Array {
  if (probability <= 0) return Float64Array.of(WORDS);
  if (probability >= 1) return new Float64Array(bins + 1).fill(WORDS, bins);
  const limits: number[] = [];
  const odds = log(probability) - log(1 - probability);
  let term = bins * log(1 - probability);
  let total = 0;
  for (let count = 0; count < bins; count++) {
    total += exp(term);
    limits.push(total * WORDS);
    if (total > 1 - UNREACHED) break;
    term += log((bins - count) / (count + 1)) + odds;
  }
  limits.push(WORDS);
  return Float64Array.from(limits);
}

/**
 * The joint distribution of a flip of the gate and a frame's spikes, which are independent: first every count without a
 * flip, then every count with one. So one draw decides a frame.
 */
export function frameLimits(counts: Float64Array, flip: number): Float64Array {
  const stay = 1 - flip;
  return Float64Array.of(...counts.map((limit) => stay * limit), ...counts.map((limit) => stay * WORDS + flip * limit));
}

/** The outcome of a 32-bit draw: the first whose limit is above it. */
export function outcomeOf(limits: Float64Array, word: number): number {
  if (word < limits[0]) return 0;
  let low = 0;
  let high = limits.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (word < limits[middle]) high = middle;
    else low = middle;
  }
  return high;
}

/** Marks `count` of the bins with 1, every choice being as likely (Floyd, in Bentley and Floyd 1987); the rest are 0. */
export function chooseBins(marks: Uint8Array, count: number, draw: RandomStream): void {
  marks.fill(0);
  for (let last = marks.length - count; last < marks.length; last++) {
    const bin = Math.floor(draw.uniform() * (last + 1));
    marks[marks[bin] === 1 ? last : bin] = 1;
  }
}
