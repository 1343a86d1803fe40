import type { FieldGrid } from "../physics/falloff.js";
import type { VesselSegment } from "../physics/vessels.js";
import type { Footprints } from "../recording/footprints.js";
import type { GroundTruth } from "../recording/ground-truth.js";
import { type Acquisition, pixelSizeUm } from "../spec/acquisition.js";
import { type VasculatureStep, vesselTrees } from "../steps/vasculature.js";

/** As much of a spec as its vessels need. */
export interface VesselSpec {
  readonly acquisition: Acquisition;
  readonly seed?: number | bigint;
  readonly steps?: readonly { readonly kind: string }[];
}

/** The vessels of one depth, in pixels of the canvas, where the middle of the first pixel is (0, 0). */
export interface VesselLayerPieces {
  readonly depthUm: number;
  readonly segments: readonly VesselSegment[];
}

const isVasculature = (step: { readonly kind: string }): step is VasculatureStep => step.kind === "vasculature";

/** What the vessels of a spec are grown from; null where it has none. */
function grownFrom({ seed, steps }: Pick<VesselSpec, "seed" | "steps">) {
  const step = steps?.find(isVasculature);
  return step?.enabled && seed !== undefined ? { seed, layers: step.layers } : null;
}

/** Whether the tissue of a spec has blood vessels. */
export function hasVessels(spec: Pick<VesselSpec, "seed" | "steps">): boolean {
  return (grownFrom(spec)?.layers.length ?? 0) > 0;
}

/** The blood vessels of a spec, grown again from its seed, layer by layer. None where the spec has no vessels. */
export function vesselLayers(spec: VesselSpec, [height, width]: Footprints["canvasShape"]): VesselLayerPieces[] {
  const grown = grownFrom(spec);
  if (!grown) return [];
  const canvas: FieldGrid = { height, width, pixelSizeUm: pixelSizeUm(spec.acquisition) };
  return vesselTrees(grown.seed, grown.layers, canvas).map((trees, i) => ({
    depthUm: grown.layers[i].depth_um,
    segments: trees.flat(),
  }));
}

/**
 * The blood vessels of a recording, grown again from its seed: (piece, 6) straight pieces in µm, each its depth, x and y
 * of either end from the optical axis, and its radius. None where the spec has no vessels.
 */
export function vesselPiecesUm(spec: VesselSpec, truth: GroundTruth): Float32Array {
  if (!truth.vasculatureMask) return new Float32Array();
  const { canvasShape, fovOffset, fovShape } = truth.planted;
  const scale = pixelSizeUm(spec.acquisition);
  const um = ([row, column]: readonly [number, number]) => [
    (column - fovOffset[1] - fovShape[1] / 2) * scale,
    (row - fovOffset[0] - fovShape[0] / 2) * scale,
  ];
  const layers = vesselLayers(spec, canvasShape).map(({ depthUm, segments }) =>
    segments.flatMap(({ from, to, radius }) => [depthUm, ...um(from), ...um(to), radius * scale]),
  );
  return Float32Array.from(layers.flat());
}
