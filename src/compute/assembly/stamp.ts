// The twin of Stamp in ../../physics/morphology.ts: the part of a canvas around a cell, zero where nothing is painted.

/** As ../simd-morphology.ts lays it out. Places are those of the canvas, in pixels. */
@unmanaged
export class Stamp {
  /** The pixels that it covers, from the first to the last, and bytes from one row to the next: 16 more than are covered. */
  firstRow: i32;
  firstColumn: i32;
  lastRow: i32;
  lastColumn: i32;
  stride: i32;
  values: usize;
  /** The rows and columns in which something is painted. */
  top: i32;
  left: i32;
  bottom: i32;
  right: i32;
}

@inline
export function beginStamp(stamp: Stamp): void {
  stamp.top = i32.MAX_VALUE;
  stamp.left = i32.MAX_VALUE;
  stamp.bottom = -1;
  stamp.right = -1;
}

@inline
function pixelAt(stamp: Stamp, row: i32, column: i32): usize {
  return stamp.values + <usize>(row - stamp.firstRow) * stamp.stride + ((<usize>(column - stamp.firstColumn)) << 2);
}

/** Raises a pixel that is covered to a value above 0. */
@inline
export function raise(stamp: Stamp, row: i32, column: i32, value: f32): void {
  const at = pixelAt(stamp, row, column);
  if (load<f32>(at) >= value) return;
  store<f32>(at, value);
  stamp.top = min(stamp.top, row);
  stamp.left = min(stamp.left, column);
  stamp.bottom = max(stamp.bottom, row);
  stamp.right = max(stamp.right, column);
}

export function disk(stamp: Stamp, row: f64, column: f64, radius: f64, value: f32): void {
  const top = max(<i32>Math.ceil(row - radius), stamp.firstRow);
  const left = max(<i32>Math.ceil(column - radius), stamp.firstColumn);
  const bottom = min(<i32>Math.floor(row + radius), stamp.lastRow);
  const right = min(<i32>Math.floor(column + radius), stamp.lastColumn);
  for (let r = top; r <= bottom; r++) {
    const dy = <f64>r - row;
    for (let c = left; c <= right; c++) {
      const dx = <f64>c - column;
      if (dy * dy + dx * dx <= radius * radius) raise(stamp, r, c, value);
    }
  }
}

/**
 * Moves everything painted to `out`, its rows back to back, and leaves zeros behind: how many values these are. Up to three
 * more are written.
 */
@inline
export function cut(stamp: Stamp, out: usize): i32 {
  if (stamp.bottom < 0) return 0;
  const height = stamp.bottom - stamp.top + 1;
  const width = stamp.right - stamp.left + 1;
  const size = (<usize>width) << 2;
  for (let r = stamp.top; r <= stamp.bottom; r++, out += size) {
    const from = pixelAt(stamp, r, stamp.left);
    for (let x: usize = 0; x < size; x += 16) {
      v128.store(out + x, v128.load(from + x));
      v128.store(from + x, i32x4.splat(0));
    }
  }
  return height * width;
}
