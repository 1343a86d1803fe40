import { both } from "./elementary";

// The twin of ReflectedSmoothing in ../../physics/gaussian.ts: four neighbouring values at a time, the same operations in the
// same order.

/** Σ tap · source for four neighbouring values; `step` bytes lie between the sources of two taps. */
@inline
function sum4(source: usize, step: usize, taps: usize, tapsEnd: usize, out: usize): void {
  let low = both(0.0);
  let high = low;
  for (; taps < tapsEnd; taps += 8, source += step) {
    const tap = v128.load64_splat(taps);
    low = f64x2.add(low, f64x2.mul(tap, v128.load(source)));
    high = f64x2.add(high, f64x2.mul(tap, v128.load(source, 16)));
  }
  v128.store(out, low);
  v128.store(out, high, 16);
}

/** Index of a sample beyond the edge when the signal is mirrored about the edge of its last sample. */
@inline
function reflect(index: i32, length: i32): i32 {
  const i = index % (2 * length);
  const at = i < 0 ? i + 2 * length : i;
  return at < length ? at : 2 * length - 1 - at;
}

/** Bytes from one row of a smoothed field to the next. */
@inline
export function smoothStride(width: i32): usize {
  return (<usize>((width + 3) & ~3)) << 3;
}

/**
 * Smooths a field of doubles with 2·`radius` + 1 taps along x, then along y. Of the scratch, `line` is as long as a row of
 * the result and 2·`radius` more, `across` as high as the field and 2·`radius` more.
 */
export function smoothReflected(
  field: usize,
  height: i32,
  width: i32,
  taps: usize,
  radius: i32,
  line: usize,
  across: usize,
  out: usize,
): void {
  const stride = smoothStride(width);
  const tapsEnd = taps + ((<usize>(2 * radius + 1)) << 3);
  const firstRow = across + <usize>radius * stride;
  for (let y = 0; y < height; y++) {
    const row = field + ((<usize>(y * width)) << 3);
    for (let x = -radius; x < width + radius; x++) {
      store<f64>(line + ((<usize>(x + radius)) << 3), load<f64>(row + ((<usize>reflect(x, width)) << 3)));
    }
    for (let x: usize = 0; x < stride; x += 32) sum4(line + x, 8, taps, tapsEnd, firstRow + <usize>y * stride + x);
  }
  for (let y = 1; y <= radius; y++) {
    memory.copy(firstRow - <usize>y * stride, firstRow + <usize>reflect(-y, height) * stride, stride);
    const after = height - 1 + y;
    memory.copy(firstRow + <usize>after * stride, firstRow + <usize>reflect(after, height) * stride, stride);
  }
  for (let y = 0; y < height; y++) {
    const top = across + <usize>y * stride;
    for (let x: usize = 0; x < stride; x += 32) sum4(top + x, stride, taps, tapsEnd, out + <usize>y * stride + x);
  }
}
