import { RandomStream, type StreamKey } from "../random/streams.js";
import { exp } from "./elementary.js";
import { sharedArray } from "./shared-arrays.js";

const FLAT_PEAK = 1e-12;
/** Spread of the logarithm of an envelope; half its square is taken off, so that envelopes have mean 1. */
const LOG_SPREAD = 0.4;

/**
 * Brings smooth noise, one array per component, into the form of neuropil fields, in place: each is shifted to be ≥ 0 and
 * scaled to peak 1 (a flat one becomes ones); several are then scaled to their average mean, so that all weigh the same.
 */
export function normaliseFields(fields: readonly Float32Array[]): void {
  const means = fields.map((field) => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < field.length; i++) {
      if (field[i] < low) low = field[i];
      if (field[i] > high) high = field[i];
    }
    const peak = high - low;
    let sum = 0;
    for (let i = 0; i < field.length; i++) {
      field[i] = peak > FLAT_PEAK ? (field[i] - low) / peak : 1;
      sum += field[i];
    }
    return sum / field.length;
  });
  if (fields.length < 2) return;
  const average = means.reduce((sum, mean) => sum + mean, 0) / means.length;
  fields.forEach((field, k) => {
    const scale = average / means[k];
    for (let i = 0; i < field.length; i++) field[i] *= scale;
  });
}

/** What is left of a deviation one frame later. */
function decayPerFrame(tauS: number, fps: number): number {
  return exp(-1 / (tauS * fps));
}

/**
 * An Ornstein–Uhlenbeck process of variance 1 and time constant `tauS`, sampled exactly at the frames `from`,
 * `from` + 1 … into `values`. It starts stationary; a stretch that begins later goes on from `previous`, the value at
 * `from` − 1. Each component is an entity of the stream, each frame a draw of it.
 */
export function ornsteinUhlenbeck(
  key: StreamKey,
  component: number,
  { tauS, fps }: { readonly tauS: number; readonly fps: number },
  from: number,
  previous: number,
  values: Float64Array,
): void {
  const decay = decayPerFrame(tauS, fps);
  const spread = Math.sqrt(1 - decay * decay);
  const draw = new RandomStream(key, component, 2 * from);
  let level = previous;
  for (let i = 0; i < values.length; i++) {
    level = from + i === 0 ? draw.normal() : decay * level + spread * draw.normal();
    values[i] = level;
  }
}

/**
 * A causal one-pole low-pass of time constant `tauS`, one value per frame. It starts at its first input; a later stretch
 * goes on from `previous`, its last output.
 */
export function lowPass(
  input: Float64Array,
  { tauS, fps }: { readonly tauS: number; readonly fps: number },
  previous: number | null,
  output: Float64Array,
): void {
  const decay = decayPerFrame(tauS, fps);
  let level = previous ?? input[0];
  for (let i = 0; i < input.length; i++) {
    level += (1 - decay) * (input[i] - level);
    output[i] = level;
  }
}

/**
 * The time course of a component: (1 − c)·e^(0.4·x − 0.08) + c·P, where x is its {@link ornsteinUhlenbeck} process and P the
 * population's low-passed activity over its mean; without traces c is 0.
 */
export function neuropilEnvelope(process: number, coupling: number, population: number): number {
  return (1 - coupling) * exp(LOG_SPREAD * process - (LOG_SPREAD * LOG_SPREAD) / 2) + coupling * population;
}

/** How the envelopes of the neuropil run. */
export interface EnvelopeParameters {
  readonly temporal_tau_s: number;
  readonly population_tau_s: number;
  readonly n_components: number;
  readonly population_coupling: number;
}

/** The cells' summed traces, low-passed and scaled to mean 1 over the recording; without any light, constant. */
export function populationCourse(total: Float64Array, { population_tau_s: tauS }: EnvelopeParameters, fps: number) {
  const course = sharedArray(Float64Array, total.length);
  lowPass(total, { tauS, fps }, null, course);
  const mean = course.reduce((sum, value) => sum + value, 0) / course.length;
  if (!(mean > 0)) return course.fill(1);
  for (let i = 0; i < course.length; i++) course[i] /= mean;
  return course;
}

/** The envelopes of all components, (component, frame); `population` is null when no cell has a trace. */
export function neuropilEnvelopes(
  key: StreamKey,
  { n_components, temporal_tau_s: tauS, population_coupling }: EnvelopeParameters,
  fps: number,
  frameCount: number,
  population: Float64Array | null,
): Float64Array {
  const envelopes = sharedArray(Float64Array, n_components * frameCount);
  const coupling = population ? population_coupling : 0;
  for (let k = 0; k < n_components; k++) {
    const envelope = envelopes.subarray(k * frameCount, (k + 1) * frameCount);
    ornsteinUhlenbeck(key, k, { tauS, fps }, 0, 0, envelope);
    for (let t = 0; t < frameCount; t++) envelope[t] = neuropilEnvelope(envelope[t], coupling, population?.[t] ?? 0);
  }
  return envelopes;
}
