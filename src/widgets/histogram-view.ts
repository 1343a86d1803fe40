import { drawHistogram, histogramBox, histogramHeight } from "../drawing/bars.js";
import type { DrawingContext } from "../drawing/context.js";
import { lightPalette } from "../drawing/palette.js";
import { shareOf } from "../drawing/scale.js";
import { browserPackage } from "./browser-package.js";
import { defineFigureWidget } from "./figure-widget.js";
import { histogramViewTraits } from "./traits/plots.js";
import { WidgetError } from "./widget-error.js";

/** What a HistogramView shows: how often values fall in each of equal bins, on a log axis of equal factors. */
export interface Distribution {
  readonly title?: string;
  /** Quantity and unit of the values, and the range that the bins share; the values' own unless given. */
  readonly x: { readonly title: string; readonly from?: number; readonly to?: number; readonly log?: boolean };
  /** What is counted, such as `"cells per bin"`. */
  readonly y: string;
  /** The values by name: the first as bars, the others as outlines. Those outside the range are left out. */
  readonly values: Readonly<Record<string, ArrayLike<number>>>;
  readonly bins?: number;
  /** Places to mark on the x axis. */
  readonly marks?: readonly { readonly at: number; readonly label: string }[];
}

function figureOf({ title = "Histogram", x, y, values, bins = 40, marks = [] }: Distribution) {
  const { log = false } = x;
  const [low, high] = extremesOf(Object.values(values), log);
  const [from, last] = [x.from ?? low, x.to ?? high];
  if (log && !(from > 0)) throw new WidgetError("HistogramView", "x.from", from, "> 0 on a log axis");
  const to = last > from ? last : log ? from * 10 : from + 1;
  const scale = { log, range: [from, to] } as const;
  const count = (series: ArrayLike<number>): Float32Array => {
    const counts = new Float32Array(bins);
    for (let i = 0; i < series.length; i++) {
      const bin = Math.floor(shareOf(scale, series[i]) * bins);
      if (series[i] === to) counts[bins - 1]++;
      else if (bin >= 0 && bin < bins) counts[bin]++;
    }
    return counts;
  };
  const series = Object.entries(values).map(([label, data]) => ({ label, counts: count(data) }));
  return { title, x: { title: x.title, from, to, log }, y, series, marks: marks.map((mark) => ({ ...mark })) };
}

/** The least and the largest of the values that can be shown. */
function extremesOf(values: readonly ArrayLike<number>[], log: boolean): [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const series of values) {
    for (let i = 0; i < series.length; i++) {
      const value = series[i];
      if (!Number.isFinite(value) || (log && value <= 0)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : [log ? 0.1 : 0, 1];
}

/**
 * A histogram that follows its source.
 *
 * @example
 * ```ts
 * new HistogramView({ x: { title: "SNR" }, y: "cells per bin", values: { SNR: recording.groundTruth.snr! } })
 * ```
 */
export class HistogramView<Source = Distribution> extends defineFigureWidget({
  ...browserPackage,
  name: "HistogramView",
  traits: histogramViewTraits,
  figureOf,
  picture({ figure }) {
    const width = 480;
    const draw = (context: DrawingContext) => drawHistogram(context, figure, histogramBox(width), lightPalette);
    return { width, height: histogramHeight, draw };
  },
})<Source> {}
