import type { Block, KernelMemory } from "./kernel-memory.js";
import type { PatchSet } from "./patches.js";

/** Pixels that kernels take at a time; rows in their memory are that much or a multiple of it. */
const ROW_STEP = 16;
/** Words that describe a patch to the kernel. */
const PATCH_WORDS = 5;

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

/** Patches as they are, each with a description. */
export function patchBlock(set: PatchSet): Block {
  const { count, offsets, shapes, starts, data } = set;
  const head = count * PATCH_WORDS;
  return {
    key: set,
    size: (head + data.length) * 4,
    fill({ floats, buffer }: KernelMemory, address) {
      const words = new Int32Array(buffer, address, head);
      const values = address + head * 4;
      floats.set(data, values / 4);
      for (let i = 0; i < count; i++) {
        const [row, column] = offsets.subarray(2 * i, 2 * i + 2);
        const [height, width] = shapes.subarray(2 * i, 2 * i + 2);
        words.set([row, height, column * 4, width * 4, values + starts[i] * 4], i * PATCH_WORDS);
      }
    },
  };
}
