// The twins of ../frame.ts's fields. Sizes are in bytes and multiples of 64, 16 pixels.

/**
 * Begins bands of some frames, `bandSize` bytes apart: the last of the `height` rows of the band before goes to the front, and
 * the first `rows` of the next become dark.
 */
export function beginBands(
  bands: usize,
  bandSize: usize,
  frames: i32,
  stride: usize,
  height: i32,
  rows: i32,
): void {
  for (; frames > 0; frames--, bands += bandSize) {
    memory.copy(bands, bands + <usize>height * stride, stride);
    memory.fill(bands + stride, 0, <usize>rows * stride);
  }
}

/** light *= field. */
export function multiplyField(light: usize, field: usize, size: usize): void {
  for (const end = light + size; light < end; light += 64, field += 64) {
    v128.store(light, f32x4.mul(v128.load(light), v128.load(field)));
    v128.store(light, f32x4.mul(v128.load(light, 16), v128.load(field, 16)), 16);
    v128.store(light, f32x4.mul(v128.load(light, 32), v128.load(field, 32)), 32);
    v128.store(light, f32x4.mul(v128.load(light, 48), v128.load(field, 48)), 48);
  }
}

/** light += field. */
export function addField(light: usize, field: usize, size: usize): void {
  for (const end = light + size; light < end; light += 64, field += 64) {
    v128.store(light, f32x4.add(v128.load(light), v128.load(field)));
    v128.store(light, f32x4.add(v128.load(light, 16), v128.load(field, 16)), 16);
    v128.store(light, f32x4.add(v128.load(light, 32), v128.load(field, 32)), 32);
    v128.store(light, f32x4.add(v128.load(light, 48), v128.load(field, 48)), 48);
  }
}

/** light = light · first · second + third, each as {@link multiplyField} and {@link addField} do it. */
export function multiplyTwiceAndAdd(light: usize, first: usize, second: usize, third: usize, size: usize): void {
  for (const end = light + size; light < end; light += 64, first += 64, second += 64, third += 64) {
    const l0 = f32x4.mul(f32x4.mul(v128.load(light), v128.load(first)), v128.load(second));
    const l1 = f32x4.mul(f32x4.mul(v128.load(light, 16), v128.load(first, 16)), v128.load(second, 16));
    const l2 = f32x4.mul(f32x4.mul(v128.load(light, 32), v128.load(first, 32)), v128.load(second, 32));
    const l3 = f32x4.mul(f32x4.mul(v128.load(light, 48), v128.load(first, 48)), v128.load(second, 48));
    v128.store(light, f32x4.add(l0, v128.load(third)));
    v128.store(light, f32x4.add(l1, v128.load(third, 16)), 16);
    v128.store(light, f32x4.add(l2, v128.load(third, 32)), 32);
    v128.store(light, f32x4.add(l3, v128.load(third, 48)), 48);
  }
}

/** light *= Σ map · weight or light += Σ map · weight, then *= factor if there is one; the maps are `mapSize` bytes apart. */
@inline
function joinStack(
  light: usize,
  maps: usize,
  mapSize: usize,
  weights: usize,
  count: i32,
  size: usize,
  add: bool,
  factor: usize,
): void {
  const lastWeight = weights + ((<usize>count) << 2);
  for (const end = light + size; light < end; light += 64, maps += 64) {
    let weight = v128.load32_splat(weights);
    let s0 = f32x4.mul(v128.load(maps), weight);
    let s1 = f32x4.mul(v128.load(maps, 16), weight);
    let s2 = f32x4.mul(v128.load(maps, 32), weight);
    let s3 = f32x4.mul(v128.load(maps, 48), weight);
    let map = maps;
    for (let w = weights + 4; w < lastWeight; w += 4) {
      map += mapSize;
      weight = v128.load32_splat(w);
      s0 = f32x4.add(s0, f32x4.mul(v128.load(map), weight));
      s1 = f32x4.add(s1, f32x4.mul(v128.load(map, 16), weight));
      s2 = f32x4.add(s2, f32x4.mul(v128.load(map, 32), weight));
      s3 = f32x4.add(s3, f32x4.mul(v128.load(map, 48), weight));
    }
    const l0 = v128.load(light);
    const l1 = v128.load(light, 16);
    const l2 = v128.load(light, 32);
    const l3 = v128.load(light, 48);
    s0 = add ? f32x4.add(l0, s0) : f32x4.mul(l0, s0);
    s1 = add ? f32x4.add(l1, s1) : f32x4.mul(l1, s1);
    s2 = add ? f32x4.add(l2, s2) : f32x4.mul(l2, s2);
    s3 = add ? f32x4.add(l3, s3) : f32x4.mul(l3, s3);
    if (factor) {
      s0 = f32x4.mul(s0, v128.load(factor));
      s1 = f32x4.mul(s1, v128.load(factor, 16));
      s2 = f32x4.mul(s2, v128.load(factor, 32));
      s3 = f32x4.mul(s3, v128.load(factor, 48));
      factor += 64;
    }
    v128.store(light, s0);
    v128.store(light, s1, 16);
    v128.store(light, s2, 32);
    v128.store(light, s3, 48);
  }
}

export function multiplyFields(
  light: usize,
  maps: usize,
  mapSize: usize,
  weights: usize,
  count: i32,
  size: usize,
): void {
  joinStack(light, maps, mapSize, weights, count, size, false, 0);
}

export function addFields(light: usize, maps: usize, mapSize: usize, weights: usize, count: i32, size: usize): void {
  joinStack(light, maps, mapSize, weights, count, size, true, 0);
}

/** light = (light + Σ map · weight) · factor. */
export function addFieldsAndMultiply(
  light: usize,
  maps: usize,
  mapSize: usize,
  weights: usize,
  count: i32,
  size: usize,
  factor: usize,
): void {
  joinStack(light, maps, mapSize, weights, count, size, true, factor);
}
