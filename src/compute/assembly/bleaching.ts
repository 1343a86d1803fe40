// The twin of bleachTrace in ../../physics/bleaching.ts: two cells in the lanes of a vector.

@inline
function both(value: f64): v128 {
  return f64x2.splat(value);
}

/** `a` − x·`b` in both lanes. */
@inline
function less(a: f64, x: v128, b: v128): v128 {
  return f64x2.sub(both(a), f64x2.mul(x, b));
}

/** (1 − e^(−x)) / x by its series, for small x. */
@inline
function relaxation(x: v128): v128 {
  let tail = f64x2.sub(both(1.0 / 362880.0), f64x2.div(x, both(3628800.0)));
  tail = less(1.0 / 40320.0, x, tail);
  tail = less(1.0 / 5040.0, x, tail);
  tail = less(1.0 / 720.0, x, tail);
  let sum = less(1.0 / 120.0, x, tail);
  sum = less(1.0 / 24.0, x, sum);
  sum = less(1.0 / 6.0, x, sum);
  sum = less(1.0 / 2.0, x, sum);
  return less(1.0, x, sum);
}

/**
 * The shares of working indicator of two cells at the beginning of each of some frames. Traces stand back to back, frame
 * after frame, as the shares do that come out; `lossesPerUnit` and `levels` are pairs, and `levels` is left as it is after
 * the last frame. 0 where a rate is beyond what the series is good for: then nothing of it counts.
 */
export function bleachPair(
  traces: usize,
  excitation: usize,
  frames: i32,
  renewal: f64,
  lossesPerUnit: usize,
  levels: usize,
  out: usize,
): i32 {
  const renewals = both(renewal);
  const losses = v128.load(lossesPerUnit);
  const size = (<usize>frames) << 3;
  let level = v128.load(levels);
  let beyond = i64x2.splat(0);
  for (const end = out + size; out < end; out += 8, traces += 8, excitation += 8) {
    v128.store64_lane(out, level, 0);
    v128.store64_lane(out + size, level, 1);
    const light = v128.load64_lane(traces + size, v128.load64_zero(traces), 1);
    const lit = f64x2.mul(light, v128.load64_splat(excitation));
    const rate = f64x2.add(renewals, f64x2.mul(losses, lit));
    beyond = v128.or(beyond, f64x2.gt(f64x2.abs(rate), both(0.1)));
    const after = f64x2.add(level, f64x2.mul(f64x2.sub(renewals, f64x2.mul(rate, level)), relaxation(rate)));
    level = v128.bitselect(after, level, f64x2.gt(rate, both(0.0)));
  }
  v128.store(levels, level);
  return v128.any_true(beyond) ? 0 : 1;
}
