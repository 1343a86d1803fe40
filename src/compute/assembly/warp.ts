@inline
function between(a: v128, b: v128, share: v128): v128 {
  return f32x4.add(a, f32x4.mul(f32x4.sub(b, a), share));
}

/**
 * Interpolates `rows` rows of the field of view out of rows of the canvas, `stride` bytes apart: row y lies between the
 * canvas rows `light` + y·stride and the next one, none beyond `last`. Columns go four at a time, down all rows, so
 * that a row interpolated along x serves the row above it and the row below it.
 */
export function warp(
  light: usize,
  stride: usize,
  last: usize,
  out: usize,
  outStride: usize,
  rows: i32,
  width: i32,
  alongX: f32,
  alongY: f32,
): void {
  const shareX = f32x4.splat(alongX);
  const shareY = f32x4.splat(alongY);
  const size = (<usize>((width + 3) & ~3)) << 2;
  for (let x: usize = 0; x < size; x += 16) {
    let above = min(light, last) + x;
    let upper = between(v128.load(above), v128.load(above, 4), shareX);
    let below = light;
    let to = out + x;
    for (let y = 0; y < rows; y++) {
      below += stride;
      above = min(below, last) + x;
      const lower = between(v128.load(above), v128.load(above, 4), shareX);
      v128.store(to, between(upper, lower, shareY));
      upper = lower;
      to += outStride;
    }
  }
}

/** The same for one column that has no right neighbour on the canvas: it is its own. */
export function warpEdge(
  light: usize,
  stride: usize,
  last: usize,
  out: usize,
  outStride: usize,
  rows: i32,
  shareX: f32,
  shareY: f32,
): void {
  for (let y = 0; y < rows; y++) {
    const a = load<f32>(min(light, last));
    const c = load<f32>(min(light + stride, last));
    const upper = a + (a - a) * shareX;
    const lower = c + (c - c) * shareX;
    store<f32>(out, upper + (lower - upper) * shareY);
    light += stride;
    out += outStride;
  }
}
