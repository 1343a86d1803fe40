import { contours } from "d3-contour";
import type { Outlines } from "../drawing/outlines.js";
import type { Footprints } from "../recording/footprints.js";

/**
 * The lines along which the footprints of cells have a share of their own peak (marching squares, linear between pixels).
 * A cell whose footprint is empty has none; one with several separate parts has several.
 */
export function footprintContours(footprints: Footprints, cells: readonly number[], share = 0.5): Outlines {
  const { offsets, shapes, starts: first, data, fovOffset } = footprints;
  const owners: number[] = [];
  const starts = [0];
  const points: number[] = [];
  for (const cell of cells) {
    const [rows, columns] = [shapes[2 * cell], shapes[2 * cell + 1]];
    const [top, left] = [offsets[2 * cell] - fovOffset[0], offsets[2 * cell + 1] - fovOffset[1]];
    const padded = withBorder(data.subarray(first[cell], first[cell] + rows * columns), rows, columns);
    const peak = padded.reduce((most, value) => Math.max(most, value), 0);
    if (!(peak > 0)) continue;
    const { coordinates } = contours()
      .size([columns + 2, rows + 2])
      .contour(padded, share * peak);
    for (const ring of coordinates.flat()) {
      owners.push(cell);
      for (const [x, y] of ring) points.push(x - 1 + left, y - 1 + top);
      starts.push(points.length / 2);
    }
  }
  return { cells: Int32Array.from(owners), starts: Int32Array.from(starts), points: Float32Array.from(points) };
}

/** A patch may end where its footprint has not; the border closes its lines there. */
function withBorder(patch: Float32Array, rows: number, columns: number): number[] {
  const padded = new Array<number>((rows + 2) * (columns + 2)).fill(0);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) padded[(y + 1) * (columns + 2) + x + 1] = patch[y * columns + x];
  }
  return padded;
}
