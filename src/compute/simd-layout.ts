import { rowStride } from "./kernel-blocks.js";
import type { FrameJob, FramePass } from "./passes.js";

/** Frames rendered side by side: a patch is read once for all of them. */
export const GROUP = 8;
/** Rows rendered at a time, few enough for a group's light to stay in a processor's cache; an even number. */
export const BAND = 16;

/** The scratch memory of a job. Places are in bytes from its start, where the words of a row's noise stand. */
export interface ScratchLayout {
  /** Each frame's band of the canvas: the last row of the band before, then the band's own. */
  readonly bands: number;
  readonly bandSize: number;
  /** Each frame's rows of the field of view that a band gives. */
  readonly fovBands: number;
  readonly fovBandSize: number;
  /** The counts of one frame's rows. */
  readonly counts: number;
  /** For each pass, what weighs its patches or maps in each frame of a group. */
  readonly weights: readonly number[];
  readonly size: number;
}

export function layOutScratch({ canvas, fov, from, to }: FrameJob, passes: readonly FramePass[]): ScratchLayout {
  let size = 0;
  const take = (bytes: number) => {
    const place = size;
    size += Math.ceil(bytes / 64) * 64;
    return place;
  };
  take(128 * Math.ceil(fov.width / 32));
  const bandSize = (BAND + 1) * rowStride(canvas.width);
  const fovBandSize = (BAND + 1) * rowStride(fov.width);
  const bands = take(GROUP * bandSize);
  const fovBands = take(GROUP * fovBandSize);
  const counts = take((BAND + 1) * fov.width * 4 + 64);
  const weights = passes.map((pass) => {
    const values = "weights" in pass && pass.weights ? pass.weights.length : 0;
    return take((GROUP * 4 * values) / (to - from));
  });
  return { bands, bandSize, fovBands, fovBandSize, counts, weights, size };
}
