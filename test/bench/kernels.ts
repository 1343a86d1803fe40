// What the package does not export: each kernel and its plain twin.

export { blurPatchesPlain } from "../../src/compute/blur.js";
export { blurFieldPlain } from "../../src/compute/field-blur.js";
export { fieldNoise, fieldNoisePlain } from "../../src/compute/field-noise.js";
export { renderPlain } from "../../src/compute/plain-renderer.js";
export { blurField, blurPatches } from "../../src/compute/simd-blur.js";
export { SimdRenderer } from "../../src/compute/simd-renderer.js";
