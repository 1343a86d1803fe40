import { formatNumber, powerOfTen } from "./format.js";
import type { Range } from "./line-plot.js";
import { axisTicks, type Tick } from "./ticks.js";

/** A quantity (unit) along one side of a plot. */
export interface Scale {
  readonly title: string;
  readonly log: boolean;
  readonly range: Range;
}

/** Where a value lies along an axis: 0 at its beginning, 1 at its end. */
export function shareOf({ log, range: [low, high] }: Omit<Scale, "title">, value: number): number {
  return log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}

/** Ticks at round values; of a logarithmic axis at powers of ten, and between them where these are few. */
export function scaleTicks({ log, range: [low, high] }: Scale, most: number): Tick[] {
  if (!log) return axisTicks(low, high, most);
  const decades = Math.log10(high / low);
  const digits = decades < 1.2 ? [1, 2, 3, 5, 7] : decades < 2.5 ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.ceil(decades / most));
  const ticks: Tick[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    if (power % every !== 0) continue;
    for (const digit of digits) {
      const value = Number(`${digit}e${power}`);
      if (value >= low && value <= high) ticks.push({ value, label: tickLabel(digit, power) });
    }
  }
  return ticks;
}

/** Plain digits where they are few, else a power of ten. */
function tickLabel(digit: number, power: number): string {
  if (power >= -4 && power <= 5) return formatNumber(Number(`${digit}e${power}`), Math.max(0, -power));
  return `${digit === 1 ? "" : `${digit}·`}${powerOfTen(power)}`;
}

export function titleOf({ title, log }: Scale): string {
  return log ? `${title}, log scale` : title;
}
