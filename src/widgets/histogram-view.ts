import { drawHistogram, histogramBox, histogramHeight } from "../drawing/bars.js";
import type { DrawingContext } from "../drawing/context.js";
import { lightPalette } from "../drawing/palette.js";
import { browserPackage } from "./browser-package.js";
import { defineFigureWidget } from "./figure-widget.js";
import { histogramViewTraits } from "./traits/plots.js";

/** What a HistogramView shows: how often values fall in each of equal bins. */
export interface Distribution {
  readonly title?: string;
  /** Quantity and unit of the values, and the range that the bins share; the values' own unless given. */
  readonly x: { readonly title: string; readonly from?: number; readonly to?: number };
  /** What is counted, such as `"cells per bin"`. */
  readonly y: string;
  /** The values by name: the first as bars, the others as outlines. Those outside the range are left out. */
  readonly values: Readonly<Record<string, ArrayLike<number>>>;
  readonly bins?: number;
  /** Places to mark on the x axis. */
  readonly marks?: readonly { readonly at: number; readonly label: string }[];
}

function figureOf({ title = "Histogram", x, y, values, bins = 40, marks = [] }: Distribution) {
  const all = Object.values(values).flatMap((series) => Array.from(series).filter(Number.isFinite));
  const from = x.from ?? all.reduce((a, b) => Math.min(a, b), all[0] ?? 0);
  const last = x.to ?? all.reduce((a, b) => Math.max(a, b), all[0] ?? 1);
  const to = last > from ? last : from + 1;
  const count = (series: ArrayLike<number>): Float32Array => {
    const counts = new Float32Array(bins);
    for (let i = 0; i < series.length; i++) {
      const bin = Math.floor(((series[i] - from) / (to - from)) * bins);
      if (series[i] === to) counts[bins - 1]++;
      else if (bin >= 0 && bin < bins) counts[bin]++;
    }
    return counts;
  };
  const series = Object.entries(values).map(([label, data]) => ({ label, counts: count(data) }));
  return { title, x: { title: x.title, from, to }, y, series, marks: marks.map((mark) => ({ ...mark })) };
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
