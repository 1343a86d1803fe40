// A patch is described by seven words: its first row, height, first column, width, the last two again in bytes but
// rounded outwards to 4 pixels, and the address of its values, whose rows are that rounded width.

/** light += patch · weight for one row of a patch in four frames, `frameSize` bytes apart. */
@inline
function addRow4(
  light: usize,
  frameSize: usize,
  patch: usize,
  end: usize,
  w0: v128,
  w1: v128,
  w2: v128,
  w3: v128,
): void {
  let l1 = light + frameSize;
  let l2 = l1 + frameSize;
  let l3 = l2 + frameSize;
  for (; patch < end; patch += 16) {
    const value = v128.load(patch);
    v128.store(light, f32x4.add(v128.load(light), f32x4.mul(w0, value)));
    v128.store(l1, f32x4.add(v128.load(l1), f32x4.mul(w1, value)));
    v128.store(l2, f32x4.add(v128.load(l2), f32x4.mul(w2, value)));
    v128.store(l3, f32x4.add(v128.load(l3), f32x4.mul(w3, value)));
    light += 16;
    l1 += 16;
    l2 += 16;
    l3 += 16;
  }
}

/**
 * Adds what patches have in rows `firstRow` … `endRow` − 1 to bands of `frames` frames, each weighted by
 * `weights`[frame][patch]. The rounding margins of a patch add zero.
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
  const weightSize = (<usize>count) << 2;
  for (let i = 0; i < count; i++, patches += 28, weights += 4) {
    const row = load<i32>(patches);
    const first = max(row, firstRow);
    const rows = min(row + load<i32>(patches, 4), endRow) - first;
    if (rows <= 0) continue;
    const width = <usize>load<i32>(patches, 20);
    const values = <usize>load<i32>(patches, 24) + <usize>(first - row) * width;
    let to = light + <usize>(first - firstRow) * stride + <usize>load<i32>(patches, 16);
    let weight = weights;
    let frame = 0;
    for (; frame + 4 <= frames; frame += 4) {
      const w0 = v128.load32_splat(weight);
      const w1 = v128.load32_splat(weight + weightSize);
      const w2 = v128.load32_splat(weight + 2 * weightSize);
      const w3 = v128.load32_splat(weight + 3 * weightSize);
      for (let y = 0, from = values, row = to; y < rows; y++, from += width, row += stride) {
        addRow4(row, frameSize, from, from + width, w0, w1, w2, w3);
      }
      weight += 4 * weightSize;
      to += 4 * frameSize;
    }
    for (; frame < frames; frame++) {
      const w = v128.load32_splat(weight);
      for (let y = 0, from = values, row = to; y < rows; y++, from += width, row += stride) {
        for (let x: usize = 0; x < width; x += 16) {
          v128.store(row + x, f32x4.add(v128.load(row + x), f32x4.mul(w, v128.load(from + x))));
        }
      }
      weight += weightSize;
      to += frameSize;
    }
  }
}

/** The same, touching no pixel beside the patches: where −0 or a weight that is not finite must not meet a margin. */
export function addPatchesExactly(
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
  const weightSize = (<usize>count) << 2;
  for (let i = 0; i < count; i++, patches += 28, weights += 4) {
    const row = load<i32>(patches);
    const first = max(row, firstRow);
    const end = min(row + load<i32>(patches, 4), endRow);
    const left = (<usize>load<i32>(patches, 8)) << 2;
    const size = (<usize>load<i32>(patches, 12)) << 2;
    const margin = left - <usize>load<i32>(patches, 16);
    const width = <usize>load<i32>(patches, 20);
    for (let y = first; y < end; y++) {
      const from = <usize>load<i32>(patches, 24) + <usize>(y - row) * width + margin;
      let to = light + <usize>(y - firstRow) * stride + left;
      for (let frame = 0; frame < frames; frame++, to += frameSize) {
        const weight = load<f32>(weights + <usize>frame * weightSize);
        for (let x: usize = 0; x < size; x += 4) store<f32>(to + x, load<f32>(to + x) + weight * load<f32>(from + x));
      }
    }
  }
}
