import type { HistogramFigure } from "./bars.js";

/** What a step changed in one frame: how its pixels are spread before and after it, and the change in numbers. */
export interface StepEffect {
  readonly unit: string;
  /** The values at the two ends of the bins. */
  readonly from: number;
  readonly to: number;
  /** Pixels in each bin; empty for a step without a before. */
  readonly before: Float32Array;
  readonly after: Float32Array;
  readonly beforeLabel: string;
  readonly afterLabel: string;
  readonly beforeMean: number | null;
  readonly afterMean: number;
  readonly rows: readonly EffectRow[];
}

interface EffectRow {
  readonly label: string;
  readonly value: number;
  readonly decimals: number;
  readonly unit: string;
}

const names: Readonly<Record<string, string>> = { counts: "value (counts)", "": "share of the peak" };

/** The pixels of a frame before a step as grey bars, after it as a line, with their means. */
export function effectHistogram(effect: StepEffect): HistogramFigure {
  const { unit, from, to, before, after, beforeLabel, afterLabel, beforeMean, afterMean } = effect;
  const decimals = unit === "counts" ? 1 : 3;
  return {
    title: "Pixel values",
    x: { title: `${names[unit] ?? "fluorescence (a.u.)"}, means marked`, from, to, log: false },
    y: "pixels (log)",
    logCounts: true,
    series: [
      { label: beforeLabel, counts: before.length > 0 ? before : new Float32Array(after.length) },
      { label: afterLabel, counts: after },
    ],
    marks: [
      { at: afterMean, label: "after", decimals },
      ...(beforeMean === null ? [] : [{ at: beforeMean, label: "before", decimals }]),
    ],
  };
}
