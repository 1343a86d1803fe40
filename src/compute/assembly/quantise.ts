import { wordsToNormals } from "./noise";
import { philox8From } from "./philox";

/** (λ + √(λ + read variance) · z) · gain, rounded down, of four pixels. */
@inline
function electrons(light: usize, normals: usize, scale: v128, readVariance: v128, gain: v128): v128 {
  const mean = f32x4.mul(f32x4.pmax(v128.load(light), f32x4.splat(0.0)), scale);
  const deviation = f32x4.mul(f32x4.sqrt(f32x4.add(mean, readVariance)), v128.load(normals));
  return f32x4.floor(f32x4.mul(f32x4.add(mean, deviation), gain));
}

/** Counts as floats; the sum makes of −0, which a count is not, 0. */
@inline
function clip(counts: v128, maximum: v128): v128 {
  const zero = f32x4.splat(0.0);
  return f32x4.pmin(f32x4.pmax(f32x4.add(counts, zero), zero), maximum);
}

/**
 * A count of 16 bits at most as an integer: added to 2²³ it stands in the lowest bits of the sum. What is no number
 * counts as 0, as it does when it is put into an array of integers.
 */
@inline
function integer(counts: v128, maximum: v128): v128 {
  const clipped = f32x4.pmin(f32x4.pmax(f32x4.splat(0.0), counts), maximum);
  return v128.and(f32x4.add(clipped, f32x4.splat(8388608.0)), i32x4.splat(0xffff));
}

/**
 * Turns rows of light into counts of 1, 2 or 4 (float) bytes. Rows of light are `stride` bytes apart, rows of counts
 * lie back to back; both are read and written 16 pixels at a time, beyond the width too. `heads` are those of the first
 * row's blocks of noise, with 128 bytes more after the last row's. `words` is scratch of 4 bytes for each pixel of a row and
 * 128 more.
 */
export function quantise(
  light: usize,
  stride: usize,
  out: usize,
  countBytes: usize,
  words: usize,
  heads: usize,
  rows: i32,
  width: i32,
  frame: i32,
  electronsPerUnit: f32,
  readNoiseVariance: f32,
  gainAduPerE: f32,
  maximumCount: f32,
  k0: i32,
  k1: i32,
): void {
  const scale = f32x4.splat(electronsPerUnit);
  const readVariance = f32x4.splat(readNoiseVariance);
  const gain = f32x4.splat(gainAduPerE);
  const maximum = f32x4.splat(maximumCount);
  const size = (<usize>((width + 15) >> 4)) << 6;
  const end = words + size;
  for (let y = 0; y < rows; y++) {
    let at = words;
    let head = heads;
    do {
      philox8From(at, head, frame, k0, k1);
      at += 128;
      head += 128;
    } while (at < end);
    wordsToNormals(words, at);
    let from = light;
    let to = out;
    at = words;
    do {
      const c0 = electrons(from, at, scale, readVariance, gain);
      const c1 = electrons(from + 16, at + 16, scale, readVariance, gain);
      const c2 = electrons(from + 32, at + 32, scale, readVariance, gain);
      const c3 = electrons(from + 48, at + 48, scale, readVariance, gain);
      if (countBytes == 4) {
        v128.store(to, clip(c0, maximum));
        v128.store(to, clip(c1, maximum), 16);
        v128.store(to, clip(c2, maximum), 32);
        v128.store(to, clip(c3, maximum), 48);
      } else {
        const i0 = integer(c0, maximum);
        const i1 = integer(c1, maximum);
        const i2 = integer(c2, maximum);
        const i3 = integer(c3, maximum);
        if (countBytes == 2) {
          v128.store(to, i16x8.narrow_i32x4_u(i0, i1));
          v128.store(to, i16x8.narrow_i32x4_u(i2, i3), 16);
        } else {
          v128.store(to, i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(i0, i1), i16x8.narrow_i32x4_s(i2, i3)));
        }
      }
      from += 64;
      to += 16 * countBytes;
      at += 64;
    } while (at < end);
    light += stride;
    heads += size;
    out += <usize>width * countBytes;
  }
}
