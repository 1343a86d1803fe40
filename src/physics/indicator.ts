import { pow } from "./elementary.js";

/** How an indicator differs from an ideal one. */
export interface IndicatorParameters {
  /** Calcium, in single spikes' peaks, at which half of all indicator is bound; null: no saturation. */
  readonly half_saturation: number | null;
  /** Hill coefficient. */
  readonly hill: number;
  /** Coefficient of variation of the cells' time constants. */
  readonly tau_cv: number;
}

/**
 * What of a calcium signal x ≥ 0 is seen: (1 + kⁿ)·xⁿ / (kⁿ + xⁿ) (Hill 1910), scaled so that one spike's peak stays 1.
 */
export function saturate(calcium: number, { half_saturation, hill }: IndicatorParameters): number {
  if (half_saturation === null || calcium <= 0) return calcium;
  const [signal, half] = [pow(calcium, hill), pow(half_saturation, hill)];
  return ((1 + half) * signal) / (half + signal);
}
