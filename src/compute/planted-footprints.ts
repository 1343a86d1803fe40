import { NeuronPainter, type NeuronShape } from "../physics/morphology.js";
import { sharedArray } from "../physics/shared-arrays.js";
import { RandomStream, type StreamKey } from "../random/streams.js";
import { type PatchSet, packPatches } from "./patches.js";

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

/** Paints the sharp footprint of every cell; that of a cell outside the canvas is empty. */
export function plantedFootprints(cells: CellsToPaint): PatchSet {
  const { shapes, population, entity, centersUm, pixelSizeUm, canvas, key } = cells;
  const painters = shapes.map((shape) => new NeuronPainter(shape, canvas));
  const patches = Array.from(entity, (number, i) => {
    const row = (canvas.height - 1) / 2 + centersUm[3 * i + 1] / pixelSizeUm;
    const column = (canvas.width - 1) / 2 + centersUm[3 * i + 2] / pixelSizeUm;
    return painters[population[i]].paint({ row, column }, new RandomStream(key, number));
  });
  return packPatches(patches, (length) => sharedArray(Float32Array, length));
}
