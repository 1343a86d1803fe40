import { philox8, philox8From } from "./philox";

// The twin of ../noise.ts: the same operations in the same order, four lanes at a time.

@inline
function horner(p: v128, x: v128, c: f32): v128 {
  return f32x4.add(f32x4.mul(p, x), f32x4.splat(c));
}

/** Turns four pairs of words into eight normals, at `out` and 16 bytes on. */
@inline
function boxMuller(radiusWords: v128, angleWords: v128, out: usize): void {
  const u = f32x4.add(f32x4.convert_i32x4_u(radiusWords), f32x4.splat(0.5));
  const t = i32x4.sub(u, i32x4.splat(0x3f3504f3));
  const exponent = i32x4.shr_s(t, 23);
  const mantissa = i32x4.add(v128.and(t, i32x4.splat(0x7fffff)), i32x4.splat(0x3f3504f3));
  const x = f32x4.sub(mantissa, f32x4.splat(1.0));
  let p = f32x4.splat(0.1221095398068428);
  p = horner(p, x, -0.1878271996974945);
  p = horner(p, x, 0.20454758405685425);
  p = horner(p, x, -0.24896793067455292);
  p = horner(p, x, 0.33316028118133545);
  p = horner(p, x, -0.5000140070915222);
  p = horner(p, x, 1.0000008344650269);
  const scale = f32x4.convert_i32x4_s(i32x4.sub(exponent, i32x4.splat(32)));
  const ln = f32x4.add(f32x4.mul(scale, f32x4.splat(0.6931471805599453)), f32x4.mul(p, x));
  const radius = f32x4.sqrt(f32x4.pmax(f32x4.splat(0.0), f32x4.mul(ln, f32x4.splat(-2.0))));

  const g = f32x4.mul(f32x4.convert_i32x4_s(angleWords), f32x4.splat(4.656612873077393e-10));
  const z = f32x4.mul(g, g);
  let sin = horner(f32x4.splat(0.0024360946845263243), z, -0.08072523027658463);
  sin = horner(sin, z, 0.7853970527648926);
  sin = f32x4.mul(f32x4.mul(sin, g), radius);
  let cos = horner(f32x4.splat(-0.0003188805130776018), z, 0.015849914401769638);
  cos = horner(cos, z, -0.3084242641925812);
  cos = horner(cos, z, 1.0);
  const flip = i32x4.shl(v128.and(angleWords, i32x4.splat(2)), 30);
  cos = f32x4.mul(v128.xor(cos, flip), radius);
  const swap = i32x4.shr_s(i32x4.shl(angleWords, 31), 31);
  v128.store(out, v128.bitselect(sin, cos, swap));
  v128.store(out, v128.bitselect(cos, sin, swap), 16);
}

/** The normals of 32 neighbouring pixels from the words of eight blocks of the generator, in their place: 128 bytes. */
@inline
function normals32(out: usize): void {
  const a = v128.load(out);
  const b = v128.load(out, 16);
  const c = v128.load(out, 32);
  const d = v128.load(out, 48);
  const e = v128.load(out, 64);
  const f = v128.load(out, 80);
  const g = v128.load(out, 96);
  const h = v128.load(out, 112);
  boxMuller(a, b, out);
  boxMuller(c, d, out + 32);
  boxMuller(e, f, out + 64);
  boxMuller(g, h, out + 96);
}

/** The normals of a frame's 32 neighbouring pixels, from the heads of their blocks. */
@inline
export function frameNormals32(out: usize, heads: usize, frame: i32, k0: i32, k1: i32): void {
  philox8From(out, heads, frame, k0, k1);
  normals32(out);
}

/** A row of normals, 16 for every four blocks; written up to 16 normals further. */
export function normals(out: usize, blocks: i32, c0: i32, c1: i32, c2: i32, k0: i32, k1: i32): void {
  for (let block = 0; block < blocks; block += 8, out += 128) {
    philox8(out, c0 + block, c1, c2, k0, k1);
    normals32(out);
  }
}
