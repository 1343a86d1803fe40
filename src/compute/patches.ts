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

/** Where a patch lies on its canvas. */
export interface PatchBox {
  readonly row: number;
  readonly column: number;
  readonly height: number;
  readonly width: number;
}

/** One patch before it joins a set. */
export interface LoosePatch extends PatchBox {
  readonly data: Float32Array;
}

const newFloats = (length: number): Float32Array => new Float32Array(length);

/**
 * Patches of given boxes, all zero; null stands for a cell without any pixel and becomes an empty patch. `floats` makes
 * room for the values.
 */
export function emptyPatches(boxes: readonly (PatchBox | null)[], floats = newFloats): PatchSet {
  const count = boxes.length;
  const offsets = new Int32Array(2 * count);
  const shapes = new Int32Array(2 * count);
  const starts = new Int32Array(count);
  let length = 0;
  boxes.forEach((box, i) => {
    starts[i] = length;
    if (box === null) return;
    offsets.set([box.row, box.column], 2 * i);
    shapes.set([box.height, box.width], 2 * i);
    length += box.height * box.width;
  });
  return { count, offsets, shapes, starts, data: floats(length) };
}

/** Puts patches back to back; `floats` makes room for their values. */
export function packPatches(patches: readonly (LoosePatch | null)[], floats = newFloats): PatchSet {
  const set = emptyPatches(patches, floats);
  patches.forEach((patch, i) => {
    if (patch !== null) set.data.set(patch.data, set.starts[i]);
  });
  return set;
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

/** Some patches of a set, by their numbers. */
export function selectPatches(set: PatchSet, numbers: readonly number[]): PatchSet {
  return packPatches(numbers.map((i) => patchAt(set, i)));
}

/** Multiplies each patch by its factor, in place. */
export function scalePatches(set: PatchSet, factor: (patch: number) => number): void {
  for (let i = 0; i < set.count; i++) {
    const { data } = patchAt(set, i);
    const scale = factor(i);
    for (let k = 0; k < data.length; k++) data[k] *= scale;
  }
}
