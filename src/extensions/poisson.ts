import type { Extensions } from "../spec/extensions.js";
import { strictObject } from "../spec/fields.js";

/**
 * Photo-electrons counted one by one: shot noise by the exact Poisson distribution where light is low, and by a normal one with
 * the Poisson's skew where it is not ({@link poissonCount}). The model itself draws it as normal at any light.
 */
export const poissonSchema = strictObject({});

/** Whether photo-electrons are counted one by one. */
export function countsPhotons({ poisson }: Extensions): boolean {
  return poisson !== undefined;
}
