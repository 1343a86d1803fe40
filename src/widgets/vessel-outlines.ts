import { contours } from "d3-contour";
import type { Outlines } from "../drawing/outlines.js";
import type { Footprints } from "../recording/footprints.js";
import { type VesselLayerPieces, type VesselSpec, vesselLayers } from "../simulation/vessel-pieces.js";
import { pixelSizeUm } from "../spec/acquisition.js";

/** Beyond this distance (pixels) from a wall it does not matter how far it is. */
const near = 2;

/** Vessels of less than this radius (µm) are capillaries. */
export const capillaryRadiusUm = 5;

/**
 * The walls of the blood vessels of each layer, in pixels of the field of view. Where lines around cells belong to a
 * cell, layer n has lines 2n around all its pieces together, and lines 2n + 1 around those wider than capillaries.
 */
export function vesselOutlines(
  spec: VesselSpec,
  { canvasShape, fovOffset: [top, left] }: Pick<Footprints, "canvasShape" | "fovOffset">,
): Outlines {
  const owners: number[] = [];
  const starts = [0];
  const points: number[] = [];
  const leastRadius = capillaryRadiusUm / pixelSizeUm(spec.acquisition);
  const layers = vesselLayers(spec, canvasShape).flatMap(({ depthUm, segments }) => [
    { depthUm, segments },
    { depthUm, segments: segments.filter(({ radius }) => radius >= leastRadius) },
  ]);
  layers.forEach((layer, number) => {
    const { depths, height, width, margin } = depthsInVessels(layer, canvasShape);
    const { coordinates } = contours().size([width, height]).contour(depths, 0);
    for (const ring of coordinates.flat()) {
      owners.push(number);
      for (const [x, y] of ring) points.push(x - margin - left, y - margin - top);
      starts.push(points.length / 2);
    }
  });
  return { cells: Int32Array.from(owners), starts: Int32Array.from(starts), points: Float32Array.from(points) };
}

interface Depths {
  /** (height, width) how far inside a vessel each pixel's middle is; less than 0 outside. */
  readonly depths: number[];
  readonly height: number;
  readonly width: number;
  /** How many pixels there are around the canvas, so that lines close outside it. */
  readonly margin: number;
}

function depthsInVessels({ segments }: VesselLayerPieces, [rows, columns]: readonly [number, number]): Depths {
  const widest = segments.reduce((most, { radius }) => Math.max(most, radius), 0);
  const margin = Math.ceil(widest) + near + 1;
  const [height, width] = [rows + 2 * margin, columns + 2 * margin];
  const depths = new Array<number>(height * width).fill(-near);
  for (const { from, to, radius } of segments) {
    const [y0, x0] = [from[0] + margin, from[1] + margin];
    const [dy, dx] = [to[0] - from[0], to[1] - from[1]];
    const length = dy * dy + dx * dx;
    const reach = radius + near;
    const [first, last] = [Math.floor(Math.min(y0, y0 + dy) - reach), Math.ceil(Math.max(y0, y0 + dy) + reach)];
    const [start, end] = [Math.floor(Math.min(x0, x0 + dx) - reach), Math.ceil(Math.max(x0, x0 + dx) + reach)];
    for (let y = Math.max(0, first); y <= Math.min(height - 1, last); y++) {
      for (let x = Math.max(0, start); x <= Math.min(width - 1, end); x++) {
        const along = (y - y0) * dy + (x - x0) * dx;
        const share = length > 0 ? Math.min(Math.max(along / length, 0), 1) : 0;
        const depth = radius - Math.hypot(y - y0 - share * dy, x - x0 - share * dx);
        if (depth > depths[y * width + x]) depths[y * width + x] = depth;
      }
    }
  }
  return { depths, height, width, margin };
}
