import { rangeOfValues } from "../drawing/curves.js";
import type { LineKind, Range } from "../drawing/line-plot.js";
import { browserPackage } from "./browser-package.js";
import { curveFigure, curvePicture } from "./curve-figure.js";
import { defineFigureWidget } from "./figure-widget.js";
import { powerSpectrum, segmentFor } from "./power-spectrum.js";
import { curveViewTraits } from "./traits/curves.js";
import { WidgetError } from "./widget-error.js";

/** A signal whose spectrum is shown. `kind` is "truth" (ink) unless said otherwise. */
export interface SpectrumSignal {
  readonly label?: string;
  readonly kind?: LineKind;
  /** At least 8 of them. */
  readonly values: ArrayLike<number>;
}

/** What a SpectrumView shows: how the power of signals is spread over frequencies. */
export interface Spectra {
  readonly title?: string;
  /** What the signals are of, such as `"shift"`, and their unit: the power density has it squared, per Hz. */
  readonly quantity: string;
  readonly unit: string;
  /** Samples per second. */
  readonly rateHz: number;
  readonly signals: readonly SpectrumSignal[];
  /** Samples in each of the pieces that are averaged, a power of two; about a quarter of the shortest signal unless given. */
  readonly segment?: number;
  /** Frequencies shown (Hz); all but 0 unless given. */
  readonly range?: Range;
  /** Whether the axes are logarithmic; the density's is, the frequency's is not, unless given. */
  readonly log?: { readonly frequency?: boolean; readonly density?: boolean };
  /** Frequencies (Hz) to mark. */
  readonly marks?: readonly { readonly at: number; readonly label: string }[];
}

/** A unit squared per Hz. */
function densityUnit(unit: string): string {
  if (unit === "") return "1/Hz";
  return /^[\p{L}.%]+$/u.test(unit) ? `${unit}²/Hz` : `(${unit})²/Hz`;
}

/** Decades below the highest density that are shown, unless the range is given. */
const mostDecades = 8;

function figureOf({ title = "Power spectrum", quantity, unit, rateHz, signals, segment, range, log, marks }: Spectra) {
  const shortest = signals.reduce((least, { values }) => Math.min(least, values.length), Number.POSITIVE_INFINITY);
  if (shortest < 8) throw new WidgetError("SpectrumView", "signals", `${shortest} values`, "8 values or more");
  const spectra = signals.map(({ values }) => powerSpectrum(values, rateHz, segment ?? segmentFor(shortest)));
  // Each piece's mean is taken off: what is left at 0 Hz says nothing.
  const [x, y] = [
    spectra.map(({ frequencies }) => frequencies.subarray(1)),
    spectra.map(({ density }) => density.subarray(1)),
  ];
  const ends = (log?.density ?? true) && rangeOfValues(y, true);
  return curveFigure("SpectrumView", {
    title,
    x: { title: "frequency (Hz)", log: log?.frequency ?? false, ...(range && { range }) },
    y: {
      title: `power density of ${quantity} (${densityUnit(unit)})`,
      log: log?.density ?? true,
      ...(ends && { range: [Math.max(ends[0], ends[1] / 10 ** mostDecades), ends[1]] as const }),
    },
    curves: signals.map(({ label, kind }, i) => ({ label, kind, x: x[i], y: y[i] })),
    marks,
  });
}

/**
 * How the power of signals is spread over frequencies, estimated by Welch's method (Welch 1967): see
 * {@link powerSpectrum}.
 *
 * @example
 * ```ts
 * new SpectrumView(scene, ({ fps, groundTruth: { C } }) => ({
 *   title: "Activity of cell 0",
 *   quantity: "C",
 *   unit: "a.u.",
 *   rateHz: fps,
 *   signals: [{ label: "true calcium", values: rowOf(C!, 0) }],
 * }))
 * ```
 */
export class SpectrumView<Source = Spectra> extends defineFigureWidget({
  ...browserPackage,
  name: "SpectrumView",
  model: { name: "CurveViewModel" },
  view: { name: "CurveViewView" },
  traits: curveViewTraits,
  figureOf,
  picture: curvePicture,
})<Source> {}
