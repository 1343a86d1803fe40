import { z } from "zod";
import { FloatText, IntText } from "../controls/numbers.js";
import { FloatRangeSlider, FloatSlider, IntRangeSlider, IntSlider } from "../controls/sliders.js";

/** A slider for a number with bounds, a field for another one. */
export function numberControl(type: z.ZodNumber, shown: object, initial: unknown) {
  const { isWhole, min, max } = boundsOf(type);
  const given = typeof initial === "number" ? initial : undefined;
  if (min === undefined || max === undefined || min >= max) {
    const value = given ?? min ?? max ?? 0;
    return isWhole ? new IntText({ ...shown, value }) : new FloatText({ ...shown, value });
  }
  const value = given ?? (isWhole ? Math.floor((min + max) / 2) : (min + max) / 2);
  const wanted = type.meta()?.step;
  if (isWhole) return new IntSlider({ ...shown, min, max, value, step: typeof wanted === "number" ? wanted : 1 });
  const step = typeof wanted === "number" ? wanted : niceStep(max - min);
  return new FloatSlider({ ...shown, min, max, value, step, readout_format: `.${decimals(step)}f` });
}

/** A slider with two handles for a tuple of two numbers of the same kind and bounds. */
export function rangeControl(type: z.ZodTuple, shown: object, initial: unknown) {
  const [lower, upper] = type.def.items;
  if (!(lower instanceof z.ZodNumber && upper instanceof z.ZodNumber && type.def.items.length === 2)) return undefined;
  const { isWhole, min, max } = boundsOf(lower);
  const other = boundsOf(upper);
  if (min === undefined || max === undefined || min >= max) return undefined;
  if (other.isWhole !== isWhole || other.min !== min || other.max !== max) return undefined;
  const [from = min, to = max] = Array.isArray(initial) ? (initial as number[]) : [];
  const value: [number, number] = [from, to];
  if (isWhole) return new IntRangeSlider({ ...shown, min, max, value });
  const step = niceStep(max - min);
  return new FloatRangeSlider({ ...shown, min, max, value, step, readout_format: `.${decimals(step)}f` });
}

/** Whether a schema is of whole numbers, and its bounds as far as it has some. */
export function boundsOf(type: z.ZodNumber) {
  const isWhole = type.format === "safeint" || type.format === "int32" || type.format === "uint32";
  return { isWhole, min: finite(type.minValue), max: finite(type.maxValue) };
}

/** The bounds that schemas of whole numbers have by themselves are none. */
function finite(bound: number | null): number | undefined {
  return bound !== null && Math.abs(bound) < 2 ** 31 - 1 ? bound : undefined;
}

function niceStep(range: number): number {
  return Number((10 ** Math.floor(Math.log10(range / 50))).toPrecision(1));
}

function decimals(step: number): number {
  return Math.min(6, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)));
}
