import type { Footprints } from "../recording/footprints.js";

/** One cell's footprints on a common rectangle of pixels. */
export interface CellFootprints {
  readonly height: number;
  readonly width: number;
  readonly planted: Float32Array;
  readonly observed: Float32Array | null;
}

interface Rectangle {
  readonly row: number;
  readonly column: number;
  readonly height: number;
  readonly width: number;
}

/** The exact footprints of a cell, as planted and as the scope sees it, in the smallest rectangle that holds both. */
export function cellFootprints(planted: Footprints, observed: Footprints | null, cell: number): CellFootprints {
  const boxes = [planted, ...(observed ? [observed] : [])].map((footprints) => rectangleOf(footprints, cell));
  const row = Math.min(...boxes.map((box) => box.row));
  const column = Math.min(...boxes.map((box) => box.column));
  const height = Math.max(...boxes.map((box) => box.row + box.height)) - row;
  const width = Math.max(...boxes.map((box) => box.column + box.width)) - column;
  const whole = { row, column, height, width };
  return {
    height,
    width,
    planted: placed(planted, cell, whole),
    observed: observed && placed(observed, cell, whole),
  };
}

function rectangleOf({ offsets, shapes }: Footprints, cell: number): Rectangle {
  const [row, column] = offsets.subarray(2 * cell, 2 * cell + 2);
  const [height, width] = shapes.subarray(2 * cell, 2 * cell + 2);
  return { row, column, height, width };
}

function placed(footprints: Footprints, cell: number, whole: Rectangle): Float32Array {
  const own = rectangleOf(footprints, cell);
  const out = new Float32Array(whole.height * whole.width);
  for (let y = 0; y < own.height; y++) {
    const from = footprints.starts[cell] + y * own.width;
    const to = (own.row - whole.row + y) * whole.width + own.column - whole.column;
    out.set(footprints.data.subarray(from, from + own.width), to);
  }
  return out;
}
