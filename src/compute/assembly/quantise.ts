import { normals32 } from "./noise";

/** Four counts, still as floats: clip(floor((λ + √(λ + read variance) · z) · gain), 0, maximum). */
@inline
function count(light: usize, normals: usize, scale: v128, readVariance: v128, gain: v128, maximum: v128): v128 {
  const zero = f32x4.splat(0.0);
  const mean = f32x4.mul(f32x4.pmax(v128.load(light), zero), scale);
  const deviation = f32x4.mul(f32x4.sqrt(f32x4.add(mean, readVariance)), v128.load(normals));
  const counts = f32x4.floor(f32x4.mul(f32x4.add(mean, deviation), gain));
  return f32x4.pmin(f32x4.pmax(counts, zero), maximum);
}

/**
 * Turns rows of light into counts of 1, 2 or 4 (float) bytes. Rows of light are `stride` bytes apart, rows of counts lie
 * back to back; both are read and written 16 pixels at a time, beyond the width too. `normals` is scratch of 128 bytes.
 */
export function quantise(
  light: usize,
  stride: usize,
  out: usize,
  countBytes: usize,
  normals: usize,
  firstRow: i32,
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
  const blocks = ((width + 15) >> 4) << 2;
  for (let y = 0; y < rows; y++) {
    let from = light;
    let to = out;
    const first = (firstRow + y) * blocks;
    for (let block = 0; block < blocks; block += 8) {
      normals32(normals, first + block, frame, k0, k1);
      const end = normals + (block + 4 < blocks ? 128 : 64);
      for (let z = normals; z < end; z += 64) {
        const c0 = count(from, z, scale, readVariance, gain, maximum);
        const c1 = count(from + 16, z + 16, scale, readVariance, gain, maximum);
        const c2 = count(from + 32, z + 32, scale, readVariance, gain, maximum);
        const c3 = count(from + 48, z + 48, scale, readVariance, gain, maximum);
        if (countBytes == 4) {
          v128.store(to, c0);
          v128.store(to, c1, 16);
          v128.store(to, c2, 32);
          v128.store(to, c3, 48);
        } else {
          const i0 = i32x4.trunc_sat_f32x4_s(c0);
          const i1 = i32x4.trunc_sat_f32x4_s(c1);
          const i2 = i32x4.trunc_sat_f32x4_s(c2);
          const i3 = i32x4.trunc_sat_f32x4_s(c3);
          if (countBytes == 2) {
            v128.store(to, i16x8.narrow_i32x4_u(i0, i1));
            v128.store(to, i16x8.narrow_i32x4_u(i2, i3), 16);
          } else {
            v128.store(to, i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(i0, i1), i16x8.narrow_i32x4_s(i2, i3)));
          }
        }
        from += 64;
        to += 16 * countBytes;
      }
    }
    light += stride;
    out += <usize>width * countBytes;
  }
}
