import { sin } from "../physics/elementary.js";
import type { Extensions } from "../spec/extensions.js";
import { float, positive, strictObject } from "../spec/fields.js";

/**
 * Vessels that pulse with the heart: the way of light through blood swells and shrinks by the share `amplitude`, `rate_hz`
 * times a second. The mask follows linearly, between its two extremes.
 */
export const vesselPulseSchema = strictObject({
  amplitude: float({ above: 0, max: 0.5 }).default(0.05),
  rate_hz: positive().default(8),
});

/** How far each frame is between the mean mask (0) and that of the widest vessels (1); null when vessels are still. */
export function pulseCourse({ vessel_pulse }: Extensions, fps: number, frameCount: number): Float64Array | null {
  if (!vessel_pulse) return null;
  return Float64Array.from({ length: frameCount }, (_, t) => sin((2 * Math.PI * vessel_pulse.rate_hz * t) / fps));
}
