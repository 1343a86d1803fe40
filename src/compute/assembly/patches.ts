/** The 4 × 2 pixels of a tile in four frames: what was there, then every patch's share in turn. */
@inline
function addTile4(
  tile: usize,
  values: usize,
  end: usize,
  weights: usize,
  light: usize,
  stride: usize,
  frameSize: usize,
): void {
  const light1 = light + frameSize;
  const light2 = light1 + frameSize;
  const light3 = light2 + frameSize;
  let a0 = v128.load(light);
  let a1 = v128.load(light1);
  let a2 = v128.load(light2);
  let a3 = v128.load(light3);
  let b0 = v128.load(light + stride);
  let b1 = v128.load(light1 + stride);
  let b2 = v128.load(light2 + stride);
  let b3 = v128.load(light3 + stride);
  for (; values < end; values += 32, tile += 4) {
    const weight = weights + load<usize>(tile, 4);
    const a = v128.load(values);
    const b = v128.load(values, 16);
    const w0 = v128.load32_splat(weight);
    a0 = f32x4.add(a0, f32x4.mul(w0, a));
    b0 = f32x4.add(b0, f32x4.mul(w0, b));
    const w1 = v128.load32_splat(weight, 4);
    a1 = f32x4.add(a1, f32x4.mul(w1, a));
    b1 = f32x4.add(b1, f32x4.mul(w1, b));
    const w2 = v128.load32_splat(weight, 8);
    a2 = f32x4.add(a2, f32x4.mul(w2, a));
    b2 = f32x4.add(b2, f32x4.mul(w2, b));
    const w3 = v128.load32_splat(weight, 12);
    a3 = f32x4.add(a3, f32x4.mul(w3, a));
    b3 = f32x4.add(b3, f32x4.mul(w3, b));
  }
  v128.store(light, a0);
  v128.store(light1, a1);
  v128.store(light2, a2);
  v128.store(light3, a3);
  v128.store(light + stride, b0);
  v128.store(light1 + stride, b1);
  v128.store(light2 + stride, b2);
  v128.store(light3 + stride, b3);
}

/**
 * Adds patches that are cut into tiles of 4 × 2 pixels to bands of up to eight frames, `frameSize` bytes apart.
 * `pairs` points at the addresses of the tiles of each pair of rows. A tile is the number of patches in it, the place of
 * each one's weights, rounded up to whole vectors, then 32 bytes of each. Weights are [patch][8 frames].
 */
export function addTiles(
  pairs: usize,
  pairCount: i32,
  strips: i32,
  weights: usize,
  light: usize,
  stride: usize,
  frameSize: usize,
  frames: i32,
): void {
  for (; pairCount > 0; pairCount--, pairs += 4, light += 2 * stride) {
    let tile = load<usize>(pairs);
    let at = light;
    for (let strip = strips; strip > 0; strip--, at += 16) {
      const count = load<usize>(tile);
      const values = tile + (((count + 4) & ~3) << 2);
      const end = values + (count << 5);
      if (count > 0) {
        addTile4(tile, values, end, weights, at, stride, frameSize);
        if (frames > 4) addTile4(tile, values, end, weights + 16, at + 4 * frameSize, stride, frameSize);
      }
      tile = end;
    }
  }
}

/**
 * Adds patches where −0 or a weight that is not finite must not meet the zeros around them. A patch is described by five
 * words: its first row, height, and in bytes its first column, its width and the address of its values.
 */
export function addPatches(
  patches: usize,
  count: i32,
  weights: usize,
  light: usize,
  stride: usize,
  frameSize: usize,
  firstRow: i32,
  endRow: i32,
  frames: i32,
): void {
  for (let i = 0; i < count; i++, patches += 20, weights += 32) {
    const row = load<i32>(patches);
    const first = max(row, firstRow);
    const end = min(row + load<i32>(patches, 4), endRow);
    const left = <usize>load<i32>(patches, 8);
    const size = <usize>load<i32>(patches, 12);
    for (let y = first; y < end; y++) {
      const from = <usize>load<i32>(patches, 16) + <usize>(y - row) * size;
      let to = light + <usize>(y - firstRow) * stride + left;
      for (let frame = 0; frame < frames; frame++, to += frameSize) {
        const weight = load<f32>(weights + (<usize>frame << 2));
        for (let x: usize = 0; x < size; x += 4) store<f32>(to + x, load<f32>(to + x) + weight * load<f32>(from + x));
      }
    }
  }
}
