import { RandomStream, type StreamKey, streamKey } from "../random/streams.js";
import type { CalciumKernel, FiringParameters } from "./calcium.js";
import { exp, log, roundHalfEven } from "./elementary.js";
import { type FrameKernel, frameKernel } from "./frame-filter.js";
import { type IndicatorParameters, saturate } from "./indicator.js";
import { frameLimits, spikeCountLimits } from "./spike-counts.js";

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

/** The streams of the step cell_activity. */
export function activityStreams(seed: number | bigint): ActivityStreams {
  const key = (purpose: keyof ActivityStreams) => streamKey(seed, "cell_activity", purpose);
  return {
    gate: key("gate"),
    spikes: key("spikes"),
    bins: key("bins"),
    brightness: key("brightness"),
    noise: key("noise"),
    tau: key("tau"),
  };
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

/** A cell's brightness: its trace is that much of what the indicator shows. */
export function cellBrightness(
  { brightnessCv }: ActivityModel,
  { brightness }: ActivityStreams,
  entity: number,
): number {
  return cellFactor(brightness, entity, brightnessCv);
}

/** What a cell shows of its calcium in some frames: brightness · (f0 + calcium). */
export function fluoresce(
  { f0, indicator }: ActivityModel,
  brightness: number,
  calcium: Float64Array,
  frames: number,
  out: Float64Array,
): void {
  if (indicator) for (let i = 0; i < frames; i++) out[i] = brightness * (f0 + saturate(calcium[i], indicator));
  else for (let i = 0; i < frames; i++) out[i] = brightness * (f0 + calcium[i]);
}

/** A cell's trace with the noise of the measurement in some frames, of which `frame` is the first. */
export function addTraceNoise(
  { traceNoise }: ActivityModel,
  { noise }: ActivityStreams,
  entity: number,
  frame: number,
  clean: Float64Array,
  frames: number,
  out: Float64Array,
): void {
  const draw = new RandomStream(noise, entity, 2 * frame);
  for (let i = 0; i < frames; i++) out[i] = clean[i] + traceNoise * draw.normal();
}
