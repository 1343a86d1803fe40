import { DETECTION_THRESHOLD, detectionSnr } from "./sensor.js";

/** What decides at which focal plane a cell is detected. */
export interface FocusCandidate {
  /** Depth plus field curvature shift (µm): the focal plane on the axis that is sharp at this cell. */
  readonly effectiveDepthUm: number;
  /** Blur at best focus (µm). */
  readonly sharpSigmaUm: number;
  readonly deltaF: number;
  readonly baseline: number;
  /** Photo-electrons per unit of fluorescence at best focus. */
  readonly electronsPerUnit: number;
}

const PLANES = 96;

/** Median; 0 of nothing. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * The focal plane (µm, on the axis) at which most cells are detectable (SNR from `threshold` on), of 96 planes between the least and greatest
 * effective depth. Ties go to the greater detected signal, then to the shallower plane; where no plane shows any cell,
 * the median effective depth.
 */
export function bestFocalPlane(
  cells: readonly FocusCandidate[],
  na: number,
  readNoiseE: number,
  threshold = DETECTION_THRESHOLD,
): number {
  const depths = cells.map((cell) => cell.effectiveDepthUm);
  if (depths.length === 0) return 0;
  const low = depths.reduce((a, b) => Math.min(a, b));
  const high = depths.reduce((a, b) => Math.max(a, b));
  let best = { count: 0, signal: 0, plane: median(depths) };
  for (let i = 0; i < PLANES; i++) {
    const plane = low + ((high - low) * i) / (PLANES - 1);
    let count = 0;
    let signal = 0;
    for (const cell of cells) {
      const sharp = cell.sharpSigmaUm * cell.sharpSigmaUm;
      const defocus = na * (cell.effectiveDepthUm - plane);
      const electrons = (cell.electronsPerUnit * sharp) / (sharp + defocus * defocus);
      if (detectionSnr(cell.deltaF, cell.baseline, electrons, readNoiseE) < threshold) continue;
      count++;
      signal += cell.deltaF * electrons;
    }
    if (count > best.count || (count === best.count && count > 0 && signal > best.signal))
      best = { count, signal, plane };
  }
  return best.plane;
}
