import { DETECTION_THRESHOLD } from "../physics/sensor.js";
import type { Extensions } from "../spec/extensions.js";
import { positive, strictObject } from "../spec/fields.js";

/**
 * When a cell counts as detectable: from a peak signal-to-noise ratio of `threshold` on, in the ground truth and in the
 * search for the best focal plane. Without this extension it is the model's 3.
 */
export const detectionSchema = strictObject({
  threshold: positive().default(DETECTION_THRESHOLD),
});

/** The signal-to-noise ratio from which a cell counts as detectable. */
export function detectionThreshold({ detection }: Extensions): number {
  return detection?.threshold ?? DETECTION_THRESHOLD;
}
