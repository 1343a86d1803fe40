import { RandomStream, type StreamKey } from "../random/streams.js";
import { type CalciumKernel, type FiringParameters, kernelLength, kernelValue } from "./calcium.js";
import { exp, log, roundHalfEven } from "./elementary.js";

/** What drives a cell's trace: firing, the calcium kernel, brightness and noise. */
export interface ActivityParameters extends FiringParameters, CalciumKernel {
  readonly spike_sim_hz: number;
  readonly brightness_cv: number;
  readonly f0: number;
  readonly trace_noise: number;
}

/** Keys of the streams an activity draws from; each cell is an entity in all of them. */
export interface ActivityStreams {
  readonly gate: StreamKey;
  readonly spikes: StreamKey;
  readonly brightness: StreamKey;
  readonly noise: StreamKey;
}

const WORDS = 4294967296;

/** Fine time bins per frame in which spikes are drawn. */
export function binsPerFrame(spikeSimHz: number, fps: number): number {
  return Math.max(roundHalfEven(spikeSimHz / fps), 1);
}

/** Brightness of a cell: lognormal with mean 1 and the given coefficient of variation. */
export function brightnessOf(key: StreamKey, entity: number, cv: number): number {
  const variance = log(1 + cv * cv);
  return exp(Math.sqrt(variance) * new RandomStream(key, entity).normal() - variance / 2);
}

/**
 * One cell's spikes and fluorescence, frame after frame: a two-state Markov gate per frame, Bernoulli spikes per fine
 * bin, and the double-exponential kernel as a pair of one-pole filters whose tails beyond the kernel's cut-off are
 * taken off again. The whole state is a few numbers and one kernel length of spikes, so a long run needs no memory.
 */
export class CellActivity {
  readonly brightness: number;
  readonly #bins: number;
  readonly #spikeLimits: readonly [number, number];
  readonly #gateLimits: readonly [number, number];
  readonly #decay: readonly [number, number];
  readonly #tail: readonly [number, number];
  readonly #scale: number;
  readonly #f0: number;
  readonly #traceNoise: number;
  readonly #recent: Uint8Array;
  readonly #gate: RandomStream;
  readonly #spikes: RandomStream;
  readonly #noise: RandomStream;
  #position = 0;
  #active: boolean;
  #slow = 0;
  #fast = 0;

  /** Starts in the gate's stationary distribution and runs through the burn-in, so the next frame is frame 0. */
  constructor(parameters: ActivityParameters, fps: number, streams: ActivityStreams, entity: number) {
    const bins = binsPerFrame(parameters.spike_sim_hz, fps);
    const rate = bins * fps;
    const length = kernelLength(parameters, rate);
    const { p_quiescent_to_active: rise, p_active_to_quiescent: fall } = parameters;
    const limit = (probability: number) => Math.min(probability, 1) * WORDS;
    this.#bins = bins;
    this.#spikeLimits = [limit(parameters.quiescent_rate_hz / rate), limit(parameters.active_rate_hz / rate)];
    this.#gateLimits = [limit(rise), limit(fall)];
    const perBin = (tau: number) => exp(-1 / (tau * rate));
    const perKernel = (tau: number) => exp(-length / (tau * rate));
    this.#decay = [perBin(parameters.tau_decay_s), perBin(parameters.tau_rise_s)];
    this.#tail = [perKernel(parameters.tau_decay_s), perKernel(parameters.tau_rise_s)];
    let peak = 0;
    for (let i = 0; i < length; i++) peak = Math.max(peak, kernelValue(parameters, i / rate));
    this.#scale = peak > 0 ? 1 / (peak * bins) : 0;
    this.#f0 = parameters.f0;
    this.#traceNoise = parameters.trace_noise;
    this.brightness = brightnessOf(streams.brightness, entity, parameters.brightness_cv);
    this.#recent = new Uint8Array(Math.max(length, 1));
    this.#gate = new RandomStream(streams.gate, entity);
    this.#spikes = new RandomStream(streams.spikes, entity);
    this.#noise = new RandomStream(streams.noise, entity);
    this.#active = this.#gate.word() < limit(rise / (rise + fall));
    const burnIn = Math.ceil(6 * parameters.tau_decay_s * fps);
    for (let frame = 0; frame < burnIn; frame++) this.#frame();
  }

  /** Calcium averaged over the next frame, and the spikes in it. */
  #frame(): { calcium: number; spikes: number } {
    const limit = this.#spikeLimits[this.#active ? 1 : 0];
    const [slowDecay, fastDecay] = this.#decay;
    const [slowTail, fastTail] = this.#tail;
    const recent = this.#recent;
    let sum = 0;
    let spikes = 0;
    for (let bin = 0; bin < this.#bins; bin++) {
      const spike = this.#spikes.word() < limit ? 1 : 0;
      const leaving = recent[this.#position];
      recent[this.#position] = spike;
      this.#position = this.#position + 1 === recent.length ? 0 : this.#position + 1;
      this.#slow = this.#slow * slowDecay + (spike - leaving * slowTail);
      this.#fast = this.#fast * fastDecay + (spike - leaving * fastTail);
      sum += this.#slow - this.#fast;
      spikes += spike;
    }
    const flip = this.#gate.word() < this.#gateLimits[this.#active ? 1 : 0];
    if (flip) this.#active = !this.#active;
    return { calcium: sum * this.#scale, spikes };
  }

  /** Writes the next `frames` frames of fluorescence and spike counts from `at` on. */
  advance(frames: number, fluorescence: Float64Array, spikes: Int32Array, at: number): void {
    for (let i = at; i < at + frames; i++) {
      const frame = this.#frame();
      fluorescence[i] = this.brightness * (this.#f0 + frame.calcium);
      if (this.#traceNoise > 0) fluorescence[i] += this.#traceNoise * this.#noise.normal();
      spikes[i] = frame.spikes;
    }
  }
}
