import { gaussianTaps } from "../physics/gaussian.js";
import { type LoosePatch, type PatchBox, type PatchSet, packPatches, patchAt } from "./patches.js";

interface Size {
  readonly height: number;
  readonly width: number;
}

/** The Gaussian that blurs a patch, and by how many pixels its box grows on every side. */
export function patchBlur(sigmaPx: number): { readonly taps: Float32Array; readonly margin: number } {
  return { taps: Float32Array.from(gaussianTaps(sigmaPx)), margin: Math.ceil(4 * sigmaPx) + 1 };
}

/** A patch's box grown by `margin` pixels on every side and clipped to the canvas. */
export function grownBox(patch: PatchBox, margin: number, canvas: Size): PatchBox {
  const row = Math.max(0, patch.row - margin);
  const column = Math.max(0, patch.column - margin);
  const height = Math.min(canvas.height, patch.row + patch.height + margin) - row;
  const width = Math.min(canvas.width, patch.column + patch.width + margin) - column;
  return { row, column, height, width };
}

/**
 * Convolves a patch with a Gaussian, separably and in single precision, taps in ascending order. The result's box is
 * the patch's, grown by `margin` pixels on every side and clipped to the canvas; light that leaves the canvas is lost.
 */
export function blurPatch(patch: LoosePatch, taps: Float32Array, margin: number, canvas: Size): LoosePatch {
  const radius = (taps.length - 1) / 2;
  const { row, column, height, width } = grownBox(patch, margin, canvas);

  const across = new Float32Array(patch.height * width);
  const shift = column - patch.column;
  for (let y = 0; y < patch.height; y++) {
    const from = y * patch.width;
    const to = y * width;
    for (let k = -radius; k <= radius; k++) {
      const tap = taps[k + radius];
      const first = Math.max(0, -shift - k);
      const last = Math.min(width, patch.width - shift - k);
      for (let x = first; x < last; x++) {
        across[to + x] += Math.fround(tap * patch.data[from + x + shift + k]);
      }
    }
  }

  const data = new Float32Array(height * width);
  const drop = row - patch.row;
  for (let y = 0; y < height; y++) {
    const to = y * width;
    for (let k = -radius; k <= radius; k++) {
      const source = y + drop + k;
      if (source < 0 || source >= patch.height) continue;
      const tap = taps[k + radius];
      const from = source * width;
      for (let x = 0; x < width; x++) data[to + x] += Math.fround(tap * across[from + x]);
    }
  }
  return { row, column, height, width, data };
}

/** Blurs each patch of a set by its own sigma; an empty one stays empty. */
export function blurPatchesPlain(set: PatchSet, sigmasPx: ArrayLike<number>, canvas: Size): PatchSet {
  const patches = Array.from({ length: set.count }, (_, i) => {
    const patch = patchAt(set, i);
    const { taps, margin } = patchBlur(sigmasPx[i]);
    return patch.data.length === 0 ? null : blurPatch(patch, taps, margin, canvas);
  });
  return packPatches(patches);
}
