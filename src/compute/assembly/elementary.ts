// The twin of ../../physics/elementary.ts: two numbers in the lanes of a vector, the same operations in the same order.

@inline
export function both(value: f64): v128 {
  return f64x2.splat(value);
}

/** ln x for normal numbers above 0. */
@inline
export function log(x: v128): v128 {
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
export function cos(x: v128): v128 {
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

/** A sine's series after its term n, and a cosine's after the one before. */
@inline
function nextTerm(z: v128, n: i32, sums: v128): v128 {
  const divisors = f64x2(<f64>(n * (n + 1)), <f64>((n - 1) * n));
  return f64x2.sub(both(1.0), f64x2.mul(f64x2.div(z, divisors), sums));
}

/** The sine of x, for |x| below about 10⁶, and its cosine. */
export function sinCos(x: f64): v128 {
  const turns = x / 1.5707963267948966;
  const floor = Math.floor(turns);
  const k = turns - floor >= 0.5 ? floor + 1.0 : floor;
  const r = x - k * 1.5707963267341256 - k * 6.077100506303966e-11 - k * 2.0222662487959506e-21;
  const z = both(r * r);
  let sums = f64x2.replace_lane(both(1.0), 1, 1.0 - (r * r) / 306.0);
  for (let n = 16; n >= 2; n -= 2) sums = nextTerm(z, n, sums);
  sums = f64x2.mul(sums, f64x2(r, 1.0));
  const quarter = <i32>k;
  if (quarter & 1) sums = v128.shuffle<i64>(sums, sums, 1, 0);
  // Signs by quarters: + +, + −, − −, − +.
  const signs = i64x2(<i64>((quarter >> 1) & 1) << 63, <i64>(((quarter + 1) >> 1) & 1) << 63);
  return v128.xor(sums, signs);
}
