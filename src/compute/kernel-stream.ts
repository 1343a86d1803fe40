import { RandomStream } from "../random/streams.js";
import { scratchKernels } from "./kernels.js";

/** Words that a kernel can count. */
const MOST_WORDS = 2 ** 32;
const BESIDE_WORDS = 256;

/** Draws of an entity, many normals at a time by SIMD where the host has it: the same bits either way. */
export class KernelStream extends RandomStream {
  override normals(out: Float64Array, count: number): void {
    const simd = scratchKernels();
    const { index } = this;
    const next = index + 2 * count;
    if (!simd || next > MOST_WORDS) {
      super.normals(out, count);
      return;
    }
    const { memory, kernels } = simd;
    const [values, words] = memory.scratch([8 * (count + 1), 8 * count + BESIDE_WORDS]);
    const { k0, k1 } = this.key;
    kernels.streamNormals(values, count, Math.floor(index / 4), index % 4, this.entity, k0, k1, words);
    out.set(new Float64Array(memory.buffer, values, count));
    this.seek(next);
  }
}
