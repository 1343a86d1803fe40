import { CHUNK_FRAMES, chunkCount } from "../physics/chunks.js";
import { type BleachingCourse, bleachingChunk } from "./bleaching-course.js";
import { type Traces, traceChunk } from "./traces.js";

/** What a cell's footprint is multiplied by in each frame: its trace, what the scope collects of it, its bleaching. */
export interface CellWeights {
  readonly traces: Traces;
  /** (unit) factor of the optics. */
  readonly gain: Float64Array | null;
  readonly bleaching: BleachingCourse | null;
  /** (frame) factors on all cells alike: the excitation, a focal plane's share. */
  readonly courses?: readonly (Float64Array | Float32Array)[];
}

/** Weights of the frames `from` (included) to `to` (excluded), (frame, unit), rounded to single precision once. */
export function cellWeights(
  { traces, gain, bleaching, courses = [] }: CellWeights,
  from: number,
  to: number,
): Float32Array {
  const count = traces.entities.length;
  const weights = new Float32Array(count * (to - from));
  for (let chunk = Math.floor(from / CHUNK_FRAMES); chunk < chunkCount(to); chunk++) {
    const piece = traceChunk(traces, chunk);
    const shares = bleaching && bleachingChunk(bleaching, chunk);
    const frames = piece.to - piece.from;
    const first = Math.max(from, piece.from);
    const last = Math.min(to, piece.to);
    for (let i = 0; i < count; i++) {
      const factor = gain?.[i] ?? 1;
      const row = i * frames - piece.from;
      for (let t = first; t < last; t++) {
        const light = factor * piece.C[row + t];
        weights[(t - from) * count + i] = shares ? light * shares[row + t] : light;
      }
    }
  }
  for (const course of courses)
    for (let k = 0; k < weights.length; k++) weights[k] *= course[from + Math.floor(k / count)];
  return weights;
}
