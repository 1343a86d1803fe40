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
  const ends = [...blurred.starts.subarray(1), blurred.data.length];
  for (let i = 0; i < blurred.count; i++) {
    const patch = blurred.data.subarray(blurred.starts[i], ends[i]);
    for (let k = 0; k < patch.length; k++) patch[k] *= gain[i];
  }
  return { ...blurred, canvasShape, fovOffset, fovShape };
}
