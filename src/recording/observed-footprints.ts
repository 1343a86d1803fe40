import { scalePatches } from "../compute/patches.js";
import { blurFootprints } from "../steps/optics.js";
import type { Footprints } from "./footprints.js";

/** Footprints as the scope sees them: the planted ones blurred by σ and dimmed; null before optics. */
export function observedFootprints(
  planted: Footprints,
  sigmaPx: Float64Array | null,
  gain: Float64Array | null,
): Footprints | null {
  if (!sigmaPx || !gain) return null;
  const { canvasShape, fovOffset, fovShape } = planted;
  const [height, width] = canvasShape;
  const blurred = blurFootprints(planted, { sigmaPx }, { height, width });
  scalePatches(blurred, (i) => gain[i]);
  return { ...blurred, canvasShape, fovOffset, fovShape };
}
