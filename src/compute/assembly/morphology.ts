import { both, log, sinCos } from "./elementary";
import { streamNormals } from "./normals";
import { smoothReflected, smoothStride } from "./smoothing";
import { beginStamp, cut, disk, raise, Stamp } from "./stamp";
import { Words, wordAt } from "./words";

// The twin of ../../physics/morphology.ts: the same operations in the same order.

/** A cell as ../simd-morphology.ts lays it out: its shape, where it is, and scratch. */
@unmanaged
class Cell {
  somaRadius: f64;
  irregularity: f64;
  dendriteLength: f64;
  dendriteWidth: f64;
  /** Widths of a fork's branches beside the width before it. */
  mainWidth: f64;
  sideWidth: f64;
  /** What uniforms are multiplied down to for the number of dendrites. */
  poissonLimit: f64;
  row: f64;
  column: f64;
  hasDendrites: i32;
  entity: i32;
  /** The index of the next draw. */
  index: i32;
  draws: Words;
  stamp: Stamp;
  /** Scratch for the outline of the soma, and what smooths it. */
  radius: i32;
  taps: usize;
  words: usize;
  noise: usize;
  line: usize;
  across: usize;
  smooth: usize;
}

function uniform(cell: Cell): f64 {
  return (wordAt(cell.draws, <i64>(cell.index++), cell.entity) + 0.5) * 2.3283064365386963e-10;
}

function normal(cell: Cell): f64 {
  const radius = Math.sqrt(-2.0 * f64x2.extract_lane(log(both(uniform(cell))), 0));
  return radius * f64x2.extract_lane(sinCos(6.283185307179586 * uniform(cell)), 1);
}

function paintSoma(cell: Cell): void {
  const row = cell.row;
  const column = cell.column;
  const radius = cell.somaRadius;
  const irregularity = cell.irregularity;
  const reach = radius * (1.0 + irregularity) + 1.0;
  const top = <i32>Math.floor(row - reach);
  const left = <i32>Math.floor(column - reach);
  const height = <i32>Math.ceil(row + reach) - top + 1;
  const width = <i32>Math.ceil(column + reach) - left + 1;
  const keys = cell.draws;
  streamNormals(cell.noise, height * width, 0, 0, cell.entity, keys.k0, keys.k1, cell.words);
  cell.index = 2 * height * width;
  smoothReflected(cell.noise, height, width, cell.taps, cell.radius, cell.line, cell.across, cell.smooth);

  const stride = smoothStride(width);
  let largest: f64 = 0.0;
  for (let r = 0; r < height; r++) {
    const from = cell.smooth + <usize>r * stride;
    for (let c = 0; c < width; c++) largest = max(largest, abs(load<f64>(from + ((<usize>c) << 3))));
  }
  const stamp = cell.stamp;
  const firstRow = max(top, stamp.firstRow);
  const lastRow = min(top + height - 1, stamp.lastRow);
  const firstColumn = max(left, stamp.firstColumn);
  const lastColumn = min(left + width - 1, stamp.lastColumn);
  for (let r = firstRow; r <= lastRow; r++) {
    const from = cell.smooth + <usize>(r - top) * stride;
    const dy = <f64>r - row;
    for (let c = firstColumn; c <= lastColumn; c++) {
      const dx = <f64>c - column;
      const edge = radius * (1.0 + irregularity * (load<f64>(from + ((<usize>(c - left)) << 3)) / largest));
      if (edge > 0.0 && dy * dy + dx * dx <= edge * edge) raise(stamp, r, c, 1.0);
    }
  }
  disk(stamp, nearest(row), nearest(column), 0.0, 1.0);
}

function paintBranch(cell: Cell, row: f64, column: f64, angle: f64, length: f64, width: f64, budget: i32): void {
  const halfBaseWidth = cell.dendriteWidth / 2.0;
  const steps = max(<i32>nearest(length), 2);
  for (let i = 0; i < steps; i++) {
    const taper = 1.0 - <f64>i / <f64>(steps - 1);
    const radius = max((width / 2.0) * taper, 0.5);
    disk(cell.stamp, row, column, radius, <f32>min(0.05 + (radius / halfBaseWidth) * 0.5, 0.55));
    angle += 0.16 * normal(cell);
    const step = sinCos(angle);
    row += f64x2.extract_lane(step, 0);
    column += f64x2.extract_lane(step, 1);
    if (budget == 0 || i >= steps - 2 || uniform(cell) >= 0.06) continue;
    const side: f64 = uniform(cell) < 0.5 ? -1.0 : 1.0;
    budget--;
    const sideLength = 0.8 * <f64>(steps - 1 - i);
    paintBranch(cell, row, column, angle + side * 0.7, sideLength, width * taper * cell.sideWidth, budget);
    width *= cell.mainWidth;
    angle -= (side * 0.7) / 2.0;
  }
}

function paintDendrites(cell: Cell): void {
  let product = uniform(cell);
  let count = 0;
  for (; product > cell.poissonLimit; count++) product *= uniform(cell);
  count = min(max(count, 2), 9);
  const start = 6.283185307179586 * uniform(cell);
  for (let i = 0; i < count; i++) {
    const angle = start + (6.283185307179586 * <f64>i) / <f64>count + 0.4 * normal(cell);
    const direction = sinCos(angle);
    const row = cell.row + 0.8 * cell.somaRadius * f64x2.extract_lane(direction, 0);
    const column = cell.column + 0.8 * cell.somaRadius * f64x2.extract_lane(direction, 1);
    const length = cell.dendriteLength * (0.6 + (1.25 - 0.6) * uniform(cell));
    paintBranch(cell, row, column, angle, length, cell.dendriteWidth, 2);
  }
}

/** Paints the footprint of a cell, back to back rows of its tight box: how many values these are. Up to three more are written. */
export function paintNeuron(cellAt: usize, out: usize): i32 {
  const cell = changetype<Cell>(cellAt);
  cell.draws.first = -1.0;
  beginStamp(cell.stamp);
  paintSoma(cell);
  if (cell.hasDendrites) paintDendrites(cell);
  return cut(cell.stamp, out);
}
