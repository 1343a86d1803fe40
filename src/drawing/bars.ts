import { type Box, clipped, drawAxisUnder } from "./axes.js";
import type { DrawingContext } from "./context.js";
import { formatNumber } from "./format.js";
import type { Palette } from "./palette.js";
import { scaleTicks, shareOf, titleOf } from "./scale.js";

/** How often values fall in each of the bins, which are equally wide on the axis. */
export interface BarSeries {
  readonly label: string;
  readonly counts: Float32Array;
}

/** A histogram: the first series as grey bars, further ones as outlines in ink, told apart by their dashes. */
export interface HistogramFigure {
  readonly title: string;
  /** Quantity (unit) and its range over all bins. */
  readonly x: { readonly title: string; readonly from: number; readonly to: number; readonly log: boolean };
  /** What is counted. */
  readonly y: string;
  readonly series: readonly BarSeries[];
  readonly marks: readonly { readonly at: number; readonly label: string; readonly decimals?: number }[];
  /** Whether the counts stand on a logarithmic axis, which begins at one half. */
  readonly logCounts?: boolean;
}

const margins = { left: 52, right: 12, top: 20, bottom: 36 } as const;

/** The plot's rectangle in a picture of some width. */
export function histogramBox(width: number): Box {
  return { x: margins.left, y: margins.top, width: width - margins.left - margins.right, height: 132 };
}

export const histogramHeight = margins.top + 132 + margins.bottom;

/** Dashes of the outlines: of the second series, the third …; the first is drawn as bars. */
const outlines = [[], [], [4, 3], [1, 2]];

/** Names the series where there are several, each with its sign, as many as there is room for. */
function drawSeriesNames(
  context: DrawingContext,
  series: readonly BarSeries[],
  box: Box,
  from: number,
  palette: Palette,
): void {
  if (series.length < 2) return;
  const y = box.y - 8;
  const widths = series.map(({ label }) => context.measureText(label).width + 36);
  let x = box.x + box.width + 14 - widths.reduce((sum, width) => sum + width, 0);
  if (x < from) return;
  series.forEach(({ label }, index) => {
    context.fillStyle = palette.measured;
    context.strokeStyle = palette.ink;
    context.lineWidth = 1;
    context.setLineDash(outlines[index % outlines.length]);
    if (index === 0) context.fillRect(x, y - 8, 16, 8);
    else context.strokeRect(x + 0.5, y - 7.5, 15, 7);
    context.setLineDash([]);
    context.fillStyle = palette.ink;
    context.fillText(label, x + 22, y);
    x += widths[index];
  });
}

/** Draws a histogram. */
export function drawHistogram(
  context: DrawingContext,
  { x, y, series, marks, logCounts = false }: HistogramFigure,
  box: Box,
  palette: Palette,
): void {
  const most = series.reduce((m, { counts }) => counts.reduce((a, b) => Math.max(a, b), m), 1);
  // What the marks say stands above the bars.
  const share = marks.length > 0 ? 1 - (14 * marks.length + 6) / box.height : 0.95;
  const range = logCounts ? ([0.5, 0.5 * (2 * most) ** (1 / share)] as const) : ([0, most / share] as const);
  const counted = { title: y, log: logCounts, range };
  const bottom = box.y + box.height;
  const top = (count: number) => bottom - shareOf(counted, Math.max(count, counted.range[0])) * box.height;
  const scale = { title: x.title, log: x.log, range: [x.from, x.to] } as const;
  const at = (value: number) => box.x + shareOf(scale, value) * box.width;
  context.font = `11px ${palette.fontFamily}`;
  context.textBaseline = "alphabetic";
  context.textAlign = "left";
  context.fillStyle = palette.hint;
  context.fillText(y, box.x, box.y - 8);
  drawSeriesNames(context, series, box, box.x + context.measureText(y).width + 16, palette);
  context.lineWidth = 1;
  context.textAlign = "right";
  for (const { value, label } of scaleTicks(counted, 4)) {
    if (!Number.isInteger(value)) continue;
    const line = Math.round(top(value)) + 0.5;
    context.strokeStyle = palette.grid;
    context.beginPath();
    context.moveTo(box.x, line);
    context.lineTo(box.x + box.width, line);
    context.stroke();
    context.fillText(label, box.x - 8, line + 4);
  }
  clipped(context, box, () => {
    series.forEach(({ counts }, index) => {
      const step = box.width / counts.length;
      context.beginPath();
      context.moveTo(box.x, bottom);
      counts.forEach((count, i) => {
        context.lineTo(box.x + i * step, top(count));
        context.lineTo(box.x + (i + 1) * step, top(count));
      });
      context.lineTo(box.x + box.width, bottom);
      context.strokeStyle = palette.ink;
      context.fillStyle = palette.measured;
      context.setLineDash(outlines[index % outlines.length]);
      if (index === 0) context.fill();
      else context.stroke();
      context.setLineDash([]);
    });
  });
  const ticks = scaleTicks(scale, box.width < 320 ? 4 : 6).map(({ value, label }) => ({ at: at(value), label }));
  drawAxisUnder(context, box, ticks, titleOf(scale), palette);
  const lowest = Math.min(...marks.map((mark) => mark.at));
  marks.forEach(({ at: value, label, decimals = 2 }, i) => {
    const line = Math.round(at(value)) + 0.5;
    context.strokeStyle = palette.ink;
    context.setLineDash(i === 0 ? [] : [3, 2]);
    context.beginPath();
    context.moveTo(line, box.y);
    context.lineTo(line, bottom);
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = palette.ink;
    // Of several marks, the lowest has its words to the left, where there is room.
    const isLate = line > box.x + (marks.length > 1 ? (value === lowest ? 96 : box.width - 96) : box.width / 2);
    context.textAlign = isLate ? "right" : "left";
    context.fillText(`${label} ${formatNumber(value, decimals)}`, line + (isLate ? -5 : 5), box.y + 12 + 14 * i);
  });
}
