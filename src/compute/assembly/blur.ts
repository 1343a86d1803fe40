/** Σ tap · source over `count` taps, for 16 neighbouring pixels; `step` bytes lie between the sources of two taps. */
@inline
function sum16(source: usize, step: usize, taps: usize, count: i32, out: usize): void {
  let s0 = f32x4.splat(0.0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (const end = taps + ((<usize>count) << 2); taps < end; taps += 4, source += step) {
    const tap = v128.load32_splat(taps);
    s0 = f32x4.add(s0, f32x4.mul(tap, v128.load(source)));
    s1 = f32x4.add(s1, f32x4.mul(tap, v128.load(source, 16)));
    s2 = f32x4.add(s2, f32x4.mul(tap, v128.load(source, 32)));
    s3 = f32x4.add(s3, f32x4.mul(tap, v128.load(source, 48)));
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
}

/**
 * Convolves a patch with 2·`radius` + 1 taps along x, then along y, taps in ascending order. The result has `outHeight`
 * rows of `outWidth` pixels, back to back, and begins `up` rows and `left` columns before the patch. `line` is scratch
 * of zeros, as long as the result is wide and 2·`radius` more; `across` of a patch's rows. Both, and the result, are
 * written up to 16 pixels further.
 */
export function blurPatch(
  patch: usize,
  height: i32,
  width: i32,
  taps: usize,
  radius: i32,
  up: i32,
  left: i32,
  line: usize,
  across: usize,
  out: usize,
  outHeight: i32,
  outWidth: i32,
): void {
  const stride = (<usize>((outWidth + 15) & ~15)) << 2;
  const size = (<usize>width) << 2;
  const start = line + ((<usize>(radius + left)) << 2);
  for (let y = 0; y < height; y++) {
    memory.copy(start, patch + <usize>y * size, size);
    for (let x: usize = 0; x < stride; x += 64) {
      sum16(line + x, 4, taps, 2 * radius + 1, across + <usize>y * stride + x);
    }
  }
  for (let y = 0; y < outHeight; y++) {
    const centre = y - up;
    const first = max(centre - radius, 0);
    const count = min(centre + radius + 1, height) - first;
    const skipped = (<usize>(first - centre + radius)) << 2;
    for (let x: usize = 0; x < stride; x += 64) {
      sum16(across + <usize>first * stride + x, stride, taps + skipped, count, out + x);
    }
    out += (<usize>outWidth) << 2;
  }
}

/** The sums of four pairs of pixels, the centre's tap first, then pairs of neighbours outwards, `step` bytes apart. */
@inline
function pairs8(centre: usize, step: usize, taps: usize, radius: i32, out: usize, narrow: bool): void {
  let tap = v128.load64_splat(taps);
  let s0 = f64x2.mul(tap, v128.load(centre));
  let s1 = f64x2.mul(tap, v128.load(centre, 16));
  let s2 = f64x2.mul(tap, v128.load(centre, 32));
  let s3 = f64x2.mul(tap, v128.load(centre, 48));
  let before = centre;
  let after = centre;
  for (let k = 0; k < radius; k++) {
    taps += 8;
    before -= step;
    after += step;
    tap = v128.load64_splat(taps);
    s0 = f64x2.add(s0, f64x2.mul(tap, f64x2.add(v128.load(before), v128.load(after))));
    s1 = f64x2.add(s1, f64x2.mul(tap, f64x2.add(v128.load(before, 16), v128.load(after, 16))));
    s2 = f64x2.add(s2, f64x2.mul(tap, f64x2.add(v128.load(before, 32), v128.load(after, 32))));
    s3 = f64x2.add(s3, f64x2.mul(tap, f64x2.add(v128.load(before, 48), v128.load(after, 48))));
  }
  if (narrow) {
    v128.store64_lane(out, f32x4.demote_f64x2_zero(s0), 0);
    v128.store64_lane(out, f32x4.demote_f64x2_zero(s1), 0, 8);
    v128.store64_lane(out, f32x4.demote_f64x2_zero(s2), 0, 16);
    v128.store64_lane(out, f32x4.demote_f64x2_zero(s3), 0, 24);
  } else {
    v128.store(out, s0);
    v128.store(out, s1, 16);
    v128.store(out, s2, 32);
    v128.store(out, s3, 48);
  }
}

/**
 * Convolves rows of doubles along x with symmetric taps, the centre's first. Rows of the source are padded by `radius`
 * pixels on both sides; widths are multiples of 8.
 */
export function blurAcross(rows: usize, height: i32, width: i32, taps: usize, radius: i32, out: usize): void {
  const size = (<usize>width) << 3;
  const padding = (<usize>radius) << 3;
  for (let y = 0; y < height; y++) {
    for (let x: usize = 0; x < size; x += 64) pairs8(rows + padding + x, 8, taps, radius, out + x, false);
    rows += size + 2 * padding;
    out += size;
  }
}

/** The same along y, into floats; there are `radius` more rows above the source's first and below its last. */
export function blurDown(rows: usize, height: i32, width: i32, taps: usize, radius: i32, out: usize): void {
  const size = (<usize>width) << 3;
  // Column by column of eight pixels, so that the rows they read stay in a processor's cache.
  for (let x: usize = 0; x < size; x += 64) {
    let centre = rows + x;
    let to = out + (x >> 1);
    for (let y = 0; y < height; y++) {
      pairs8(centre, size, taps, radius, to, true);
      centre += size;
      to += size >> 1;
    }
  }
}
