import { RandomStream, type StreamKey } from "../random/streams.js";
import type { Extensions } from "../spec/extensions.js";
import { fraction, nonNegative, strictObject } from "../spec/fields.js";

/**
 * What is wrong with the sensor's pixels in every frame alike: their sensitivity differs (`gain_cv`, relative standard
 * deviation), dark current adds `dark_e` electrons per frame to each, and a share `hot_fraction` of them `hot_e` more.
 */
export const fixedPatternSchema = strictObject({
  gain_cv: nonNegative().default(0.01),
  dark_e: nonNegative().default(0),
  hot_fraction: fraction().default(0),
  hot_e: nonNegative().default(50),
});

/** Sensitivity of each pixel around 1, and electrons that it has in the dark; null for a sensor without a pattern. */
export function fixedPattern(
  { fixed_pattern }: Extensions,
  pixels: number,
  key: StreamKey,
): { sensitivity: Float32Array; darkE: Float32Array } | null {
  if (!fixed_pattern) return null;
  const { gain_cv, dark_e, hot_fraction, hot_e } = fixed_pattern;
  const gains = new RandomStream(key, 0);
  const hot = new RandomStream(key, 1);
  return {
    sensitivity: Float32Array.from({ length: pixels }, () => Math.max(0, 1 + gain_cv * gains.normal())),
    darkE: Float32Array.from({ length: pixels }, () => dark_e + (hot.uniform() < hot_fraction ? hot_e : 0)),
  };
}
