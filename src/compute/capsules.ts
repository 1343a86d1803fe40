import type { FieldGrid } from "../physics/falloff.js";
import { type VesselLayerParameters, type VesselSegment, vesselTransmission } from "../physics/vessels.js";
import { blurField } from "./simd-blur.js";

/** Raises pixels to the squared half chord r² − d² of a capsule, where d is their distance from its axis. */
function raiseCapsule(squares: Float64Array, { height, width }: FieldGrid, { from, to, radius }: VesselSegment): void {
  const [y0, x0] = from;
  const [y1, x1] = to;
  const [dy, dx] = [y1 - y0, x1 - x0];
  const length = dy * dy + dx * dx;
  const top = Math.max(Math.ceil(Math.min(y0, y1) - radius), 0);
  const bottom = Math.min(Math.floor(Math.max(y0, y1) + radius), height - 1);
  const left = Math.max(Math.ceil(Math.min(x0, x1) - radius), 0);
  const right = Math.min(Math.floor(Math.max(x0, x1) + radius), width - 1);
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const along = (y - y0) * dy + (x - x0) * dx;
      const share = length > 0 ? Math.min(Math.max(along / length, 0), 1) : 0;
      const oy = y - y0 - share * dy;
      const ox = x - x0 - share * dx;
      const square = radius * radius - oy * oy - ox * ox;
      const at = y * width + x;
      if (square > squares[at]) squares[at] = square;
    }
  }
}

/**
 * Length (µm) of the way through blood at each pixel, 2√(r² − d²) in a vessel. The segments of one tree are one volume:
 * where they overlap, the longest chord counts, because they all lie around one plane. Trees add up.
 */
export function bloodPathUm(trees: readonly (readonly VesselSegment[])[], grid: FieldGrid): Float32Array {
  const path = new Float32Array(grid.height * grid.width);
  const squares = new Float64Array(path.length);
  for (const tree of trees) {
    for (const segment of tree) raiseCapsule(squares, grid, segment);
    for (let at = 0; at < path.length; at++) {
      if (squares[at] === 0) continue;
      path[at] += 2 * grid.pixelSizeUm * Math.sqrt(squares[at]);
      squares[at] = 0;
    }
  }
  return path;
}

/** The shadow of a layer whose blood is `pathUm` thick: the share of light that passes each pixel, blurred by `sigmaPx`. */
export function vesselShadow(
  pathUm: Float32Array,
  layer: VesselLayerParameters,
  { height, width }: FieldGrid,
  sigmaPx: number,
): Float32Array {
  const light = pathUm.map((path) => (path > 0 ? vesselTransmission(path, layer) : 1));
  return blurField(light, height, width, sigmaPx);
}
