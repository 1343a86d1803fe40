import {
  type ActivityModel,
  type ActivityParameters,
  type ActivityStreams,
  activityModels,
  addTraceNoise,
  cellBrightness,
  fluoresce,
} from "../physics/activity.js";
import { CALCIUM_STATE_LENGTH, type CalciumRun, type CalciumState, runFrames } from "../physics/cell-calcium.js";
import { CHUNK_FRAMES, ChunkMemo, chunkCount, chunkRange, keptChunks } from "../physics/chunks.js";
import { sharedArray } from "../physics/shared-arrays.js";
import { cellCalcium } from "./simd-calcium.js";

/** How the cells' traces are made. */
export interface ActivitySource {
  readonly parameters: ActivityParameters;
  readonly fps: number;
  readonly streams: ActivityStreams;
  /** (unit) number under which each cell draws. */
  readonly entities: Int32Array;
  readonly frameCount: number;
}

/**
 * What the cells do: summaries of their traces over the whole run, and the checkpoints from which any chunk of the
 * traces themselves is made again ({@link traceChunk}). Memory grows with the cells, hardly with the frames.
 */
export interface Traces extends ActivitySource {
  /** (unit) brightness. */
  readonly amplitude: Float64Array;
  /** (unit) smallest value of each trace, and how far its largest is above it. */
  readonly baseline: Float64Array;
  readonly deltaF: Float64Array;
  /** (frame) sum of all traces, free of noise. */
  readonly total: Float64Array;
  /** (chunk, unit, number) state of each cell at the start of each chunk. */
  readonly checkpoints: Float64Array;
  /** Every chunk, where the run is short enough to be remembered whole; otherwise none. */
  readonly kept: readonly TraceChunk[];
}

/** Traces of the frames `from` (included) to `to` (excluded), (unit, frame). */
export interface TraceChunk {
  readonly from: number;
  readonly to: number;
  readonly C: Float64Array;
  readonly S: Int32Array;
}

function emptyChunk(chunk: number, { entities, frameCount }: ActivitySource): TraceChunk {
  const [from, to] = chunkRange(chunk, frameCount);
  const length = entities.length * (to - from);
  return { from, to, C: new Float64Array(length), S: new Int32Array(length) };
}

function sharedChunk(chunk: number, { entities, frameCount }: ActivitySource): TraceChunk {
  const [from, to] = chunkRange(chunk, frameCount);
  const length = entities.length * (to - from);
  return { from, to, C: sharedArray(Float64Array, length), S: sharedArray(Int32Array, length) };
}

/** The states of all cells at the start of a chunk, among the checkpoints. */
function checkpoint({ checkpoints, entities }: Traces, chunk: number, unit: number): Float64Array {
  const at = (chunk * entities.length + unit) * CALCIUM_STATE_LENGTH;
  return checkpoints.subarray(at, at + CALCIUM_STATE_LENGTH);
}

function saveState(numbers: Float64Array, { slow, fast, active, frame }: CalciumState): void {
  numbers[0] = slow;
  numbers[1] = fast;
  numbers[2] = active ? 1 : 0;
  numbers[3] = frame;
}

function savedState([slow, fast, active, frame]: Float64Array): CalciumState {
  return { slow, fast, active: active === 1, frame };
}

/** A cell whose trace is being made. */
interface RunningCell {
  readonly entity: number;
  readonly model: ActivityModel;
  readonly brightness: number;
  readonly calcium: CalciumRun;
}

/** Writes what a cell has just run through as a unit of a chunk, and its trace without the noise of the measurement to `clean`. */
function writeChunk(
  { entity, model, brightness, calcium: { calcium, spikes } }: RunningCell,
  streams: ActivityStreams,
  { from, to, C, S }: TraceChunk,
  unit: number,
  clean: Float64Array,
): void {
  const frames = to - from;
  const at = unit * frames;
  fluoresce(model, brightness, calcium, frames, clean);
  for (let i = 0; i < frames; i++) {
    C[at + i] = clean[i];
    S[at + i] = spikes[i];
  }
  addTraceNoise(model, streams, entity, from, frames, C, at);
}

