/**
 * Sparse footprints: one tight float32 patch per cell on a common canvas, never a dense (unit, height, width) array.
 * Patch `i` covers rows `offsets[2i] … + shapes[2i]` and columns `offsets[2i+1] … + shapes[2i+1]` of the canvas; its
 * values stand in C order at `data[starts[i]] …`.
 */
export interface Footprints {
  readonly count: number;
  /** (height, width) of the canvas in pixels. */
  readonly canvasShape: readonly [number, number];
  /** (row, column) of the field of view's first pixel on the canvas. */
  readonly fovOffset: readonly [number, number];
  readonly fovShape: readonly [number, number];
  /** (unit, 2) first row and first column. */
  readonly offsets: Int32Array;
  /** (unit, 2) height and width of each patch. */
  readonly shapes: Int32Array;
  /** (unit) index of each patch's first value in `data`. */
  readonly starts: Int32Array;
  readonly data: Float32Array;
}
