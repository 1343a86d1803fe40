import { sin } from "../physics/elementary.js";
import type { Extensions } from "../spec/extensions.js";
import { float, nonNegative, positive, strictObject } from "../spec/fields.js";

/**
 * A focal plane that does not stay: it drifts by `rate_um_per_min` (deeper when above 0) and swings by `amplitude_um` with
 * the period `period_s` about the plane that the optics settled on. Frames blend the footprints of the two nearest of a
 * few planes, `plane_step_um` apart, sixteen at most.
 */
export const focusDriftSchema = strictObject({
  rate_um_per_min: float().default(5),
  amplitude_um: nonNegative().default(0),
  period_s: positive().default(60),
  plane_step_um: positive().default(5),
});

const MOST_PLANES = 16;

/** The planes that footprints are blurred for, as offsets from the settled one (µm), and each frame's share of each. */
export interface FocusDrift {
  readonly offsetsUm: readonly number[];
  /** One (frame) course per plane; in each frame two at most are above 0, and all add up to 1. */
  readonly shares: readonly Float32Array[];
}

/** How the focal plane drifts; null when it stays. */
export function focusDrift({ focus_drift }: Extensions, fps: number, frameCount: number): FocusDrift | null {
  if (!focus_drift) return null;
  const { rate_um_per_min, amplitude_um, period_s, plane_step_um } = focus_drift;
  const drift = Float64Array.from(
    { length: frameCount },
    (_, t) => (rate_um_per_min * t) / fps / 60 + amplitude_um * sin((2 * Math.PI * t) / fps / period_s),
  );
  const low = drift.reduce((a, b) => Math.min(a, b));
  const high = drift.reduce((a, b) => Math.max(a, b));
  const planes = Math.min(Math.ceil((high - low) / plane_step_um) + 1, MOST_PLANES);
  const step = planes > 1 ? (high - low) / (planes - 1) : 1;
  return {
    offsetsUm: Array.from({ length: planes }, (_, plane) => low + plane * step),
    shares: Array.from({ length: planes }, (_, plane) =>
      Float32Array.from(drift, (um) => Math.max(0, 1 - Math.abs((um - low) / step - plane))),
    ),
  };
}
