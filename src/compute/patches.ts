/**
 * Rectangular patches of one canvas, back to back in one array: patch `i` covers `shapes[2i]` rows from row
 * `offsets[2i]` and `shapes[2i+1]` columns from column `offsets[2i+1]`; its values begin at `data[starts[i]]`, C order.
 */
export interface PatchSet {
  readonly count: number;
  readonly offsets: Int32Array;
  readonly shapes: Int32Array;
  readonly starts: Int32Array;
  readonly data: Float32Array;
}

/** One patch before it joins a set. */
export interface LoosePatch {
  readonly row: number;
  readonly column: number;
  readonly height: number;
  readonly width: number;
  readonly data: Float32Array;
}

/** Puts patches back to back; null stands for a cell without any pixel and becomes an empty patch. */
export function packPatches(patches: readonly (LoosePatch | null)[]): PatchSet {
  const count = patches.length;
  const offsets = new Int32Array(2 * count);
  const shapes = new Int32Array(2 * count);
  const starts = new Int32Array(count);
  let length = 0;
  patches.forEach((patch, i) => {
    starts[i] = length;
    if (patch === null) return;
    offsets.set([patch.row, patch.column], 2 * i);
    shapes.set([patch.height, patch.width], 2 * i);
    length += patch.height * patch.width;
  });
  const data = new Float32Array(length);
  patches.forEach((patch, i) => {
    if (patch !== null) data.set(patch.data, starts[i]);
  });
  return { count, offsets, shapes, starts, data };
}

/** A view of patch `i`. */
export function patchAt(set: PatchSet, i: number): LoosePatch {
  const height = set.shapes[2 * i];
  const width = set.shapes[2 * i + 1];
  const start = set.starts[i];
  return {
    row: set.offsets[2 * i],
    column: set.offsets[2 * i + 1],
    height,
    width,
    data: set.data.subarray(start, start + height * width),
  };
}
