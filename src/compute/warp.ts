const fround = Math.fround;

/** A canvas and the window that is cut out of it; `fovOffset` is (row, column) of the window at rest. */
export interface WarpGeometry {
  readonly canvas: { readonly height: number; readonly width: number };
  readonly fovOffset: readonly [number, number];
  readonly fov: { readonly height: number; readonly width: number };
}

/** Splits a position into the pixel before it and the share of the next pixel. */
export function splitPosition(position: number): readonly [base: number, share: number] {
  const base = Math.floor(position);
  const share = fround(position - base);
  return share === 1 ? [base + 1, 0] : [base, share];
}

/**
 * Moves the canvas by (dy, dx) px and cuts the field of view out of it: out(y, x) = canvas(y + top − dy, x + left − dx),
 * bilinear between pixels, in single precision: first along x, then along y.
 */
export function warp(
  light: Float32Array,
  { canvas, fovOffset, fov }: WarpGeometry,
  dy: number,
  dx: number,
  out: Float32Array,
): void {
  const [top, shareY] = splitPosition(fovOffset[0] - dy);
  const [left, shareX] = splitPosition(fovOffset[1] - dx);
  for (let y = 0; y < fov.height; y++) {
    const above = Math.min(top + y, canvas.height - 1) * canvas.width + left;
    const below = Math.min(top + y + 1, canvas.height - 1) * canvas.width + left;
    for (let x = 0; x < fov.width; x++) {
      const right = Math.min(left + x + 1, canvas.width - 1) - left;
      const a = light[above + x];
      const c = light[below + x];
      const upper = fround(a + fround(fround(light[above + right] - a) * shareX));
      const lower = fround(c + fround(fround(light[below + right] - c) * shareX));
      out[y * fov.width + x] = upper + fround(fround(lower - upper) * shareY);
    }
  }
}
