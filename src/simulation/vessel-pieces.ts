import type { GroundTruth } from "../recording/ground-truth.js";
import { type Acquisition, pixelSizeUm } from "../spec/acquisition.js";
import { type VasculatureStep, vesselTrees } from "../steps/vasculature.js";

/** As much of a spec as its vessels need. */
interface VesselSpec {
  readonly acquisition: Acquisition;
  readonly seed?: number | bigint;
  readonly steps?: readonly { readonly kind: string }[];
}

const isVasculature = (step: { readonly kind: string }): step is VasculatureStep => step.kind === "vasculature";

/**
 * The blood vessels of a recording, grown again from its seed: (piece, 6) straight pieces in µm, each its depth, x and y
 * of either end from the optical axis, and its radius. None where the spec has no vessels.
 */
export function vesselPiecesUm({ acquisition, seed, steps }: VesselSpec, truth: GroundTruth): Float32Array {
  const step = steps?.find(isVasculature);
  if (!step || seed === undefined || !truth.vasculatureMask) return new Float32Array();
  const { canvasShape, fovOffset, fovShape } = truth.planted;
  const scale = pixelSizeUm(acquisition);
  const um = ([row, column]: readonly [number, number]) => [
    (column - fovOffset[1] - fovShape[1] / 2) * scale,
    (row - fovOffset[0] - fovShape[0] / 2) * scale,
  ];
  const canvas = { height: canvasShape[0], width: canvasShape[1], pixelSizeUm: scale };
  const layers = vesselTrees(seed, step.layers, canvas).map((trees, i) =>
    trees.flat().flatMap(({ from, to, radius }) => [step.layers[i].depth_um, ...um(from), ...um(to), radius * scale]),
  );
  return Float32Array.from(layers.flat());
}
