import { fieldBlock, patchBlock } from "./kernel-blocks.js";
import { type Block, type KernelMemory, OwnMemory } from "./kernel-memory.js";
import { instantiateKernels, type Kernels } from "./kernels.js";
import { noiseBlock } from "./noise-heads.js";
import type { FrameArray, FrameJob, FramePass } from "./passes.js";
import { tileBlock } from "./patch-tiles.js";
import { SimdGroup } from "./simd-group.js";
import { GROUP, layOutScratch } from "./simd-layout.js";

/** Passes whose patches meet a light with −0 in it, or have weights that are not finite: adding 0 to it is not nothing. */
function exactPasses({ light }: FrameJob, passes: readonly FramePass[]): Set<FramePass> {
  const exact = new Set<FramePass>();
  let dark = light === undefined;
  for (const pass of passes) {
    if (pass.do !== "addPatches") dark = false;
    else if (!dark || !pass.weights.every(Number.isFinite)) exact.add(pass);
  }
  return exact;
}

/** Renders with the kernels of ./assembly. */
export class SimdRenderer {
  readonly #memory: KernelMemory;
  readonly #kernels: Kernels;
  #scratch: Block = { key: {}, size: 0 };

  /** A renderer; null on a host without WebAssembly SIMD. */
  static create(memory: KernelMemory = new OwnMemory()): SimdRenderer | null {
    const kernels = instantiateKernels(memory.wasm);
    return kernels && new SimdRenderer(memory, kernels);
  }

  private constructor(memory: KernelMemory, kernels: Kernels) {
    this.#memory = memory;
    this.#kernels = kernels;
  }

  /** What passes read, as it is kept in the kernels' memory. */
  dataBlocks(job: FrameJob, passes: readonly FramePass[], exact = exactPasses(job, passes)): Block[] {
    const { canvas, fov } = job;
    const blocks: Block[] = [];
    let grid = canvas;
    for (const pass of passes) {
      if (pass.do === "addPatches")
        blocks.push(exact.has(pass) ? patchBlock(pass.patches) : tileBlock(pass.patches, canvas));
      else if (pass.do === "addField" || pass.do === "multiplyField") blocks.push(fieldBlock(pass.field, grid.width));
      else if (pass.do === "warp") grid = fov;
      else if (pass.do === "quantise" && !pass.photons) blocks.push(noiseBlock(grid, pass, this.#kernels));
    }
    return blocks;
  }

  render(job: FrameJob, passes: readonly FramePass[], out: FrameArray): void {
    const frames = job.to - job.from;
    const layout = layOutScratch(job, passes);
    if (layout.size > this.#scratch.size) this.#scratch = { key: {}, size: layout.size };
    const exact = exactPasses(job, passes);
    this.#memory.place([this.#scratch, ...this.dataBlocks(job, passes, exact)]);
    const scratch = this.#memory.address(this.#scratch.key);
    for (let i = 0; i < frames; i += GROUP) {
      const count = Math.min(GROUP, frames - i);
      new SimdGroup(this.#kernels, this.#memory, scratch, layout, job, passes, exact, i, count, out).render();
    }
  }
}
