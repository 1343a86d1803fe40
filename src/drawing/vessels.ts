import type { Slab } from "./cells.js";
import type { DrawingContext } from "./context.js";
import type { Palette } from "./palette.js";

/** A straight piece of a vessel (µm), with round ends. */
export interface VesselPiece {
  readonly depth: number;
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
  readonly radius: number;
}

/** A piece on a picture, in pixels. */
interface DrawnPiece {
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
  readonly radius: number;
}

const fields = 6;

/** The pieces of a (piece, 6) array: depth, x and y of either end, radius. */
export function vesselPieces(vessels: Float32Array): VesselPiece[] {
  return Array.from({ length: vessels.length / fields }, (_, i) => {
    const [depth, x0, y0, x1, y1, radius] = vessels.subarray(fields * i, fields * (i + 1));
    return { depth, from: [x0, y0], to: [x1, y1], radius };
  });
}

/** The depths (µm) at which there are vessels, the shallowest first. */
export function vesselDepths(vessels: Float32Array): number[] {
  return [...new Set(vesselPieces(vessels).map(({ depth }) => depth))].sort((a, b) => a - b);
}

/** What of a piece is within a slab; null when nothing is. */
export function withinSlab(piece: VesselPiece, slab: Slab | null): VesselPiece | null {
  if (!slab) return piece;
  const { from, to, radius } = piece;
  const span = to[1] - from[1];
  const crossing = (y: number) => (span === 0 ? 0 : (y - from[1]) / span);
  const [a, b] = [crossing(slab[0] - radius), crossing(slab[1] + radius)];
  const [first, last] = span === 0 ? [0, 1] : [Math.max(0, Math.min(a, b)), Math.min(1, Math.max(a, b))];
  const isOutside = span === 0 && (from[1] < slab[0] - radius || from[1] > slab[1] + radius);
  if (first > last || isOutside) return null;
  const at = (share: number) => [from[0] + share * (to[0] - from[0]), from[1] + share * span] as const;
  return { ...piece, from: at(first), to: at(last) };
}

/** Draws vessels in grey with an outline around all that touch. */
export function drawVessels(context: DrawingContext, pieces: readonly DrawnPiece[], palette: Palette): void {
  context.lineCap = "round";
  for (const [colour, wider] of [
    [palette.axis, 0.75],
    [palette.grid, 0],
  ] as const) {
    context.strokeStyle = colour;
    for (const { from, to, radius } of pieces) {
      context.lineWidth = Math.max(1, 2 * (radius + wider));
      context.beginPath();
      context.moveTo(from[0], from[1]);
      // A line without length has no ends to round.
      context.lineTo(to[0] + (from[0] === to[0] && from[1] === to[1] ? 0.01 : 0), to[1]);
      context.stroke();
    }
  }
  context.lineCap = "butt";
}
