import { ChunkMemo, chunkCount, chunkRange, keptChunks } from "../physics/chunks.js";
import { sharedArray } from "../physics/shared-arrays.js";
import { bleachCells } from "./simd-bleaching.js";
import { copyUnits, type Traces, traceChunk } from "./traces.js";

/** The cells' bleaching over a whole run: checkpoints from which any chunk is made again ({@link bleachingChunk}). */
export interface BleachingCourse {
  /** The traces that bleach. */
  readonly traces: Traces;
  /** Renewal per frame. */
  readonly renewal: number;
  /** (unit) loss per frame and unit of fluorescence. */
  readonly lossPerUnit: Float64Array;
  /** (frame) factor on the excitation light; null when it is constant. */
  readonly excitation: Float64Array | null;
  /** (chunk, unit) share of working indicator at the start of each chunk. */
  readonly checkpoints: Float64Array;
  /** (frame) mean over the cells. */
  readonly mean: Float64Array;
  /** Every chunk, (unit, frame), where the run is short enough to be remembered whole; otherwise none. */
  readonly kept: readonly Float64Array[];
}

/** Bleaches one chunk into `out`, (unit, frame); `levels` is each cell's share before the chunk, and after it. */
function bleachChunk(
  course: Pick<BleachingCourse, "traces" | "renewal" | "lossPerUnit" | "excitation">,
  chunk: number,
  levels: Float64Array,
  room?: Float64Array,
): Float64Array {
  const { C, from, to } = traceChunk(course.traces, chunk);
  const out = room?.length === C.length ? room : new Float64Array(C.length);
  bleachCells(course, C, course.excitation?.subarray(from, to) ?? null, levels, out);
  return out;
}

const memo = new ChunkMemo<BleachingCourse, Float64Array>((course, chunk, room) => {
  const count = course.lossPerUnit.length;
  return bleachChunk(course, chunk, course.checkpoints.slice(chunk * count, (chunk + 1) * count), room);
});

/** Shares of working indicator in a chunk, (unit, frame), good until others are asked for; not to be written to. */
export function bleachingChunk(course: BleachingCourse, chunk: number): Float64Array {
  return course.kept[chunk] ?? memo.get(course, chunk);
}

/** Bleaches all cells once from beginning to end; frame 0 is unbleached. */
export function runBleaching(
  traces: Traces,
  renewal: number,
  lossPerUnit: Float64Array,
  excitation: Float64Array | null = null,
): BleachingCourse {
  const count = lossPerUnit.length;
  const { frameCount } = traces;
  const chunks = chunkCount(frameCount);
  const keep = chunks <= keptChunks(count);
  const newShares = (chunk: number) => {
    const [from, to] = chunkRange(chunk, frameCount);
    return sharedArray(Float64Array, count * (to - from));
  };
  const course: BleachingCourse = {
    traces,
    renewal,
    lossPerUnit,
    excitation,
    checkpoints: sharedArray(Float64Array, chunks * count),
    mean: sharedArray(Float64Array, frameCount),
    kept: Array.from({ length: keep ? chunks : 0 }, (_, chunk) => newShares(chunk)),
  };
  const { mean } = course;
  const levels = new Float64Array(count).fill(1);
  let shares: Float64Array | undefined;
  for (let chunk = 0; chunk < chunks; chunk++) {
    course.checkpoints.set(levels, chunk * count);
    shares = bleachChunk(course, chunk, levels, course.kept[chunk] ?? shares);
    const [from, to] = chunkRange(chunk, frameCount);
    for (let at = 0; at < shares.length; ) for (let t = from; t < to; t++) mean[t] += shares[at++];
  }
  for (let t = 0; t < frameCount; t++) mean[t] = count > 0 ? mean[t] / count : 1;
  return course;
}

/** The whole shares of some units, (unit, frame). */
export function bleachingMatrix(course: BleachingCourse, units: readonly number[]): Float64Array {
  const { frameCount } = course.traces;
  const out = new Float64Array(units.length * frameCount);
  for (let chunk = 0; chunk < chunkCount(frameCount); chunk++)
    copyUnits(bleachingChunk(course, chunk), chunk, units, frameCount, out);
  return out;
}
