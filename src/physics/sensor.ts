/** Signal-to-noise ratio at which a cell counts as detectable. */
export const DETECTION_THRESHOLD = 3;

/**
 * Peak signal-to-noise ratio of a cell on the sensor: ΔF·g / √(max(baseline, 0)·g + read_noise²), where g turns
 * fluorescence into photo-electrons. Infinite when the noise floor is 0 and there is signal; 0 without signal.
 */
export function detectionSnr(deltaF: number, baseline: number, electronsPerUnit: number, readNoiseE: number): number {
  const signal = deltaF * electronsPerUnit;
  if (!(signal > 0)) return 0;
  return signal / Math.sqrt(Math.max(baseline, 0) * electronsPerUnit + readNoiseE * readNoiseE);
}

/** Largest count of a sensor: 2^bitDepth − 1. */
export function maximumCount(bitDepth: number): number {
  let levels = 1;
  for (let bit = 0; bit < bitDepth && Number.isFinite(levels); bit++) levels *= 2;
  return levels - 1;
}
