import { type Box, clipped, drawAxisBeside, drawAxisUnder } from "./axes.js";
import type { DrawingContext } from "./context.js";
import { formatSignificant } from "./format.js";
import { drawDot, drawLegendRow, type LegendEntry, legendOf, legendRow, legendRows } from "./legend.js";
import { type LineKind, lineColour, lineDashes, type Range } from "./line-plot.js";
import type { Palette } from "./palette.js";
import { type Scale, scaleTicks, shareOf, titleOf } from "./scale.js";

/** Points (x, y), joined to a line or standing alone. */
export interface Curve {
  readonly label: string;
  readonly kind: LineKind;
  readonly points: boolean;
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** Curves in one plot. */
export interface CurveFigure {
  readonly title: string;
  readonly x: Scale;
  readonly y: Scale;
  readonly curves: readonly Curve[];
  /** Places on the x axis to mark. */
  readonly marks: readonly { readonly at: number; readonly label: string }[];
}

/** A point of a figure, by its curve and its number. */
export interface CurvePoint {
  readonly curve: number;
  readonly index: number;
}

const margins = { left: 60, right: 26, top: 26, bottom: 36 } as const;

interface CurveLayout {
  readonly box: Box;
  readonly height: number;
  /** Above the plot, as many rows as all names need. */
  readonly legend: readonly (readonly LegendEntry[])[];
}

/** The plot's rectangle in a picture of some width, and how high the picture is. */
export function layOutCurves({ curves }: Pick<CurveFigure, "curves">, width: number): CurveLayout {
  const inner = Math.round(Math.min(300, Math.max(180, 0.5 * width)));
  const legend = legendRows(legendOf(curves), width - 24);
  const top = margins.top + legendRow * legend.length;
  const box = { x: margins.left, y: top, width: width - margins.left - margins.right, height: inner };
  return { box, height: top + inner + margins.bottom, legend };
}

/** The ends of an axis that holds these values: from 0 where that is near, with a little air; null without any. */
export function rangeOfValues(values: readonly ArrayLike<number>[], log: boolean): Range | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const list of values) {
    for (const value of Array.from(list)) {
      if (!Number.isFinite(value) || (log && value <= 0)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (low > high) return null;
  if (log) return [low / 1.25, high * 1.25];
  const air = 0.05 * (high - low) || Math.abs(high) || 1;
  return [low >= 0 && low < 0.35 * high ? 0 : low - air, high + air];
}

const place = ({ x, y }: CurveFigure, box: Box, atX: number, atY: number): [number, number] => [
  box.x + shareOf(x, atX) * box.width,
  box.y + box.height - shareOf(y, atY) * box.height,
];

/** The point nearest to a place of the picture, if one is within 24 pixels. */
export function pointAt(figure: CurveFigure, width: number, atX: number, atY: number): CurvePoint | null {
  const { box } = layOutCurves(figure, width);
  let nearest: CurvePoint | null = null;
  let least = 24;
  figure.curves.forEach(({ x, y }, curve) => {
    for (let index = 0; index < x.length; index++) {
      const [px, py] = place(figure, box, x[index], y[index]);
      const distance = Math.hypot(px - atX, py - atY);
      if (distance < least) [nearest, least] = [{ curve, index }, distance];
    }
  });
  return nearest;
}

/** A point in words. */
export function pointInWords({ x, y, curves }: CurveFigure, { curve, index }: CurvePoint): string {
  const quantity = (title: string, value: number) => {
    const [, name, unit] = /^(.*?)(?: \(([^()]*)\))?$/.exec(title) ?? ["", title, ""];
    return `${name} ${formatSignificant(value)} ${unit ?? ""}`.trim();
  };
  const { label, x: xs, y: ys } = curves[curve];
  return [label, quantity(x.title, xs[index]), quantity(y.title, ys[index])].filter(Boolean).join(" · ");
}

/** Draws curves; `chosen` is the point that is pointed at. */
export function drawCurves(
  context: DrawingContext,
  figure: CurveFigure,
  width: number,
  palette: Palette,
  chosen: CurvePoint | null = null,
): void {
  const { box, legend } = layOutCurves(figure, width);
  context.font = `11px ${palette.fontFamily}`;
  context.textBaseline = "alphabetic";
  drawScales(context, figure, box, palette);
  legend.forEach((row, i) => {
    drawLegendRow(context, row, { x: 12, y: 10 + legendRow * i }, palette);
  });
  const dashes = lineDashes(figure.curves);
  clipped(context, box, () => {
    // What is measured lies on top of the law that it is compared with.
    figure.curves.forEach((curve, i) => {
      if (!curve.points) drawCurve(context, figure, box, curve, dashes[i], palette);
    });
  });
  for (const curve of figure.curves.filter(({ points }) => points)) drawPoints(context, figure, box, curve, palette);
  drawMarks(context, figure, box, palette);
  if (chosen === null) return;
  const { x, y } = figure.curves[chosen.curve];
  const [atX, atY] = place(figure, box, x[chosen.index], y[chosen.index]);
  context.strokeStyle = palette.select;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(atX, atY, 6, 0, 2 * Math.PI);
  context.stroke();
}

function drawScales(context: DrawingContext, { x, y }: CurveFigure, box: Box, palette: Palette): void {
  const bottom = box.y + box.height;
  context.fillStyle = palette.hint;
  context.textAlign = "left";
  context.fillText(titleOf(y), 12, box.y - 10);
  const yTicks = scaleTicks(y, 6).map(({ value, label }) => ({ at: bottom - shareOf(y, value) * box.height, label }));
  drawAxisBeside(context, box, yTicks, "left", palette);
  const xTicks = scaleTicks(x, box.width < 320 ? 4 : 6);
  const placed = xTicks.map(({ value, label }) => ({ at: box.x + shareOf(x, value) * box.width, label }));
  drawAxisUnder(context, box, placed, titleOf(x), palette);
}

function drawCurve(
  context: DrawingContext,
  figure: CurveFigure,
  box: Box,
  curve: Curve,
  dash: readonly number[],
  palette: Palette,
): void {
  context.strokeStyle = lineColour(curve.kind, palette);
  context.lineWidth = 1.5;
  context.lineJoin = "round";
  context.setLineDash([...dash]);
  context.beginPath();
  let started = false;
  for (let i = 0; i < curve.x.length; i++) {
    const [x, y] = place(figure, box, curve.x[i], curve.y[i]);
    if (!Number.isFinite(x) || !Number.isFinite(y)) started = false;
    else if (started) context.lineTo(x, y);
    else {
      context.moveTo(x, y);
      started = true;
    }
  }
  context.stroke();
  context.setLineDash([]);
}

function drawPoints(context: DrawingContext, figure: CurveFigure, box: Box, curve: Curve, palette: Palette): void {
  for (let i = 0; i < curve.x.length; i++) {
    const [x, y] = place(figure, box, curve.x[i], curve.y[i]);
    const isInside = x >= box.x - 1 && x <= box.x + box.width + 1 && y >= box.y - 1 && y <= box.y + box.height + 1;
    if (isInside) drawDot(context, x, y, curve.kind, palette);
  }
}

function drawMarks(context: DrawingContext, figure: CurveFigure, box: Box, palette: Palette): void {
  figure.marks.forEach(({ at, label }, i) => {
    const line = Math.round(box.x + shareOf(figure.x, at) * box.width) + 0.5;
    if (!(line >= box.x && line <= box.x + box.width)) return;
    context.strokeStyle = palette.hint;
    context.lineWidth = 1;
    context.setLineDash([3, 2]);
    context.beginPath();
    context.moveTo(line, box.y);
    context.lineTo(line, box.y + box.height);
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = palette.ink;
    const isLate = line > box.x + 0.6 * box.width;
    context.textAlign = isLate ? "right" : "left";
    context.fillText(label, line + (isLate ? -5 : 5), box.y + 12 + 14 * (i % 3));
  });
}
