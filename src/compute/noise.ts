import { philox } from "../random/philox.js";

const fround = Math.fround;
const bits = new Int32Array(1);
const float = new Float32Array(bits.buffer);
const words = new Int32Array(4);

// ln(m) on [√½, √2), from the highest power down.
const L6 = fround(0.1221095398068428);
const L5 = fround(-0.1878271996974945);
const L4 = fround(0.20454758405685425);
const L3 = fround(-0.24896793067455292);
const L2 = fround(0.33316028118133545);
const L1 = fround(-0.5000140070915222);
const L0 = fround(1.0000008344650269);
const LN2 = fround(0.69314718);
const SQRT_HALF_BITS = 0x3f3504f3;
// sin and cos of π/4·g for |g| ≤ 1.
const S5 = fround(0.0024360946845263243);
const S3 = fround(-0.08072523027658463);
const S1 = fround(0.7853970527648926);
const C6 = fround(-0.0003188805130776018);
const C4 = fround(0.015849914401769638);
const C2 = fround(-0.3084242641925812);
const TWO_POW_MINUS_31 = fround(4.656612873077393e-10);

/** √(−2 ln u) for u = (word + ½)·2⁻³², in single precision. */
function radiusOf(word: number): number {
  float[0] = fround(fround(word >>> 0) + 0.5);
  const t = (bits[0] - SQRT_HALF_BITS) | 0;
  const exponent = t >> 23;
  bits[0] = (t & 0x7fffff) + SQRT_HALF_BITS;
  const x = fround(float[0] - 1);
  let p = fround(fround(L6 * x) + L5);
  p = fround(fround(p * x) + L4);
  p = fround(fround(p * x) + L3);
  p = fround(fround(p * x) + L2);
  p = fround(fround(p * x) + L1);
  p = fround(fround(p * x) + L0);
  const ln = fround(fround(fround(exponent - 32) * LN2) + fround(p * x));
  return fround(Math.sqrt(Math.max(0, fround(ln * -2))));
}

/** Writes the two normals of one pair of words to `out[at]` and `out[at + 4]`. */
function boxMuller(radiusWord: number, angleWord: number, out: Float32Array, at: number): void {
  const radius = radiusOf(radiusWord);
  const g = fround(fround(angleWord) * TWO_POW_MINUS_31);
  const z = fround(g * g);
  let sin = fround(fround(S5 * z) + S3);
  sin = fround(fround(sin * z) + S1);
  sin = fround(fround(sin * g) * radius);
  let cos = fround(fround(C6 * z) + C4);
  cos = fround(fround(cos * z) + C2);
  cos = fround(fround(cos * z) + 1);
  if (angleWord & 2) cos = -cos;
  cos = fround(cos * radius);
  const swap = angleWord & 1;
  out[at] = swap ? sin : cos;
  out[at + 4] = swap ? cos : sin;
}

/** Pixels whose normals come from the same four blocks of the generator. */
export const NOISE_GROUP = 16;

/**
 * One standard normal per pixel of a row (Box and Muller 1958, single precision), keyed by row and frame alone.
 * `out` holds the row's width rounded up to a multiple of 16.
 */
export function noiseRow(out: Float32Array, row: number, frame: number, k0: number, k1: number): void {
  const groups = out.length / NOISE_GROUP;
  for (let group = 0; group < groups; group++) {
    for (let lane = 0; lane < 4; lane++) {
      philox((row * groups + group) * 4 + lane, frame, 0, 0, k0, k1, words);
      const at = group * NOISE_GROUP + lane;
      const angle = words[3];
      const second = words[2];
      boxMuller(words[0], words[1], out, at);
      boxMuller(second, angle, out, at + 8);
    }
  }
}
