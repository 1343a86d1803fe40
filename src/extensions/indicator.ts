import { nonNegative, positive, positiveOrNull, strictObject } from "../spec/fields.js";

/**
 * A real indicator. It saturates by Hill's equation (Hill 1910): a calcium signal x, in units of one spike's peak, is seen as
 * (1 + kⁿ)·xⁿ / (kⁿ + xⁿ), which leaves one spike as it is (`half_saturation` k, null: no saturation; `hill` n). And the
 * cells differ: each has its own time constants, both times a lognormal factor of mean 1 and coefficient of variation
 * `tau_cv`.
 */
export const indicatorSchema = strictObject({
  half_saturation: positiveOrNull().default(10),
  hill: positive().default(1),
  tau_cv: nonNegative().default(0.2),
});
