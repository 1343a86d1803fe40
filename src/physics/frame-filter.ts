import { type CalciumKernel, kernelLength, sampledPeak } from "./calcium.js";
import { exp } from "./elementary.js";

/** One exponential of the kernel, over the fine bins of a frame. */
interface Exponential {
  /** What is left of a spike after 0, 1 … bins, and the sum of that over 1, 2 … bins. */
  readonly left: Float64Array;
  readonly sums: Float64Array;
  /** What is left of it at the kernel's cut-off. */
  readonly tail: number;
}

function exponential(tauS: number, rateHz: number, bins: number, length: number): Exponential {
  const decay = exp(-1 / (tauS * rateHz));
  const left = new Float64Array(bins + 1).fill(1);
  const sums = new Float64Array(bins + 1);
  for (let n = 1; n <= bins; n++) {
    left[n] = left[n - 1] * decay;
    sums[n] = sums[n - 1] + left[n - 1];
  }
  return { left, sums, tail: exp(-length / (tauS * rateHz)) };
}

/** A calcium kernel that is sampled at a whole number of bins per frame, prepared for whole frames. */
export interface FrameKernel {
  readonly bins: number;
  /** Bins up to the cut-off. */
  readonly length: number;
  /** Scale of the sum over a frame's bins that makes it a mean, and the kernel's peak 1. */
  readonly scale: number;
  readonly slow: Exponential;
  readonly fast: Exponential;
}

export function frameKernel(kernel: CalciumKernel, fps: number, bins: number): FrameKernel {
  const rate = bins * fps;
  const length = Math.max(kernelLength(kernel, rate), 1);
  const peak = sampledPeak(kernel, rate);
  return {
    bins,
    length,
    scale: peak > 0 ? 1 / (peak * bins) : 0,
    slow: exponential(kernel.tau_decay_s, rate, bins, length),
    fast: exponential(kernel.tau_rise_s, rate, bins, length),
  };
}

/**
 * Calcium averaged over frames: the kernel as a pair of one-pole filters, from which each spike's tails are taken off
 * again at the cut-off, or where that is sooner, at the beginning of the next frame. A frame takes a few operations, and a few more for each spike that enters
 * or leaves.
 */
export class FrameFilter {
  readonly #kernel: FrameKernel;
  /** The bins, counted from the beginning of the run, of the spikes that have yet to leave: a ring. */
  readonly #spikes: Float64Array;
  #first = 0;
  #count = 0;
  #slow = 0;
  #fast = 0;

  constructor(kernel: FrameKernel) {
    this.#kernel = kernel;
    this.#spikes = new Float64Array(kernel.length + kernel.bins);
  }

  /** The two filters after the last frame. */
  get slow(): number {
    return this.#slow;
  }

  get fast(): number {
    return this.#fast;
  }

  /** Goes on from the filters of an earlier run, once the spikes that have yet to leave have entered again. */
  resume(slow: number, fast: number): void {
    this.#slow = slow;
    this.#fast = fast;
  }

  /** Mean calcium over a frame with spikes in the marked bins; null stands for a frame without any. */
  advance(frame: number, marks: Uint8Array | null): number {
    const { bins, length, scale, slow, fast } = this.#kernel;
    const spikes = this.#spikes;
    const start = frame * bins;
    let slowSum = this.#slow * slow.left[1] * slow.sums[bins];
    let fastSum = this.#fast * fast.left[1] * fast.sums[bins];
    this.#slow *= slow.left[bins];
    this.#fast *= fast.left[bins];
    while (this.#count > 0) {
      const leaves = spikes[this.#first] + length - start;
      if (leaves >= bins) break;
      const bin = Math.max(leaves, 0);
      slowSum -= slow.tail * slow.sums[bins - bin];
      fastSum -= fast.tail * fast.sums[bins - bin];
      this.#slow -= slow.tail * slow.left[bins - 1 - bin];
      this.#fast -= fast.tail * fast.left[bins - 1 - bin];
      this.#first = this.#first + 1 === spikes.length ? 0 : this.#first + 1;
      this.#count--;
    }
    if (marks === null) return (slowSum - fastSum) * scale;
    for (let bin = 0; bin < bins; bin++) {
      if (marks[bin] === 0) continue;
      slowSum += slow.sums[bins - bin];
      fastSum += fast.sums[bins - bin];
      this.#slow += slow.left[bins - 1 - bin];
      this.#fast += fast.left[bins - 1 - bin];
      spikes[(this.#first + this.#count) % spikes.length] = start + bin;
      this.#count++;
    }
    return (slowSum - fastSum) * scale;
  }
}
