import type { z } from "zod";
import { cos } from "../physics/elementary.js";
import type { Extensions } from "../spec/extensions.js";
import { float, fraction, nonNegative, positive, positiveOrNull, strictObject } from "../spec/fields.js";

/**
 * Excitation light that varies in time, as a factor on the light that a constant source would give: a ramp from
 * `ramp_from` to `ramp_to` over the recording, times pulses of `pulse_period_s` that are at full strength for the share
 * `pulse_duty` of it and at `pulse_low` for the rest (null: no pulses), times a ripple. It drives the cells, the neuropil,
 * the leak and bleaching; verdicts on detectability take it as constant.
 */
export const excitationSchema = strictObject({
  ramp_from: nonNegative().default(1),
  ramp_to: nonNegative().default(1),
  pulse_period_s: positiveOrNull().default(null),
  pulse_duty: fraction().default(0.5),
  pulse_low: nonNegative().default(0),
  ripple_amplitude: float({ min: 0, max: 1 }).default(0),
  ripple_hz: positive().default(1),
});

type Excitation = z.output<typeof excitationSchema>;

/** Share of a frame, of length `length` from `start` on, that lies within the bright part of the pulses (all in periods). */
function brightShare(start: number, length: number, duty: number): number {
  const brightUntil = (at: number) => Math.floor(at) * duty + Math.min(at - Math.floor(at), duty);
  return (brightUntil(start + length) - brightUntil(start)) / length;
}

/** The factor of each frame, averaged over the frame; null when the excitation is constant. */
export function excitationCourse({ excitation }: Extensions, fps: number, frameCount: number): Float64Array | null {
  if (!excitation) return null;
  const { ramp_from, ramp_to, pulse_period_s, pulse_duty, pulse_low, ripple_amplitude, ripple_hz }: Excitation =
    excitation;
  return Float64Array.from({ length: frameCount }, (_, t) => {
    const ramp = ramp_from + (ramp_to - ramp_from) * (frameCount > 1 ? t / (frameCount - 1) : 0);
    const ripple = 1 + ripple_amplitude * cos((2 * Math.PI * ripple_hz * (t + 0.5)) / fps);
    if (pulse_period_s === null) return ramp * ripple;
    const bright = brightShare(t / fps / pulse_period_s, 1 / fps / pulse_period_s, pulse_duty);
    return ramp * ripple * (pulse_low + (1 - pulse_low) * bright);
  });
}
