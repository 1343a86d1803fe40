import { ChunkMemo, chunkCount, chunkRange, keptChunks } from "../physics/chunks.js";
import { sharedArray } from "../physics/shared-arrays.js";
import { CellTraces, type SavedCell, type TraceSource } from "./cell-traces.js";

/** How the traces of some cells are made. */
export interface ActivitySource extends TraceSource {
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
  /** State of each cell at the start of each chunk. */
  readonly checkpoints: Checkpoints;
  /** Every chunk, where the run is short enough to be remembered whole; otherwise none. */
  readonly kept: readonly TraceChunk[];
}

/** States of cells at the starts of chunks. */
export interface Checkpoints {
  /** (chunk, unit, 2) the slow and the fast sum of the filter. */
  readonly sums: Float64Array;
  /** (chunk, unit) 1 where the gate was active. */
  readonly active: Uint8Array;
}

/** Traces of the frames `from` (included) to `to` (excluded), (unit, frame). */
export interface TraceChunk {
  readonly from: number;
  readonly to: number;
  readonly C: Float64Array;
  readonly S: Int32Array;
}

/** Room for a chunk: that of another one, where it is as large. */
function newChunk(
  chunk: number,
  { entities, frameCount }: ActivitySource,
  room?: TraceChunk,
  newArray: typeof sharedArray = (type, length) => new type(new ArrayBuffer(length * type.BYTES_PER_ELEMENT)),
): TraceChunk {
  const [from, to] = chunkRange(chunk, frameCount);
  const length = entities.length * (to - from);
  if (room?.C.length === length) return { ...room, from, to };
  return { from, to, C: newArray(Float64Array, length), S: newArray(Int32Array, length) };
}

function saveState({ sums, active }: Checkpoints, at: number, state: SavedCell): void {
  sums[2 * at] = state.slow;
  sums[2 * at + 1] = state.fast;
  active[at] = state.active ? 1 : 0;
}

function savedState({ sums, active }: Checkpoints, at: number): SavedCell {
  return { slow: sums[2 * at], fast: sums[2 * at + 1], active: active[at] === 1 };
}

/** Writes a cell's trace and spikes as a unit of a chunk. */
function writeUnit({ from, to, C, S }: TraceChunk, unit: number, trace: Float64Array, spikes: Int32Array): void {
  const at = unit * (to - from);
  for (let i = 0; i < to - from; i++) {
    C[at + i] = trace[i];
    S[at + i] = spikes[i];
  }
}

const memo = new ChunkMemo<Traces, TraceChunk>((traces, chunk, room) => {
  const { entities, amplitude, checkpoints } = traces;
  const out = newChunk(chunk, traces, room);
  const cell = new CellTraces(traces);
  entities.forEach((entity, i) => {
    cell.resume(entity, amplitude[i], savedState(checkpoints, chunk * entities.length + i), out.from);
    writeUnit(out, i, cell.run(out.from, out.to), cell.spikes);
  });
  return out;
});

/** The traces of a chunk of frames, good until others are asked for; not to be written to. */
export function traceChunk(traces: Traces, chunk: number): TraceChunk {
  return traces.kept[chunk] ?? memo.get(traces, chunk);
}

/** Runs all cells once from beginning to end. */
export function runActivity(source: ActivitySource): Traces {
  const { entities, frameCount } = source;
  const count = entities.length;
  const chunks = chunkCount(frameCount);
  const keep = chunks <= keptChunks(count);
  const traces: Traces = {
    ...source,
    amplitude: new Float64Array(count),
    baseline: new Float64Array(count),
    deltaF: new Float64Array(count),
    total: sharedArray(Float64Array, frameCount),
    checkpoints: {
      sums: sharedArray(Float64Array, chunks * count * 2),
      active: sharedArray(Uint8Array, chunks * count),
    },
    kept: Array.from({ length: keep ? chunks : 0 }, (_, chunk) => newChunk(chunk, source, undefined, sharedArray)),
  };
  const { amplitude, baseline, deltaF, total, checkpoints, kept } = traces;
  const cell = new CellTraces(source);
  entities.forEach((entity, i) => {
    amplitude[i] = cell.begin(entity);
    let low = Number.POSITIVE_INFINITY;
    let peak = Number.NEGATIVE_INFINITY;
    for (let chunk = 0; chunk < chunks; chunk++) {
      const [from, to] = chunkRange(chunk, frameCount);
      saveState(checkpoints, chunk * count + i, cell.state);
      const trace = cell.run(from, to);
      const { clean } = cell;
      for (let t = 0; t < to - from; t++) {
        const f = trace[t];
        if (f < low) low = f;
        if (f > peak) peak = f;
        total[from + t] += clean[t];
      }
      if (keep) writeUnit(kept[chunk], i, trace, cell.spikes);
    }
    baseline[i] = low;
    deltaF[i] = peak - low;
  });
  return traces;
}

/** Copies some units of a chunk, (unit, frame), to their places in whole courses, (units, frameCount). */
export function copyUnits<T extends Float64Array | Int32Array>(
  values: T,
  chunk: number,
  units: readonly number[],
  frameCount: number,
  out: T,
): void {
  const [from, to] = chunkRange(chunk, frameCount);
  units.forEach((unit, i) => {
    out.set(values.subarray(unit * (to - from), (unit + 1) * (to - from)), i * frameCount + from);
  });
}

/** The whole traces of some units, (unit, frame). */
export function traceMatrix(traces: Traces, units: readonly number[]): { C: Float64Array; S: Int32Array } {
  const { frameCount } = traces;
  const length = units.length * frameCount;
  const whole = { C: new Float64Array(length), S: new Int32Array(length) };
  for (let chunk = 0; chunk < chunkCount(frameCount); chunk++) {
    const { C, S } = traceChunk(traces, chunk);
    copyUnits(C, chunk, units, frameCount, whole.C);
    copyUnits(S, chunk, units, frameCount, whole.S);
  }
  return whole;
}
