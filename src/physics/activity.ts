import { RandomStream, type StreamKey } from "../random/streams.js";
import type { CalciumKernel, FiringParameters } from "./calcium.js";
import { exp, log, roundHalfEven } from "./elementary.js";
import { FrameFilter, type FrameKernel, frameKernel } from "./frame-filter.js";
import { type IndicatorParameters, saturate } from "./indicator.js";
import { chooseBins, frameLimits, outcomeOf, spikeCountLimits } from "./spike-counts.js";

/** What drives a cell's trace: firing, the calcium kernel, brightness and noise. */
export interface ActivityParameters extends FiringParameters, CalciumKernel {
  readonly spike_sim_hz: number;
  readonly brightness_cv: number;
  readonly f0: number;
  readonly trace_noise: number;
  /** How the indicator differs from an ideal one. */
  readonly indicator?: IndicatorParameters;
}

/** Keys of the streams an activity draws from; each cell is an entity in all of them. */
export interface ActivityStreams {
  /** Which state the gate starts in. */
  readonly gate: StreamKey;
  /** How many spikes each frame has and whether the gate then flips, and which fine bins the spikes are in. */
  readonly spikes: StreamKey;
  readonly bins: StreamKey;
  readonly brightness: StreamKey;
  readonly noise: StreamKey;
  /** The cells' own time constants. */
  readonly tau: StreamKey;
}

/** Fine time bins per frame in which spikes are drawn. */
export function binsPerFrame(spikeSimHz: number, fps: number): number {
  return Math.max(roundHalfEven(spikeSimHz / fps), 1);
}

/** A factor of a cell's own: lognormal with mean 1 and the given coefficient of variation. */
export function cellFactor(key: StreamKey, entity: number, cv: number): number {
  const variance = log(1 + cv * cv);
  return exp(Math.sqrt(variance) * new RandomStream(key, entity).normal() - variance / 2);
}

/** What all cells of an activity have in common. */
export interface ActivityModel {
  readonly kernel: FrameKernel;
  /** Frames that run before the first one, so that it begins amid activity. */
  readonly burnIn: number;
  /** Probability that the gate starts active. */
  readonly startActive: number;
  /** What can happen in a quiescent or an active frame. */
  readonly limits: readonly [Float64Array, Float64Array];
  readonly brightnessCv: number;
  readonly f0: number;
  readonly traceNoise: number;
  readonly indicator: IndicatorParameters | null;
}

/** The models of cells, one for all unless each has time constants of its own. */
export function activityModels(parameters: ActivityParameters, fps: number, { tau }: ActivityStreams) {
  const cv = parameters.indicator?.tau_cv ?? 0;
  const shared = activityModel(parameters, fps);
  if (cv === 0) return () => shared;
  return (entity: number) => {
    const factor = cellFactor(tau, entity, cv);
    const { tau_rise_s, tau_decay_s } = parameters;
    const own = { ...parameters, tau_rise_s: factor * tau_rise_s, tau_decay_s: factor * tau_decay_s };
    // A burn-in as long as everybody's, so that the spikes are the same.
    return { ...activityModel(own, fps), burnIn: shared.burnIn };
  };
}

export function activityModel(parameters: ActivityParameters, fps: number): ActivityModel {
  const bins = binsPerFrame(parameters.spike_sim_hz, fps);
  const rise = Math.min(parameters.p_quiescent_to_active, 1);
  const fall = Math.min(parameters.p_active_to_quiescent, 1);
  const limits = (rateHz: number, flip: number) => frameLimits(spikeCountLimits(bins, rateHz / (bins * fps)), flip);
  return {
    kernel: frameKernel(parameters, fps, bins),
    burnIn: Math.ceil(6 * parameters.tau_decay_s * fps),
    startActive: rise / (rise + fall),
    limits: [limits(parameters.quiescent_rate_hz, rise), limits(parameters.active_rate_hz, fall)],
    brightnessCv: parameters.brightness_cv,
    f0: parameters.f0,
    traceNoise: parameters.trace_noise,
    indicator: parameters.indicator ?? null,
  };
}

/** Numbers that a cell's state takes up: the two filters, the gate one kernel ago, and the frame. */
export const ACTIVITY_STATE_LENGTH = 4;

interface SavedState {
  readonly slow: number;
  readonly fast: number;
  /** Whether the gate was active in the first frame whose spikes are still in the kernel. */
  readonly active: boolean;
  readonly frame: number;
}

