import { type NeuronShape, placeOnCanvas } from "../physics/morphology.js";
import { sharedArray } from "../physics/shared-arrays.js";
import type { StreamKey } from "../random/streams.js";
import { type PatchSet, packPatches, patchAt } from "./patches.js";
import { cellPainter } from "./simd-morphology.js";

/** The cells of a canvas, and what they look like. */
export interface CellsToPaint {
  /** The shape of each population's cells. */
  readonly shapes: readonly NeuronShape[];
  /** (unit) index of each cell's shape. */
  readonly population: Int32Array;
  /** (unit) number under which a cell draws. */
  readonly entity: Int32Array;
  /** (unit, 3) z, y, x in µm from the optical axis. */
  readonly centersUm: Float64Array;
  readonly pixelSizeUm: number;
  readonly canvas: { readonly height: number; readonly width: number };
  readonly key: StreamKey;
}

/** Footprints that were painted, and the cells that they are of. */
export interface PaintedCells {
  readonly given: CellsToPaint;
  readonly value: PatchSet;
}

/** (unit) the footprint among those painted earlier that looks the same; -1 where there is none. */
function alikePainted(cells: CellsToPaint, earlier: PaintedCells | undefined): Int32Array {
  const alike = new Int32Array(cells.entity.length).fill(-1);
  if (!earlier || looksOf(cells) !== looksOf(earlier.given)) return alike;
  const shapes = cells.shapes.map((shape) => JSON.stringify(shape));
  const known = earlier.given;
  const knownShapes = known.shapes.map((shape) => JSON.stringify(shape));
  const places = new Map(Array.from(known.entity, (number, i) => [number, i]));
  cells.entity.forEach((number, i) => {
    const at = places.get(number);
    if (at === undefined || shapes[cells.population[i]] !== knownShapes[known.population[at]]) return;
    const isThere = [1, 2].every((axis) => cells.centersUm[3 * i + axis] === known.centersUm[3 * at + axis]);
    if (isThere) alike[i] = at;
  });
  return alike;
}

/** What makes all cells look different. */
function looksOf({ pixelSizeUm, canvas, key }: CellsToPaint): string {
  return [pixelSizeUm, canvas.height, canvas.width, key.k0, key.k1].join();
}

/** How many cells have to be painted that were not painted `earlier`. */
export function countToPaint(cells: CellsToPaint, earlier?: PaintedCells): number {
  return alikePainted(cells, earlier).reduce((count, at) => count + (at < 0 ? 1 : 0), 0);
}

/**
 * Paints the sharp footprint of every cell; that of a cell outside the canvas is empty. A footprint depends on the cell's
 * shape, number and lateral place alone, so those painted `earlier` of cells that are still there are taken over.
 */
export function plantedFootprints(cells: CellsToPaint, earlier?: PaintedCells): PatchSet {
  const { shapes, population, entity, centersUm, pixelSizeUm, canvas, key } = cells;
  const paint = cellPainter(shapes, canvas, key);
  const alike = alikePainted(cells, earlier);
  const patches = Array.from(entity, (number, i) => {
    if (earlier && alike[i] >= 0) {
      const patch = patchAt(earlier.value, alike[i]);
      return patch.data.length > 0 ? patch : null;
    }
    const at = placeOnCanvas(centersUm.subarray(3 * i, 3 * i + 3), pixelSizeUm, canvas);
    return paint(population[i], at, number);
  });
  return packPatches(patches, (length) => sharedArray(Float32Array, length));
}
