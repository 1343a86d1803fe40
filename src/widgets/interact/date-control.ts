import type { z } from "zod";
import { NaiveDatetimePicker } from "../controls/dates.js";

/** A field for a day and a time of day; without a first value, now as far as that is allowed. */
export function dateControl(type: z.ZodDate, shown: object, initial: unknown) {
  const [min, max] = [type.minDate ?? null, type.maxDate ?? null];
  const now = Date.now();
  const allowed = new Date(Math.min(Math.max(now, min?.getTime() ?? now), max?.getTime() ?? Number.POSITIVE_INFINITY));
  return new NaiveDatetimePicker({ ...shown, min, max, value: initial instanceof Date ? initial : allowed });
}
