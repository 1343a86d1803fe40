import type { Block, KernelMemory } from "./kernel-memory.js";
import type { PatchSet } from "./patches.js";

/** Pixels that kernels take at a time; rows in their memory are that much or a multiple of it. */
const ROW_STEP = 16;
/** Pixels of a vector; patches are widened to whole vectors. */
const LANES = 4;
/** Words that describe a patch to the kernel. */
const PATCH_WORDS = 7;

/** Bytes from one row of light or of a field to the next. */
export function rowStride(width: number): number {
  return Math.ceil(width / ROW_STEP) * ROW_STEP * 4;
}

/** A field or a stack of maps, rows padded with zeros. */
export function fieldBlock(field: Float32Array, width: number): Block {
  const stride = rowStride(width);
  const rows = field.length / width;
  return {
    key: field,
    size: rows * stride,
    fill({ floats }, address) {
      const start = address / 4;
      const step = stride / 4;
      if (step === width) {
        floats.set(field, start);
        return;
      }
      floats.fill(0, start, start + rows * step);
      for (let y = 0; y < rows; y++) floats.set(field.subarray(y * width, (y + 1) * width), start + y * step);
    },
  };
}

const firstLane = (column: number) => column - (column % LANES);
const endLane = (column: number) => Math.ceil(column / LANES) * LANES;

/** Patches, each with a description and with rows widened to whole vectors by zeros. */
export function patchBlock(set: PatchSet): Block {
  const { count, offsets, shapes, starts, data } = set;
  const widthOf = (i: number) => endLane(offsets[2 * i + 1] + shapes[2 * i + 1]) - firstLane(offsets[2 * i + 1]);
  let values = 0;
  for (let i = 0; i < count; i++) values += shapes[2 * i] * widthOf(i);
  const head = Math.ceil((count * PATCH_WORDS) / ROW_STEP) * ROW_STEP;
  return {
    key: set,
    size: (head + values) * 4,
    fill({ floats, buffer }: KernelMemory, address) {
      const words = new Int32Array(buffer, address, head);
      let at = address / 4 + head;
      floats.fill(0, at, at + values);
      for (let i = 0; i < count; i++) {
        const [row, column] = offsets.subarray(2 * i, 2 * i + 2);
        const [height, width] = shapes.subarray(2 * i, 2 * i + 2);
        const wide = widthOf(i);
        words.set([row, height, column, width, firstLane(column) * 4, wide * 4, at * 4], i * PATCH_WORDS);
        const inset = column - firstLane(column);
        for (let y = 0; y < height; y++) {
          const from = starts[i] + y * width;
          floats.set(data.subarray(from, from + width), at + y * wide + inset);
        }
        at += height * wide;
      }
    },
  };
}
