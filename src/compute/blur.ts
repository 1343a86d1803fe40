import type { LoosePatch } from "./patches.js";

/**
 * Convolves a patch with a Gaussian, separably and in single precision, taps in ascending order. The result's box is
 * the patch's, grown by `margin` pixels on every side and clipped to the canvas; light that leaves the canvas is lost.
 */
export function blurPatch(
  patch: LoosePatch,
  taps: Float32Array,
  margin: number,
  canvas: { readonly height: number; readonly width: number },
): LoosePatch {
  const radius = (taps.length - 1) / 2;
  const row = Math.max(0, patch.row - margin);
  const column = Math.max(0, patch.column - margin);
  const height = Math.min(canvas.height, patch.row + patch.height + margin) - row;
  const width = Math.min(canvas.width, patch.column + patch.width + margin) - column;

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
