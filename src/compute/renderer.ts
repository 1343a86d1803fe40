import { newSharedMemory, SharedMemory } from "./kernel-memory.js";
import type { FrameArray, FrameJob, FramePass, RenderPasses } from "./passes.js";
import { renderPlain } from "./plain-renderer.js";
import { SimdRenderer } from "./simd-renderer.js";

export { newSharedMemory };

/** Passes that only the plain renderer knows. */
function isPlainOnly(pass: FramePass): boolean {
  return pass.do === "custom" || (pass.do === "quantise" && pass.photons !== undefined);
}

/** Passes in runs of those that are rendered by SIMD and those that are not. */
function partsOf(passes: readonly FramePass[]): { readonly plain: boolean; readonly passes: FramePass[] }[] {
  const parts: { plain: boolean; passes: FramePass[] }[] = [];
  for (const pass of passes) {
    const plain = isPlainOnly(pass);
    if (parts.at(-1)?.plain === plain) parts.at(-1)!.passes.push(pass);
    else parts.push({ plain, passes: [pass] });
  }
  return parts;
}

/** Renders each pass by SIMD that can be: the light that comes out of some passes is what the next go on from. */
function partly(simd: SimdRenderer): RenderPasses {
  const lights: [Float32Array, Float32Array] = [new Float32Array(), new Float32Array()];
  const render = (plain: boolean, job: FrameJob, passes: readonly FramePass[], out: FrameArray) =>
    plain ? renderPlain(job, passes, out) : simd.render(job, passes, out);
  return (job, passes, out) => {
    const parts = partsOf(passes);
    let rest = job;
    for (const [i, part] of parts.entries()) {
      if (i === parts.length - 1) {
        render(part.plain, rest, part.passes, out);
        return;
      }
      const moved = part.passes.some((pass) => pass.do === "warp");
      const canvas = moved ? job.fov : rest.canvas;
      const length = (job.to - job.from) * canvas.height * canvas.width;
      const spare = i % 2;
      if (lights[spare].length !== length) lights[spare] = new Float32Array(length);
      render(part.plain, rest, part.passes, lights[spare]);
      rest = { ...rest, canvas, fovOffset: moved ? [0, 0] : rest.fovOffset, light: lights[spare] };
    }
    renderPlain(job, passes, out);
  };
}

let usual: RenderPasses | undefined;

/** Renders by SIMD where the host has it, otherwise plainly: the same bits either way. */
export const renderPasses: RenderPasses = (job, passes, out) => {
  if (!usual) {
    const simd = SimdRenderer.create();
    usual = simd ? partly(simd) : renderPlain;
  }
  usual(job, passes, out);
};

/**
 * Renders as {@link renderPasses} does, in a memory that threads share. The first of them puts there what these passes
 * read; the others are given its `places`.
 */
export function sharedRenderer(
  wasm: WebAssembly.Memory,
  job: FrameJob,
  passes: readonly FramePass[],
  places: readonly number[] | null,
): { readonly render: RenderPasses; readonly places: readonly number[] } {
  const memory = new SharedMemory(wasm);
  const simd = SimdRenderer.create(memory);
  if (!simd) return { render: renderPlain, places: [] };
  const blocks = simd.dataBlocks(job, passes);
  if (places) memory.adopt(blocks, places);
  else memory.place(blocks);
  return { render: partly(simd), places: blocks.map(({ key }) => memory.address(key)) };
}
