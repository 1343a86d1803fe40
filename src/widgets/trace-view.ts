import type { LineKind, Range } from "../drawing/line-plot.js";
import { lightPalette } from "../drawing/palette.js";
import { drawTraces, layOutTraces, sampleCount } from "../drawing/traces.js";
import { browserPackage } from "./browser-package.js";
import { defineFigureWidget, type FigureOptions } from "./figure-widget.js";
import { type TraceViewTraits, traceViewTraits } from "./traits/plots.js";

/** A line of a panel. `kind` is "truth" (ink) unless said otherwise; `axis` "right" gives it the second axis. */
export interface TraceLine {
  readonly label?: string;
  readonly kind?: LineKind;
  readonly values: ArrayLike<number>;
  readonly axis?: "left" | "right";
}

/** Lines over a common axis; a list of numbers is one line. */
export interface TracePanelOptions {
  readonly label?: string;
  /** Quantity and unit of the axes, such as `"ΔF (a.u.)"`. */
  readonly y: string;
  readonly yRight?: string;
  readonly lines: ArrayLike<number> | readonly TraceLine[];
  /** Places on the x axis to mark, such as the times of spikes. */
  readonly events?: ArrayLike<number>;
  readonly range?: Range;
  readonly rangeRight?: Range;
}

/** What a TraceView shows: panels one below the other over one axis. */
export interface Traces {
  readonly title?: string;
  /** Quantity and unit of the x axis, where it starts and how far samples are apart. */
  readonly x: { readonly title: string; readonly start?: number; readonly step: number };
  readonly panels: readonly TracePanelOptions[];
}

/** How a TraceView starts, and how it is laid out. */
export type TraceViewOptions = FigureOptions<typeof traceViewTraits.shape>;

const isLines = (lines: TracePanelOptions["lines"]): lines is readonly TraceLine[] =>
  typeof lines[0] === "object" && lines[0] !== null;

function figureOf({ title = "Traces", x, panels }: Traces): TraceViewTraits["figure"] {
  return {
    title,
    x: { title: x.title, start: x.start ?? 0, step: x.step },
    panels: panels.map(({ label = "", y, yRight = "", lines, events = [], range = null, rangeRight = null }) => ({
      label,
      y,
      yRight,
      lines: (isLines(lines) ? lines : [{ values: lines }]).map((line) => ({
        label: line.label ?? "",
        kind: line.kind ?? "truth",
        values: Float32Array.from(line.values),
        right: line.axis === "right",
      })),
      events: Float32Array.from(events),
      range: range && [range[0], range[1]],
      rangeRight: rangeRight && [rangeRight[0], rangeRight[1]],
    })),
  };
}

/**
 * Traces over time, or over whatever has equal steps: the truth in ink, what is measured in grey, events as ticks.
 *
 * Traits: `frame` (the sample at which the cursor stands, or null), settable and observable; link it to the `frame` of a
 * MoviePlayer and each follows the other.
 *
 * @example
 * ```ts
 * const x = { title: "time (s)", step: 0.05 };
 * const trace = recording.groundTruth.C!.data.subarray(0, 600);
 * new TraceView({ x, panels: [{ label: "#0", y: "F (a.u.)", lines: trace }] });
 * ```
 */
export class TraceView<Source = Traces> extends defineFigureWidget({
  ...browserPackage,
  name: "TraceView",
  traits: traceViewTraits,
  figureOf,
  goOn({ frame }, figure) {
    return { frame: frame === null ? null : Math.min(frame, Math.max(0, sampleCount(figure) - 1)) };
  },
  picture({ figure, frame }) {
    const width = 640;
    const { height } = layOutTraces(figure, width);
    return { width, height, draw: (context) => drawTraces(context, figure, width, lightPalette, frame) };
  },
})<Source> {}