const memo = new ChunkMemo<Traces, TraceChunk>((traces, chunk) => {
  const { parameters, fps, streams, entities, amplitude } = traces;
  const modelOf = activityModels(parameters, fps, streams);
  const start = cellCalcium(streams);
  const out = emptyChunk(chunk, traces);
  const clean = new Float64Array(CHUNK_FRAMES);
  entities.forEach((entity, i) => {
    const model = modelOf(entity);
    const calcium = start(model, entity, savedState(checkpoint(traces, chunk, i)));
    calcium.run(out.to - out.from);
    writeChunk({ entity, model, brightness: amplitude[i], calcium }, streams, out, i, clean);
  });
  return out;
});

/** The traces of a chunk of {@link CHUNK_FRAMES} frames; not to be written to. */
export function traceChunk(traces: Traces, chunk: number): TraceChunk {
  return traces.kept[chunk] ?? memo.get(traces, chunk, traces.entities.length);
}

/** Runs all cells once from beginning to end. */
export function runActivity(source: ActivitySource): Traces {
  const { parameters, fps, streams, entities, frameCount } = source;
  const count = entities.length;
  const chunks = chunkCount(frameCount);
  const modelOf = activityModels(parameters, fps, streams);
  const start = cellCalcium(streams);
  const traces: Traces = {
    ...source,
    amplitude: new Float64Array(count),
    baseline: new Float64Array(count),
    deltaF: new Float64Array(count),
    total: new Float64Array(frameCount),
    checkpoints: sharedArray(Float64Array, chunks * count * CALCIUM_STATE_LENGTH),
    kept: Array.from({ length: chunks <= keptChunks(count) ? chunks : 0 }, (_, chunk) => sharedChunk(chunk, source)),
  };
  const clean = new Float64Array(CHUNK_FRAMES);
  // Of a run that is not kept whole, one cell's chunk is held at a time.
  const scratch = emptyChunk(0, { ...source, entities: entities.subarray(0, 1) });
  entities.forEach((entity, i) => {
    const model = modelOf(entity);
    const brightness = cellBrightness(model, streams, entity);
    const calcium = start(model, entity);
    runFrames(calcium, model.burnIn);
    let low = Number.POSITIVE_INFINITY;
    let peak = Number.NEGATIVE_INFINITY;
    for (let chunk = 0; chunk < chunks; chunk++) {
      const [from, to] = chunkRange(chunk, frameCount);
      saveState(checkpoint(traces, chunk, i), calcium.state);
      calcium.run(to - from);
      const out = traces.kept[chunk] ?? { ...scratch, from, to };
      const unit = traces.kept.length > 0 ? i : 0;
      writeChunk({ entity, model, brightness, calcium }, streams, out, unit, clean);
      for (let k = 0; k < to - from; k++) {
        const f = out.C[unit * (to - from) + k];
        if (f < low) low = f;
        if (f > peak) peak = f;
        traces.total[from + k] += clean[k];
      }
    }
    traces.amplitude[i] = brightness;
    traces.baseline[i] = low;
    traces.deltaF[i] = peak - low;
  });
  return traces;
}

/** Puts the chunks of (unit, frame) values together for some units; `out` is (units, frameCount). */
export function joinChunks<T extends Float64Array | Int32Array>(
  frameCount: number,
  units: readonly number[],
  out: T,
  valuesOf: (chunk: number) => T,
): T {
  for (let chunk = 0; chunk < chunkCount(frameCount); chunk++) {
    const [from, to] = chunkRange(chunk, frameCount);
    const values = valuesOf(chunk);
    units.forEach((unit, i) => {
      out.set(values.subarray(unit * (to - from), (unit + 1) * (to - from)), i * frameCount + from);
    });
  }
  return out;
}

/** The whole traces of some units, (unit, frame). */
export function traceMatrix(traces: Traces, units: readonly number[]): { C: Float64Array; S: Int32Array } {
  const { frameCount } = traces;
  const length = units.length * frameCount;
  return {
    C: joinChunks(frameCount, units, new Float64Array(length), (chunk) => traceChunk(traces, chunk).C),
    S: joinChunks(frameCount, units, new Int32Array(length), (chunk) => traceChunk(traces, chunk).S),
  };
}
