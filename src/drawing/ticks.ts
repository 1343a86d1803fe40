import { decimalsFor, formatNumber } from "./format.js";

export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** Ticks at round values (1, 2 or 5 times a power of ten) within [low, high], at most `most` of them. */
export function axisTicks(low: number, high: number, most = 6): Tick[] {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return [];
  for (const step of roundSteps(span / most)) {
    const first = Math.ceil(low / step - 1e-9);
    const last = Math.floor(high / step + 1e-9);
    if (last - first + 1 > most) continue;
    const decimals = decimalsFor(step);
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => {
      const value = Number(((first + i) * step).toPrecision(12));
      return { value, label: formatNumber(value, decimals) };
    });
  }
  return [];
}

function* roundSteps(atLeast: number): Generator<number> {
  for (let power = Math.floor(Math.log10(atLeast)); ; power++) {
    for (const digit of [1, 2, 5]) {
      const step = Number(`${digit}e${power}`);
      if (step >= atLeast * (1 - 1e-9)) yield step;
    }
  }
}

const scaleBars = [5, 10, 20, 50, 100, 200, 500];

/** Length (µm) of an image's scale bar: the shortest of 5 · 10 · 20 · 50 … that is at least 1/8 of the width. */
export function scaleBarUm(widthUm: number): number {
  return scaleBars.find((length) => length >= widthUm / 8) ?? scaleBars[scaleBars.length - 1];
}
