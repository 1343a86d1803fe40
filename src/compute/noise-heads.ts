import type { StreamKey } from "../random/streams.js";
import type { Block } from "./kernel-memory.js";
import type { Kernels } from "./kernels.js";
import { NOISE_GROUP } from "./noise.js";

interface Grid {
  readonly height: number;
  readonly width: number;
}

/** Bytes of four words for each block of the generator. */
const HEAD_BYTES = 16;
/** What the last kernel call of a row reads beyond it. */
const BEYOND = 128;

/** Blocks of the generator that a row of pixels takes. */
const rowBlocks = (width: number) => 4 * Math.ceil(width / NOISE_GROUP);

/** Bytes of the heads of a row. */
export const headStride = (width: number) => rowBlocks(width) * HEAD_BYTES;

/** Scenes that somebody looks at in turn. */
const KEPT = 4;
const keys = new Map<string, object>();

/** What the heads of a stream's noise are known by in a memory: the same for all scenes of one seed and size. */
export function noiseKey({ height, width }: Grid, { k0, k1 }: StreamKey): object {
  const name = `${k0},${k1},${height},${width}`;
  const key = keys.get(name) ?? {};
  if (keys.size >= KEPT && !keys.has(name)) keys.delete(keys.keys().next().value!);
  keys.set(name, key);
  return key;
}

/** What the noise of each pixel has in common in all frames: a fourth of the generator's work. */
export function noiseBlock(grid: Grid, { k0, k1 }: StreamKey, kernels: Kernels): Block {
  const blocks = grid.height * rowBlocks(grid.width);
  return {
    key: noiseKey(grid, { k0, k1 }),
    size: blocks * HEAD_BYTES + BEYOND,
    fill: (_memory, address) => kernels.philoxHeads(address, blocks, k0, k1),
  };
}
