import { exp } from "../physics/elementary.js";
import { gaussianTaps } from "../physics/gaussian.js";
import {
  type CanvasPlace,
  type CanvasSize,
  coveredPixels,
  FORK_WIDTHS,
  mostCovered,
  NeuronPainter,
  type NeuronShape,
  outlineReachPx,
  outlineSigmaPx,
  type Patch,
  PRIMARIES_MEAN,
} from "../physics/morphology.js";
import { RandomStream, type StreamKey } from "../random/streams.js";
import type { KernelMemory } from "./kernel-memory.js";
import { type Kernels, scratchKernels, WORDS_BYTES } from "./kernels.js";

/** Paints the sharp footprint of a cell by the number of its shape, its place and the number under which it draws. */
export type PaintCell = (shape: number, at: CanvasPlace, entity: number) => Patch | null;

/** Bytes of a cell and of a stamp as ./assembly has them, rounded up. */
const CELL_BYTES = 128;
const STAMP_BYTES = 64;
/** Where a cell's place, number and scratch stand in it, and a stamp's painted box. */
const ROW = 7;
const COLUMN = 8;
const HAS_DENDRITES = 18;
const ENTITY = 19;
const DRAWS = 21;
const BOX = 6;

/** Values that a kernel may read or write beyond the end of a row. */
const SLACK = 4;

/** Bytes of the largest of some scratch, one for every shape. */
const most = (sizes: readonly number[]) => Math.max(0, ...sizes);

function simdPainter(
  kernels: Kernels,
  memory: KernelMemory,
  shapes: readonly NeuronShape[],
  canvas: CanvasSize,
  { k0, k1 }: StreamKey,
): PaintCell {
  const taps = shapes.map((shape) => gaussianTaps(outlineSigmaPx(shape)));
  const reaches = taps.map(({ length }) => (length - 1) / 2);
  const sides = shapes.map((shape) => Math.ceil(2 * outlineReachPx(shape)) + 3);
  const covered = shapes.map((shape) => mostCovered(shape, canvas));
  const counts = sides.map((side) => side * side);
  const lines = sides.map((side, i) => side + SLACK + 2 * reaches[i]);
  const stampSize = most(covered.map(({ height, width }) => 4 * height * (width + SLACK)));
  const shared = memory.scratch([
    STAMP_BYTES,
    WORDS_BYTES,
    stampSize,
    stampSize + 4 * SLACK,
    most(counts.map((count) => 8 * count + 256)),
    most(counts.map((count) => 8 * (count + 1))),
    most(lines.map((line) => 8 * line)),
    most(sides.map((side, i) => 8 * lines[i] * (side + SLACK))),
    most(sides.map((side) => 8 * side * (side + SLACK))),
    ...taps.map(({ length }) => 8 * length),
    ...shapes.map(() => CELL_BYTES),
  ]);
  const [stampAt, drawsAt, values, out, words, noise, line, across, smooth] = shared;
  const tapsAt = shared.slice(-2 * shapes.length, -shapes.length);
  const cellsAt = shared.slice(-shapes.length);
  const { buffer, floats } = memory;
  const stamp = new Int32Array(buffer, stampAt, STAMP_BYTES / 4);
  floats.fill(0, values / 4, (values + stampSize) / 4);
  new Int32Array(buffer, drawsAt + 8, 2).set([k0, k1]);

  const cells = shapes.map((shape, i) => {
    const doubles = new Float64Array(buffer, cellsAt[i], CELL_BYTES / 8);
    const integers = new Int32Array(buffer, cellsAt[i], CELL_BYTES / 4);
    const { somaRadiusPx, irregularity, dendriteLengthPx, dendriteWidthPx } = shape;
    new Float64Array(buffer, tapsAt[i], taps[i].length).set(taps[i]);
    doubles.set([somaRadiusPx, irregularity, dendriteLengthPx, dendriteWidthPx, ...FORK_WIDTHS, exp(-PRIMARIES_MEAN)]);
    integers[HAS_DENDRITES] = shape.morphology === "cytosolic" ? 1 : 0;
    integers.set([drawsAt, stampAt, reaches[i], tapsAt[i], words, noise, line, across, smooth], DRAWS);
    return { doubles, integers, address: cellsAt[i] };
  });

  return (number, at, entity) => {
    const { first, last } = coveredPixels(shapes[number], at, canvas);
    if (first.row > last.row || first.column > last.column) return null;
    const { doubles, integers, address } = cells[number];
    doubles[ROW] = at.row;
    doubles[COLUMN] = at.column;
    integers[ENTITY] = entity;
    stamp.set([first.row, first.column, last.row, last.column, 4 * (covered[number].width + SLACK), values]);
    const count = kernels.paintNeuron(address, out);
    if (count === 0) return null;
    const [top, left, bottom, right] = stamp.subarray(BOX);
    const data = floats.slice(out / 4, out / 4 + count);
    return { row: top, column: left, height: bottom - top + 1, width: right - left + 1, data };
  };
}

/**
 * Paints cells of some shapes by SIMD where the host has it, otherwise plainly: the same bits either way. The kernels' memory
 * is in use for as long as it does: nothing else may be computed there meanwhile.
 */
export function cellPainter(shapes: readonly NeuronShape[], canvas: CanvasSize, key: StreamKey): PaintCell {
  const simd = scratchKernels();
  if (simd) return simdPainter(simd.kernels, simd.memory, shapes, canvas, key);
  const painters = shapes.map((shape) => new NeuronPainter(shape, canvas));
  return (shape, at, entity) => painters[shape].paint(at, new RandomStream(key, entity));
}
