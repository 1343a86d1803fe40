import {
  ACTIVITY_STATE_LENGTH,
  type ActivityParameters,
  type ActivityStreams,
  activityModels,
  CellActivity,
} from "./activity.js";
import { CHUNK_FRAMES, ChunkMemo, chunkCount, chunkRange, keptChunks } from "./chunks.js";
import { sharedArray } from "./shared-arrays.js";

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

const memo = new ChunkMemo<Traces, TraceChunk>((traces, chunk) => {
  const { parameters, fps, streams, entities, checkpoints } = traces;
  const modelOf = activityModels(parameters, fps, streams);
  const out = emptyChunk(chunk, traces);
  const frames = out.to - out.from;
  entities.forEach((entity, i) => {
    const at = (chunk * entities.length + i) * ACTIVITY_STATE_LENGTH;
    const cell = CellActivity.restore(modelOf(entity), streams, entity, checkpoints, at);
    cell.advance(frames, out.C, out.S, i * frames);
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
  const traces: Traces = {
    ...source,
    amplitude: new Float64Array(count),
    baseline: new Float64Array(count).fill(Number.POSITIVE_INFINITY),
    deltaF: new Float64Array(count),
    total: new Float64Array(frameCount),
    checkpoints: sharedArray(Float64Array, chunks * count * ACTIVITY_STATE_LENGTH),
    kept: Array.from({ length: chunks <= keptChunks(count) ? chunks : 0 }, (_, chunk) => sharedChunk(chunk, source)),
  };
  // Of a run that is not kept whole, a chunk at a time is held.
  const scratch = emptyChunk(0, source);
  const clean = new Float64Array(CHUNK_FRAMES);
  entities.forEach((entity, i) => {
    const cell = new CellActivity(modelOf(entity), streams, entity);
    traces.amplitude[i] = cell.brightness;
    let peak = Number.NEGATIVE_INFINITY;
    for (let chunk = 0; chunk < chunks; chunk++) {
      const [from, to] = chunkRange(chunk, frameCount);
      cell.saveState(traces.checkpoints, (chunk * count + i) * ACTIVITY_STATE_LENGTH);
      const { C, S } = traces.kept[chunk] ?? scratch;
      const at = i * (to - from);
      cell.advance(to - from, C, S, at, clean);
      for (let k = 0; k < to - from; k++) {
        const f = C[at + k];
        if (f < traces.baseline[i]) traces.baseline[i] = f;
        if (f > peak) peak = f;
        traces.total[from + k] += clean[k];
      }
    }
    traces.deltaF[i] = peak - traces.baseline[i];
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
