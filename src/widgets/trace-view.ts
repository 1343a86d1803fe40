import type { LineKind, Range } from "../drawing/line-plot.js";
import { packedSampleCount, packTraces, unpackTraces } from "../drawing/packed-traces.js";
import { lightPalette } from "../drawing/palette.js";
import { layOutTraces, mostTraceHeight, traceMargins } from "../drawing/trace-layout.js";
import { drawTraces } from "../drawing/traces.js";
import { browserPackage } from "./browser-package.js";
import { defineFigureWidget, type FigureOptions } from "./figure-widget.js";
import { type TraceViewTraits, traceViewTraits } from "./traits/plots.js";
import type { Widget } from "./widget.js";

/** A line of a panel. `kind` is "truth" (ink) unless said otherwise; `axis` "right" gives it the second axis. */
export interface TraceLine {
  readonly label?: string;
  readonly kind?: LineKind;
  readonly values: ArrayLike<number>;
  readonly axis?: "left" | "right";
}

/** Lines over a common axis; a list of numbers is one line. */
export interface TracePanelOptions {
  /** What the panel is of; the cell's number unless given. */
  readonly label?: string;
  /** The number of the cell that the lines are of: the panel is marked where the cell is selected, and selects it. */
  readonly cell?: number;
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
  return packTraces({
    title,
    x: { title: x.title, start: x.start ?? 0, step: x.step },
    panels: panels.map(
      ({ label, cell = null, y, yRight = "", lines, events = [], range = null, rangeRight = null }) => ({
        label: label ?? (cell === null ? "" : `#${cell}`),
        cell,
        y,
        yRight,
        lines: (isLines(lines) ? lines : [{ values: lines }]).map((line) => ({
          label: line.label ?? "",
          kind: line.kind ?? "truth",
          values: line.values,
          right: line.axis === "right",
        })),
        events,
        range,
        rangeRight,
      }),
    ),
  });
}

type Cursor = Partial<Pick<TraceViewTraits, "frame" | "time_s">>;

/** The cursor as a sample and as a place on the axis, from either. */
function cursorOf({ frame, time_s }: Cursor, figure: TraceViewTraits["figure"]): Cursor {
  const { start, step } = figure.x;
  if (frame === undefined && time_s === undefined) return {};
  const last = Math.max(0, packedSampleCount(figure) - 1);
  const sample = frame ?? (time_s == null ? null : Math.min(last, Math.max(0, Math.round((time_s - start) / step))));
  return { frame: sample, time_s: sample === null ? null : start + sample * step };
}

/**
 * Traces over time, or over whatever has equal steps: the truth in ink, what is measured in grey, events as ticks.
 *
 * Traits: `frame` (the sample at which the cursor stands, or null) and `time_s` (the same on the x axis), settable and
 * observable; link `frame` to that of a MoviePlayer and each follows the other. Panels that name their `cell` share
 * `selected` and `also_selected` with all views of the source's ground truth. More than twelve panels become rows to
 * scroll through.
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
  derive: (given) => ({ ...given, ...cursorOf(given, given.figure as TraceViewTraits["figure"]) }),
  figureOf,
  goOn({ frame }, figure) {
    return { frame: frame === null ? null : Math.min(frame, Math.max(0, packedSampleCount(figure) - 1)) };
  },
  picture({ figure: packed, frame: sample, selected, also_selected: also }) {
    const figure = unpackTraces(packed);
    const width = 640;
    const window = { top: 0, height: Math.min(layOutTraces(figure, width).content, mostTraceHeight) };
    const marks = { sample, window, selected: selected === null ? also : [selected, ...also] };
    const height = window.height + traceMargins.axis;
    return { width, height, draw: (context) => drawTraces(context, figure, width, lightPalette, marks) };
  },
})<Source> {
  /** Changes several traits at once; `frame` and `time_s` are the same cursor, and either moves it. */
  override set(traits: Parameters<Widget<TraceViewTraits>["set"]>[0]): void {
    super.set({ ...traits, ...cursorOf(traits, traits.figure ?? this.figure) });
  }
}