/**
 * One cell's spikes and fluorescence, frame after frame: a two-state Markov gate per frame, Bernoulli spikes per fine
 * bin, and the double-exponential kernel. One draw decides how many of a frame's bins hold a spike and whether the gate
 * flips after it; which bins those are is drawn only when there are any. Every draw belongs to a frame, so a saved state
 * is but a few numbers: the spikes that have yet to leave the kernel are drawn again.
 */
export class CellActivity {
  readonly brightness: number;
  readonly #model: ActivityModel;
  readonly #filter: FrameFilter;
  /** The gate in the frames of the last kernel length: a ring. */
  readonly #gates: Uint8Array;
  readonly #marks: Uint8Array;
  readonly #frames: RandomStream;
  readonly #bins: RandomStream;
  readonly #noise: RandomStream;
  /** Frames done, the burn-in included. */
  #frame = 0;
  #active: boolean;
  /** Spikes of the last frame. */
  #spikes = 0;

  /**
   * Starts in the gate's stationary distribution and runs through the burn-in, so the next frame is frame 0; or goes on
   * from a saved state.
   */
  constructor(model: ActivityModel, streams: ActivityStreams, entity: number, saved?: SavedState) {
    const { kernel, burnIn } = model;
    this.#model = model;
    this.brightness = cellFactor(streams.brightness, entity, model.brightnessCv);
    this.#filter = new FrameFilter(kernel);
    this.#gates = new Uint8Array(Math.ceil(kernel.length / kernel.bins));
    this.#marks = new Uint8Array(kernel.bins);
    const next = saved?.frame ?? burnIn;
    this.#frame = saved ? Math.max(next - this.#gates.length, 0) : 0;
    this.#frames = new RandomStream(streams.spikes, entity, this.#frame);
    this.#bins = new RandomStream(streams.bins, entity);
    this.#noise = new RandomStream(streams.noise, entity, 2 * Math.max(next - burnIn, 0));
    this.#active = saved?.active ?? new RandomStream(streams.gate, entity).uniform() < model.startActive;
    while (this.#frame < next) this.#advanceFrame();
    if (saved) this.#filter.resume(saved.slow, saved.fast);
  }

  /** The cell as it was when its state was saved: what it does from there on is the same to the last bit. */
  static restore(
    model: ActivityModel,
    streams: ActivityStreams,
    entity: number,
    state: Float64Array,
    at: number,
  ): CellActivity {
    const [slow, fast, active, frame] = state.subarray(at, at + ACTIVITY_STATE_LENGTH);
    return new CellActivity(model, streams, entity, { slow, fast, active: active === 1, frame });
  }

  /** Writes the state between two frames, {@link ACTIVITY_STATE_LENGTH} numbers, to `into` from `at` on. */
  saveState(into: Float64Array, at: number): void {
    const gates = this.#gates;
    const oldest = this.#frame < gates.length ? 0 : this.#frame % gates.length;
    into.set([this.#filter.slow, this.#filter.fast, gates[oldest], this.#frame], at);
  }

  /** Calcium averaged over the next frame. */
  #advanceFrame(): number {
    const frame = this.#frame++;
    const state = this.#active ? 1 : 0;
    const limits = this.#model.limits[state];
    this.#gates[frame % this.#gates.length] = state;
    this.#spikes = outcomeOf(limits, this.#frames.word());
    if (this.#spikes >= limits.length / 2) {
      this.#spikes -= limits.length / 2;
      this.#active = !this.#active;
    }
    if (this.#spikes === 0) return this.#filter.advance(frame, null);
    this.#bins.seek(frame * this.#marks.length);
    chooseBins(this.#marks, this.#spikes, this.#bins);
    return this.#filter.advance(frame, this.#marks);
  }

  /**
   * Writes the next `frames` frames of fluorescence and spike counts from `at` on, and what the fluorescence would be
   * without `trace_noise` to the beginning of `clean`.
   */
  advance(frames: number, fluorescence: Float64Array, spikes: Int32Array, at: number, clean?: Float64Array): void {
    const { f0, traceNoise, indicator } = this.#model;
    for (let i = at; i < at + frames; i++) {
      const calcium = this.#advanceFrame();
      fluorescence[i] = this.brightness * (f0 + (indicator ? saturate(calcium, indicator) : calcium));
      if (clean) clean[i - at] = fluorescence[i];
      if (traceNoise > 0) fluorescence[i] += traceNoise * this.#noise.normal();
      spikes[i] = this.#spikes;
    }
  }
}
