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

@inline
function highWords(low: v128, high: v128): v128 {
  return v128.shuffle<i32>(low, high, 1, 3, 5, 7);
}

@inline
function lowWords(low: v128, high: v128): v128 {
  return v128.shuffle<i32>(low, high, 0, 2, 4, 6);
}

/** The normals of 32 neighbouring pixels, from blocks `block` … `block` + 7: two chains side by side hide latency. */
@inline
export function normals32(out: usize, block: i32, frame: i32, k0: i32, k1: i32): void {
  const m0 = i32x4.splat(0xd2511f53);
  const m1 = i32x4.splat(0xcd9e8d57);
  let a = i32x4.add(i32x4.splat(block), i32x4(0, 1, 2, 3));
  let b = i32x4.splat(frame);
  let c = i32x4.splat(0);
  let d = c;
  let e = i32x4.add(i32x4.splat(block), i32x4(4, 5, 6, 7));
  let f = b;
  let g = c;
  let h = c;
  for (let round = 0; round < 10; round++) {
    const x = i32x4.splat(k0);
    const y = i32x4.splat(k1);
    let al = i64x2.extmul_low_i32x4_u(a, m0);
    let ah = i64x2.extmul_high_i32x4_u(a, m0);
    let cl = i64x2.extmul_low_i32x4_u(c, m1);
    let ch = i64x2.extmul_high_i32x4_u(c, m1);
    a = v128.xor(v128.xor(highWords(cl, ch), b), x);
    c = v128.xor(v128.xor(highWords(al, ah), d), y);
    b = lowWords(cl, ch);
    d = lowWords(al, ah);
    al = i64x2.extmul_low_i32x4_u(e, m0);
    ah = i64x2.extmul_high_i32x4_u(e, m0);
    cl = i64x2.extmul_low_i32x4_u(g, m1);
    ch = i64x2.extmul_high_i32x4_u(g, m1);
    e = v128.xor(v128.xor(highWords(cl, ch), f), x);
    g = v128.xor(v128.xor(highWords(al, ah), h), y);
    f = lowWords(cl, ch);
    h = lowWords(al, ah);
    k0 += 0x9e3779b9;
    k1 += 0xbb67ae85;
  }
  boxMuller(a, b, out);
  boxMuller(c, d, out + 32);
  boxMuller(e, f, out + 64);
  boxMuller(g, h, out + 96);
}
