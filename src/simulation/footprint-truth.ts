import { type PatchSet, packPatches, scalePatches, selectPatches } from "../compute/patches.js";
import { centrePixel, placeOnCanvas } from "../physics/morphology.js";
import type { Footprints } from "../recording/footprints.js";
import type { Positions } from "../steps/scene.js";
import type { Plan } from "./plan.js";

type Seen = Pick<Plan, "canvas" | "fov">;

/** Whether the pixel of a cell's centre, which its footprint always has, lies in the field of view. */
export function isCentredInView({ canvas, fov }: Seen, { centersUm }: Positions, cell: number): boolean {
  const [top, left] = canvas.fovOffset;
  const centre = centersUm.subarray(3 * cell, 3 * cell + 3);
  const { row, column } = centrePixel(placeOnCanvas(centre, fov.pixelSizeUm, canvas));
  return row >= top && row < top + fov.height && column >= left && column < left + fov.width;
}

/**
 * The cells whose planted footprint touches the field of view, by their index in the plan. Footprints are looked at only of
 * cells that have their centre elsewhere.
 */
export function cellsInView(plan: Plan): number[] {
  const { positions } = plan.cells;
  if (!positions) return [];
  const [top, left] = plan.canvas.fovOffset;
  const { height, width } = plan.fov;
  const touches = (i: number) => {
    const { offsets, shapes } = plan.cells.planted ?? noPatches;
    const [row, column] = offsets.subarray(2 * i, 2 * i + 2);
    const [rows, columns] = shapes.subarray(2 * i, 2 * i + 2);
    return rows > 0 && row < top + height && row + rows > top && column < left + width && column + columns > left;
  };
  return Array.from({ length: positions.count }, (_, i) => i).filter(
    (i) => isCentredInView(plan, positions, i) || touches(i),
  );
}

/** The footprints of no cell. */
export const noPatches: PatchSet = packPatches([]);

/** The footprints of some cells, each scaled by its factor. */
export function selectFootprints(
  { canvas, fov }: Plan,
  set: PatchSet,
  cells: readonly number[],
  factor?: (cell: number) => number,
): Footprints {
  const selected = selectPatches(set, cells);
  if (factor) scalePatches(selected, (i) => factor(cells[i]));
  return {
    ...selected,
    canvasShape: [canvas.height, canvas.width],
    fovOffset: canvas.fovOffset,
    fovShape: [fov.height, fov.width],
  };
}

/** Share of each footprint's light that a mask of the field of view takes: 1 − Σ(A·M)/ΣA; 0 where there is no light. */
export function overlapFraction(footprints: Footprints, mask: Float32Array): Float64Array {
  const { offsets, shapes, starts, data, fovOffset, fovShape } = footprints;
  const [height, width] = fovShape;
  return Float64Array.from({ length: footprints.count }, (_, i) => {
    let light = 0;
    let passed = 0;
    for (let y = 0; y < shapes[2 * i]; y++) {
      const row = offsets[2 * i] + y - fovOffset[0];
      if (row < 0 || row >= height) continue;
      for (let x = 0; x < shapes[2 * i + 1]; x++) {
        const column = offsets[2 * i + 1] + x - fovOffset[1];
        if (column < 0 || column >= width) continue;
        const value = data[starts[i] + y * shapes[2 * i + 1] + x];
        light += value;
        passed += value * mask[row * width + column];
      }
    }
    return light > 0 ? 1 - passed / light : 0;
  });
}
