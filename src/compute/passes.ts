import type { Quantisation } from "./frame.js";
import type { PatchSet } from "./patches.js";
import type { WarpGeometry } from "./warp.js";

/**
 * One thing that is done to each frame of a chunk, with the data it reads. What changes from frame to frame holds one
 * row for every frame of the chunk: `weights` (frame, patch) or (frame, map), `shifts` (frame, 2).
 */
export type FramePass =
  | { readonly do: "addPatches"; readonly patches: PatchSet; readonly weights: Float32Array }
  /** With `weights`, `field` is a stack of maps, weighted and summed. */
  | { readonly do: "multiplyField" | "addField"; readonly field: Float32Array; readonly weights?: Float32Array }
  /** Moves the canvas and cuts out the field of view; passes before it work on the canvas. Once at most. */
  | { readonly do: "warp"; readonly shifts: Float64Array }
  /** Turns light into counts; the last pass if there is one. */
  | ({ readonly do: "quantise" } & Quantisation)
  /** Anything else: changes the light of frame `t` in place. */
  | { readonly do: "custom"; apply(light: Float32Array, t: number): void };

/** Frames `from` (included) to `to` (excluded) of a movie, and where they are rendered. */
export interface FrameJob extends WarpGeometry {
  readonly from: number;
  readonly to: number;
  /** (frame, height, width) light of the canvas to go on from, where frames do not begin dark. */
  readonly light?: Float32Array;
}

export type FrameArray = Uint8Array | Uint16Array | Float32Array;

/**
 * Applies passes to frames, and writes what comes out back to back: counts after `quantise`, otherwise light in float32;
 * of the field of view after `warp`, otherwise of the canvas. Passes may be split anywhere: what comes out of the first
 * ones is the light that the others go on from. Patches and fields may be kept for later calls, so they must not change.
 */
export type RenderPasses = (job: FrameJob, passes: readonly FramePass[], out: FrameArray) => void;

/** The rows of frame `index` of a chunk in what changes from frame to frame. */
export function frameRow<Rows extends Float32Array | Float64Array>(rows: Rows, index: number, frames: number): Rows {
  const width = rows.length / frames;
  return rows.subarray(index * width, (index + 1) * width) as Rows;
}
