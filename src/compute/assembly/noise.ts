import { philox8 } from "./philox";

// The twin of ../noise.ts, four lanes at a time: the same operations in the same order, but for factors that are powers of
// two and for words made floats, which round alike. Loops test at their end: so V8 keeps what is constant out of them.

@inline
function horner(p: v128, x: v128, c: f32): v128 {
  return f32x4.add(f32x4.mul(p, x), f32x4.splat(c));
}

/** Words without a sign as floats: each half exactly, in the lowest bits of 2²³ and 2³⁹, their sum rounded once. */
@inline
function float(words: v128): v128 {
  const low = v128.shuffle<i16>(words, i32x4.splat(0x4b000000), 0, 9, 2, 11, 4, 13, 6, 15);
  const high = v128.or(i32x4.shr_u(words, 16), i32x4.splat(0x53000000));
  return f32x4.add(f32x4.sub(high, f32x4.splat(549764202496.0)), low);
}

/** √(−2 ln u) of u = (word + ½)·2⁻³². */
@inline
function radiusOf(words: v128): v128 {
  const u = f32x4.add(float(words), f32x4.splat(0.5));
  const t = i32x4.sub(u, i32x4.splat(0x3f3504f3 + (32 << 23)));
  const exponent = f32x4.convert_i32x4_s(i32x4.shr_s(t, 23));
  const mantissa = i32x4.add(v128.and(t, i32x4.splat(0x7fffff)), i32x4.splat(0x3f3504f3));
  const x = f32x4.sub(mantissa, f32x4.splat(1.0));
  let p = f32x4.splat(-2.0 * 0.1221095398068428);
  p = horner(p, x, -2.0 * -0.1878271996974945);
  p = horner(p, x, -2.0 * 0.20454758405685425);
  p = horner(p, x, -2.0 * -0.24896793067455292);
  p = horner(p, x, -2.0 * 0.33316028118133545);
  p = horner(p, x, -2.0 * -0.5000140070915222);
  p = horner(p, x, -2.0 * 1.0000008344650269);
  const square = f32x4.add(f32x4.mul(exponent, f32x4.splat(-2.0 * 0.6931471805599453)), f32x4.mul(p, x));
  return f32x4.sqrt(f32x4.pmax(f32x4.splat(0.0), square));
}

/** Angle words as a share of π/4 around the middle of a quadrant, −1 … 1; their two lowest bits choose which. */
@inline
function eighths(words: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_s(words), f32x4.splat(4.656612873077393e-10));
}

@inline
function sines(angleWords: v128, radius: v128): v128 {
  const g = eighths(angleWords);
  const z = f32x4.mul(g, g);
  const p = horner(horner(f32x4.splat(0.0024360946845263243), z, -0.08072523027658463), z, 0.7853970527648926);
  return f32x4.mul(f32x4.mul(p, g), radius);
}

@inline
function cosines(angleWords: v128, radius: v128): v128 {
  const g = eighths(angleWords);
  const z = f32x4.mul(g, g);
  const p = horner(horner(f32x4.splat(-0.0003188805130776018), z, 0.015849914401769638), z, -0.3084242641925812);
  const flip = i32x4.shl(v128.and(angleWords, i32x4.splat(2)), 30);
  return f32x4.mul(v128.xor(horner(p, z, 1.0), flip), radius);
}

/** What makes of a sine a cosine, and of a cosine a sine, by exclusive or: where the angle's quadrant swaps them. */
@inline
function exchange(angleWords: v128, sin: v128, cos: v128): v128 {
  return v128.and(v128.xor(sin, cos), i32x4.shr_s(i32x4.shl(angleWords, 31), 31));
}

/**
 * The normals of neighbouring pixels in the place of the words that they are made of, 32 at a time: four chains side by
 * side, none stored before all are read, hide the latency of one.
 */
@inline
export function wordsToNormals(words: usize, end: usize): void {
  do {
    const angles0 = v128.load(words, 16);
    const angles1 = v128.load(words, 48);
    const angles2 = v128.load(words, 80);
    const angles3 = v128.load(words, 112);
    const radius0 = radiusOf(v128.load(words));
    const radius1 = radiusOf(v128.load(words, 32));
    const radius2 = radiusOf(v128.load(words, 64));
    const radius3 = radiusOf(v128.load(words, 96));
    const sin0 = sines(angles0, radius0);
    const sin1 = sines(angles1, radius1);
    const sin2 = sines(angles2, radius2);
    const sin3 = sines(angles3, radius3);
    const cos0 = cosines(angles0, radius0);
    const cos1 = cosines(angles1, radius1);
    const cos2 = cosines(angles2, radius2);
    const cos3 = cosines(angles3, radius3);
    const swap0 = exchange(angles0, sin0, cos0);
    const swap1 = exchange(angles1, sin1, cos1);
    const swap2 = exchange(angles2, sin2, cos2);
    const swap3 = exchange(angles3, sin3, cos3);
    v128.store(words, v128.xor(cos0, swap0));
    v128.store(words, v128.xor(sin0, swap0), 16);
    v128.store(words, v128.xor(cos1, swap1), 32);
    v128.store(words, v128.xor(sin1, swap1), 48);
    v128.store(words, v128.xor(cos2, swap2), 64);
    v128.store(words, v128.xor(sin2, swap2), 80);
    v128.store(words, v128.xor(cos3, swap3), 96);
    v128.store(words, v128.xor(sin3, swap3), 112);
    words += 128;
  } while (words < end);
}

/** A row of normals, 16 for every four blocks; written up to 16 normals further. */
export function normals(out: usize, blocks: i32, c0: i32, c1: i32, c2: i32, k0: i32, k1: i32): void {
  if (blocks <= 0) return;
  let end = out;
  for (let block = 0; block < blocks; block += 8, end += 128) philox8(end, c0 + block, c1, c2, k0, k1);
  wordsToNormals(out, end);
}
