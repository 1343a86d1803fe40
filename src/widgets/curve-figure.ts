import type { DrawingContext } from "../drawing/context.js";
import { drawCurves, layOutCurves, rangeOfValues } from "../drawing/curves.js";
import type { LineKind, Range } from "../drawing/line-plot.js";
import { lightPalette } from "../drawing/palette.js";
import type { CurveViewTraits } from "./traits/curves.js";
import { WidgetError } from "./widget-error.js";

/** One quantity against another: a line, or points. `kind` is "truth" (ink) unless said otherwise. */
export interface CurveOptions {
  readonly label?: string;
  readonly kind?: LineKind;
  /** Whether the points stand alone, as measurements do. */
  readonly points?: boolean;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** A quantity (unit) along one side of a plot; what of it is shown, all of it unless given. */
export interface CurveAxis {
  readonly title: string;
  readonly log?: boolean;
  readonly range?: Range;
}

/** What a CurveView shows. */
export interface Curves {
  readonly title?: string;
  readonly x: CurveAxis;
  readonly y: CurveAxis;
  readonly curves: readonly CurveOptions[];
  /** Places to mark on the x axis. */
  readonly marks?: readonly { readonly at: number; readonly label: string }[];
}

function scaleOf(
  widget: string,
  name: "x" | "y",
  { title, log = false, range }: CurveAxis,
  curves: readonly CurveOptions[],
) {
  const [low, high] = range ??
    rangeOfValues(
      curves.map((curve) => curve[name]),
      log,
    ) ?? [log ? 0.1 : 0, 1];
  if (!(low < high) || (log && low <= 0))
    throw new WidgetError(widget, `${name}.range`, range, `[low, high] with ${log ? "0 < " : ""}low < high`);
  return { title, log, range: [low, high] as [number, number] };
}

/**
 * The figure of curves.
 * @throws WidgetError when it cannot be drawn.
 */
export function curveFigure(
  widget: string,
  { title = "Curves", x, y, curves, marks = [] }: Curves,
): CurveViewTraits["figure"] {
  for (const { label = "", x, y } of curves) {
    if (x.length === y.length) continue;
    throw new WidgetError(widget, `curve "${label}"`, [x.length, y.length], "as many values in y as in x");
  }
  return {
    title,
    x: scaleOf(widget, "x", x, curves),
    y: scaleOf(widget, "y", y, curves),
    curves: curves.map(({ label = "", kind = "truth", points = false, x, y }) => {
      return { label, kind, points, x: Float32Array.from(x), y: Float32Array.from(y) };
    }),
    marks: marks.map((mark) => ({ ...mark })),
  };
}

/** The picture of a figure for readers without widgets. */
export function curvePicture({ figure }: { readonly figure: CurveViewTraits["figure"] }) {
  const width = 560;
  const { height } = layOutCurves(figure, width);
  return { width, height, draw: (context: DrawingContext) => drawCurves(context, figure, width, lightPalette) };
}
