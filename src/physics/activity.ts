import { RandomStream, type StreamKey } from "../random/streams.js";
import { type CalciumKernel, type FiringParameters, kernelLength, sampledPeak } from "./calcium.js";
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

/** Numbers that a cell's state takes up: the two filters, the gate one kernel ago, and the frame. */
const STATE_LENGTH = 4;

/** A cell's saved state within a larger array. */
interface SavedState {
  readonly state: Float64Array;
  readonly at: number;
}

/**
 * One cell's spikes and fluorescence, frame after frame: a two-state Markov gate per frame, Bernoulli spikes per fine
 * bin, and the double-exponential kernel as a pair of one-pole filters whose tails beyond the kernel's cut-off are
 * taken off again. Memory does not grow with the run: the state is a few numbers and one kernel length of spikes, and
 * a saved state leaves out the spikes too, because their draws can be repeated.
 */
export class CellActivity {
  readonly brightness: number;
  readonly #bins: number;
  readonly #burnIn: number;
  readonly #spikeLimits: readonly [number, number];
  readonly #gateLimits: readonly [number, number];
  readonly #decay: readonly [number, number];
  readonly #tail: readonly [number, number];
  readonly #scale: number;
  readonly #f0: number;
  readonly #traceNoise: number;
  /** The spikes of the last kernel length, and the gate in the frames that hold them. */
  readonly #recent: Uint8Array;
  readonly #gates: Uint8Array;
  readonly #gate: RandomStream;
  readonly #spikes: RandomStream;
  readonly #noise: RandomStream;
  /** Frames done, the burn-in included. */
  #frame = 0;
  #position = 0;
  #active: boolean;
  #slow = 0;
  #fast = 0;

  /**
   * Starts in the gate's stationary distribution and runs through the burn-in, so the next frame is frame 0; or goes on
   * from a saved state.
   */
  constructor(
    parameters: ActivityParameters,
    fps: number,
    streams: ActivityStreams,
    entity: number,
    saved?: SavedState,
  ) {
    const bins = binsPerFrame(parameters.spike_sim_hz, fps);
    const rate = bins * fps;
    const length = Math.max(kernelLength(parameters, rate), 1);
    const rise = Math.min(parameters.p_quiescent_to_active, 1);
    const fall = Math.min(parameters.p_active_to_quiescent, 1);
    const limit = (probability: number) => Math.min(probability, 1) * WORDS;
    this.#bins = bins;
    this.#burnIn = Math.ceil(6 * parameters.tau_decay_s * fps);
    this.#spikeLimits = [limit(parameters.quiescent_rate_hz / rate), limit(parameters.active_rate_hz / rate)];
    this.#gateLimits = [limit(rise), limit(fall)];
    const perBin = (tau: number) => exp(-1 / (tau * rate));
    const perKernel = (tau: number) => exp(-length / (tau * rate));
    this.#decay = [perBin(parameters.tau_decay_s), perBin(parameters.tau_rise_s)];
    this.#tail = [perKernel(parameters.tau_decay_s), perKernel(parameters.tau_rise_s)];
    const peak = sampledPeak(parameters, rate);
    this.#scale = peak > 0 ? 1 / (peak * bins) : 0;
    this.#f0 = parameters.f0;
    this.#traceNoise = parameters.trace_noise;
    this.brightness = brightnessOf(streams.brightness, entity, parameters.brightness_cv);
    this.#recent = new Uint8Array(length);
    this.#gates = new Uint8Array(Math.ceil(length / bins));

    const [slow, fast, then, frame] = saved ? saved.state.subarray(saved.at, saved.at + STATE_LENGTH) : [0, 0, 0, 0];
    const start = Math.max(frame - this.#gates.length, 0);
    this.#gate = new RandomStream(streams.gate, entity, saved ? start + 1 : 0);
    this.#spikes = new RandomStream(streams.spikes, entity, start * bins);
    this.#noise = new RandomStream(streams.noise, entity, 2 * Math.max(frame - this.#burnIn, 0));
    this.#active = saved ? then === 1 : this.#gate.word() < limit(rise / (rise + fall));
    this.#frame = start;
    this.#position = (start * bins) % length;
    const next = saved ? frame : this.#burnIn;
    while (this.#frame < next) this.#advanceFrame();
    if (!saved) return;
    this.#slow = slow;
    this.#fast = fast;
  }

  /** Numbers that {@link saveState} writes. */
  static stateLength(_parameters: ActivityParameters, _fps: number): number {
    return STATE_LENGTH;
  }

  /** The cell as it was when its state was saved: what it does from there on is the same to the last bit. */
  static restore(
    parameters: ActivityParameters,
    fps: number,
    streams: ActivityStreams,
    entity: number,
    state: Float64Array,
    at: number,
  ): CellActivity {
    return new CellActivity(parameters, fps, streams, entity, { state, at });
  }

  /** Writes the state between two frames to `into` from `at` on. */
  saveState(into: Float64Array, at: number): void {
    const gates = this.#gates;
    const then = this.#frame < gates.length ? gates[0] : gates[this.#frame % gates.length];
    into.set([this.#slow, this.#fast, then, this.#frame], at);
  }

  /** Calcium averaged over the next frame, and the spikes in it. */
  #advanceFrame(): { calcium: number; spikes: number } {
    const limit = this.#spikeLimits[this.#active ? 1 : 0];
    const [slowDecay, fastDecay] = this.#decay;
    const [slowTail, fastTail] = this.#tail;
    const recent = this.#recent;
    this.#gates[this.#frame % this.#gates.length] = this.#active ? 1 : 0;
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
    this.#frame++;
    return { calcium: sum * this.#scale, spikes };
  }

  /**
   * Writes the next `frames` frames of fluorescence and spike counts from `at` on, and what the fluorescence would be
   * without `trace_noise` to the beginning of `clean`.
   */
  advance(frames: number, fluorescence: Float64Array, spikes: Int32Array, at: number, clean?: Float64Array): void {
    for (let i = at; i < at + frames; i++) {
      const frame = this.#advanceFrame();
      fluorescence[i] = this.brightness * (this.#f0 + frame.calcium);
      if (clean) clean[i - at] = fluorescence[i];
      if (this.#traceNoise > 0) fluorescence[i] += this.#traceNoise * this.#noise.normal();
      spikes[i] = frame.spikes;
    }
  }
}
