import { RandomStream } from "../random/streams.js";
import { scratchKernels } from "./kernels.js";

/** Words of the blocks that a kernel can count. */
const MOST_WORDS = 4 * 4294967296;
/** Normals that a kernel draws at a time. */
const BATCH = 4096;
const BESIDE_WORDS = 256;

/** Draws of an entity, many normals at a time by SIMD where the host has it: the same bits either way. */
export class KernelStream extends RandomStream {
  override normals(out: Float64Array, count: number): void {
    const simd = scratchKernels();
    if (!simd || this.index + 2 * count > MOST_WORDS) {
      super.normals(out, count);
      return;
    }
    const { memory, kernels } = simd;
    const most = Math.min(count, BATCH);
    const [values, words] = memory.scratch([8 * (most + 1), 8 * most + BESIDE_WORDS]);
    const { k0, k1 } = this.key;
    for (let at = 0; at < count; at += BATCH) {
      const { index } = this;
      const some = Math.min(BATCH, count - at);
      kernels.streamNormals(values, some, Math.floor(index / 4), index % 4, this.entity, k0, k1, words);
      out.set(new Float64Array(memory.buffer, values, some), at);
      this.seek(index + 2 * some);
    }
  }
}
