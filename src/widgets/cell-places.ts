import { stateOf } from "../drawing/cells.js";
import type { GroundTruth } from "../recording/ground-truth.js";

/** Where cells are in the pixels of the finished movie, and what became of them; `shifts` move them from motion on. */
export interface CellPlaces {
  /** (cell, 3) row, column and radius. */
  readonly places: Float32Array;
  /** (cell) CellState. */
  readonly states: Uint8Array;
  /** (frame, 2) dy, dx; empty without motion. */
  readonly shifts: Float32Array;
}

export function cellPlaces(
  truth: GroundTruth,
  { height, width }: { readonly height: number; readonly width: number },
  pixelSizeUm: number,
): CellPlaces {
  const { cellCount, centersUm, somaRadiusUm, shifts } = truth;
  const places = new Float32Array(3 * cellCount);
  for (let id = 0; id < cellCount; id++) {
    const [, y, x] = centersUm.data.subarray(3 * id, 3 * id + 3);
    places.set(
      [(height - 1) / 2 + y / pixelSizeUm, (width - 1) / 2 + x / pixelSizeUm, somaRadiusUm[id] / pixelSizeUm],
      3 * id,
    );
  }
  return {
    places,
    states: Uint8Array.from({ length: cellCount }, (_, id) => stateOf(truth, id)),
    shifts: shifts ? Float32Array.from(shifts.data) : new Float32Array(),
  };
}

/** Whether two truths are of the same cells: as many, at the same places. */
export function areSameCells({ centersUm: a }: GroundTruth, { centersUm: b }: GroundTruth): boolean {
  return a.data.length === b.data.length && a.data.every((place, i) => place === b.data[i]);
}
