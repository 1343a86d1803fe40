import type { RenderPasses } from "./passes.js";
import { renderPlain } from "./plain-renderer.js";
import { SimdRenderer } from "./simd-renderer.js";

let fast: RenderPasses | undefined;

/** Renders by SIMD where the host has it, otherwise plainly: the same bits either way. */
export const renderPasses: RenderPasses = (job, passes, out) => {
  if (!fast) {
    const simd = SimdRenderer.create();
    fast = simd ? simd.render.bind(simd) : renderPlain;
  }
  const plainOnly = passes.some((pass) => pass.do === "custom" || (pass.do === "quantise" && pass.photons));
  (plainOnly ? renderPlain : fast)(job, passes, out);
};
