import { philox8 } from "./philox";

// The twin of RandomStream.normals in ../../random/streams.ts with ../../physics/elementary.ts: two normals in the lanes of a
// vector, the same operations in the same order.

@inline
function both(value: f64): v128 {
  return f64x2.splat(value);
}

/** Four vectors of first, second … words of four blocks as words in order. */
@inline
function storeInOrder(blocks: usize, out: usize): void {
  const a = v128.load(blocks);
  const b = v128.load(blocks, 16);
  const c = v128.load(blocks, 32);
  const d = v128.load(blocks, 48);
  const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const nextAb = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const nextCd = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  v128.store(out, v128.shuffle<i64>(ab, cd, 0, 2));
  v128.store(out, v128.shuffle<i64>(ab, cd, 1, 3), 16);
  v128.store(out, v128.shuffle<i64>(nextAb, nextCd, 0, 2), 32);
  v128.store(out, v128.shuffle<i64>(nextAb, nextCd, 1, 3), 48);
}

/** (word + ½)·2⁻³² of the two lowest words. */
@inline
function uniform(words: v128): v128 {
  return f64x2.mul(f64x2.add(f64x2.convert_low_i32x4_u(words), both(0.5)), both(2.3283064365386963e-10));
}

/** ln x for normal numbers above 0. */
@inline
function log(x: v128): v128 {
  let mantissa = v128.or(v128.and(x, i64x2.splat(0x000fffffffffffff)), i64x2.splat(0x3ff0000000000000));
  const large = f64x2.gt(mantissa, both(1.4142135623730951));
  mantissa = v128.bitselect(f64x2.mul(mantissa, both(0.5)), mantissa, large);
  const biased = i64x2.shr_u(x, 52);
  const power = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(biased, biased, 0, 2, 0, 2));
  const exponent = f64x2.add(f64x2.sub(power, both(1023.0)), v128.and(large, both(1.0)));
  const s = f64x2.div(f64x2.sub(mantissa, both(1.0)), f64x2.add(mantissa, both(1.0)));
  const z = f64x2.mul(s, s);
  let sum = f64x2.mul(both(1.0 / 23.0), z);
  sum = f64x2.mul(f64x2.add(sum, both(1.0 / 21.0)), z);
  sum = f64x2.mul(f64x2.add(sum, both(1.0 / 19.0)), z);
  sum = f64x2.mul(f64x2.add(sum, both(1.0 / 17.0)), z);
  sum = f64x2.mul(f64x2.add(sum, both(1.0 / 15.0)), z);
  sum = f64x2.mul(f64x2.add(sum, both(1.0 / 13.0)), z);
  sum = f64x2.mul(f64x2.add(sum, both(1.0 / 11.0)), z);
  sum = f64x2.mul(f64x2.add(sum, both(1.0 / 9.0)), z);
  sum = f64x2.mul(f64x2.add(sum, both(1.0 / 7.0)), z);
  sum = f64x2.mul(f64x2.add(sum, both(1.0 / 5.0)), z);
  sum = f64x2.mul(f64x2.add(sum, both(1.0 / 3.0)), z);
  const twice = f64x2.mul(both(2.0), s);
  const rest = f64x2.add(f64x2.mul(twice, sum), f64x2.mul(exponent, both(1.9082149292705877e-10)));
  return f64x2.add(f64x2.mul(exponent, both(0.6931471803691238)), f64x2.add(twice, rest));
}

/** 1 − (z / divisor) · sum. */
@inline
function term(z: v128, divisor: f64, sum: v128): v128 {
  return f64x2.sub(both(1.0), f64x2.mul(f64x2.div(z, both(divisor)), sum));
}

/** cos x for x from 0 to 2π. */
@inline
function cos(x: v128): v128 {
  const turns = f64x2.div(x, both(1.5707963267948966));
  const floor = f64x2.floor(turns);
  const k = f64x2.add(floor, v128.and(f64x2.ge(f64x2.sub(turns, floor), both(0.5)), both(1.0)));
  let r = f64x2.sub(x, f64x2.mul(k, both(1.5707963267341256)));
  r = f64x2.sub(r, f64x2.mul(k, both(6.077100506303966e-11)));
  r = f64x2.sub(r, f64x2.mul(k, both(2.0222662487959506e-21)));
  const z = f64x2.mul(r, r);
  let sin = both(1.0);
  for (let n = 16; n >= 2; n -= 2) sin = term(z, <f64>(n * (n + 1)), sin);
  sin = f64x2.mul(r, sin);
  let cos = both(1.0);
  for (let n = 17; n >= 1; n -= 2) cos = term(z, <f64>(n * (n + 1)), cos);
  const one = f64x2.eq(k, both(1.0));
  const odd = v128.or(one, f64x2.eq(k, both(3.0)));
  const negative = v128.or(one, f64x2.eq(k, both(2.0)));
  return v128.xor(v128.bitselect(sin, cos, odd), v128.and(negative, both(-0.0)));
}

/**
 * `count` standard normals (Box and Muller 1958) from the words of an entity's stream, two each, from word `skipped` of block
 * `block` on. `words` is scratch of 8 bytes for each of them and 256 more; one normal more may be written.
 */
export function streamNormals(
  out: usize,
  count: i32,
  block: i32,
  skipped: i32,
  entity: i32,
  k0: i32,
  k1: i32,
  words: usize,
): void {
  const drawn = words + 128;
  const blocks = (skipped + 2 * count + 3) >> 2;
  for (let i = 0; i < blocks; i += 8) {
    philox8(words, block + i, 0, entity, k0, k1);
    storeInOrder(words, drawn + ((<usize>i) << 4));
    storeInOrder(words + 64, drawn + ((<usize>i) << 4) + 64);
  }
  let from = drawn + ((<usize>skipped) << 2);
  for (const end = out + ((<usize>count) << 3); out < end; out += 16, from += 16) {
    const pairs = v128.load(from);
    const radius = f64x2.sqrt(f64x2.mul(both(-2.0), log(uniform(v128.shuffle<i32>(pairs, pairs, 0, 2, 0, 2)))));
    const angle = f64x2.mul(both(6.283185307179586), uniform(v128.shuffle<i32>(pairs, pairs, 1, 3, 1, 3)));
    v128.store(out, f64x2.mul(radius, cos(angle)));
  }
}
