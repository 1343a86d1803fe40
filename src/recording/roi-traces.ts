import type { FrameChunk, FrameSource } from "../simulation/frame-source.js";
import type { GroundTruth, NdArray } from "./ground-truth.js";

/** What the traces of regions of interest are taken from. */
export interface RoiOptions {
  /** The stage's name; the finished movie by default. */
  readonly stage?: string;
  /** Kinds of steps whose work is left out, in the same scene. */
  readonly without?: readonly string[];
  /** A pixel belongs to a cell where its footprint has at least this share of its own peak. */
  readonly threshold?: number;
  readonly signal?: AbortSignal;
}

const chunkFrames = 32;

/** The pixels of the field of view, as indices, where a cell's observed footprint reaches a share of its own peak. */
export function regionOfInterest(
  { observed, planted }: Pick<GroundTruth, "observed" | "planted">,
  cell: number,
  threshold = 0.5,
): Int32Array {
  const { offsets, shapes, starts, data, fovOffset, fovShape } = observed ?? planted;
  const [rows, columns] = [shapes[2 * cell], shapes[2 * cell + 1]];
  const values = data.subarray(starts[cell], starts[cell] + rows * columns);
  const least = threshold * values.reduce((peak, value) => Math.max(peak, value), 0);
  const pixels: number[] = [];
  values.forEach((value, i) => {
    const row = offsets[2 * cell] - fovOffset[0] + Math.floor(i / columns);
    const column = offsets[2 * cell + 1] - fovOffset[1] + (i % columns);
    const isInside = row >= 0 && row < fovShape[0] && column >= 0 && column < fovShape[1];
    if (isInside && value > 0 && value >= least) pixels.push(row * fovShape[1] + column);
  });
  return Int32Array.from(pixels);
}

/**
 * The naive traces of cells: in each frame the mean over the pixels of each cell's {@link regionOfInterest}, which stays
 * in its place when the tissue moves. (cell, frame), in the stage's unit; NaN for a cell without a pixel.
 * @throws FrameRangeError when there is no such stage or step; the signal's reason when aborted.
 */
export async function roiTraces(
  movie: FrameSource & { readonly groundTruth: GroundTruth },
  cells: readonly number[],
  { stage = movie.stages.at(-1)?.name ?? "", without, threshold, signal }: RoiOptions = {},
): Promise<NdArray<Float32Array>> {
  const { frameCount, groundTruth } = movie;
  const regions = cells.map((cell) => regionOfInterest(groundTruth, cell, threshold));
  const means = new Float32Array(cells.length * frameCount);
  for (let from = 0; from < frameCount; from += chunkFrames) {
    const chunk = await movie.frames(stage, from, Math.min(frameCount, from + chunkFrames), { signal, without });
    regions.forEach((pixels, i) => {
      const trace = means.subarray(i * frameCount + chunk.from, i * frameCount + chunk.to);
      meansOf(chunk, pixels, groundTruth.planted.fovShape, trace);
    });
  }
  return { shape: [cells.length, frameCount], data: means };
}

/** Frames of stages before motion have a margin around the field of view. */
function meansOf(
  { height, width, data }: FrameChunk,
  pixels: Int32Array,
  [rows, columns]: readonly [number, number],
  out: Float32Array,
): void {
  const corner = ((height - rows) >> 1) * width + ((width - columns) >> 1);
  for (let t = 0; t < out.length; t++) {
    let sum = 0;
    for (const pixel of pixels) {
      sum += data[t * height * width + corner + Math.floor(pixel / columns) * width + (pixel % columns)];
    }
    out[t] = sum / pixels.length;
  }
}

/** Row `i` of an array whose first axis counts cells or components: a view, not a copy. */
export function rowOf<T extends Float64Array | Float32Array | Int32Array | Uint8Array>(
  { shape, data }: NdArray<T>,
  i: number,
): T {
  const length = shape.slice(1).reduce((product, size) => product * size, 1);
  if (!(Number.isInteger(i) && i >= 0 && i < shape[0]))
    throw new RangeError(`row ${i} is not within 0 to ${shape[0] - 1}, the rows of this array`);
  return data.subarray(i * length, (i + 1) * length) as T;
}
