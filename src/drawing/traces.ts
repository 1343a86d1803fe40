import { type Box, drawAxisUnder, ticksUnder } from "./axes.js";
import type { DrawingContext } from "./context.js";
import { formatNumber } from "./format.js";
import { dashes, drawLines, type Line, lineColour, type Range } from "./line-plot.js";
import type { Palette } from "./palette.js";

/** Lines with a common value axis, or two. */
export interface TracePanel {
  /** What the panel is of, such as a cell's number. */
  readonly label: string;
  /** Quantity (unit) of the left and of the right axis. */
  readonly y: string;
  readonly yRight: string;
  readonly lines: readonly Line[];
  /** Places of events on the x axis, drawn as ticks under the lines. */
  readonly events: Float32Array;
  /** Ends of the axes; null fits them to the lines. */
  readonly range: Range | null;
  readonly rangeRight: Range | null;
}

/** Panels one below the other over one x axis. */
export interface TraceFigure {
  readonly title: string;
  /** Samples stand at `start`, `start` + `step` … of the quantity (unit) `title`. */
  readonly x: { readonly title: string; readonly start: number; readonly step: number };
  readonly panels: readonly TracePanel[];
}

const margins = { left: 52, right: 12, rightAxis: 48, title: 18, gap: 8, events: 10, axis: 34 } as const;

/** The number of samples of the longest line. */
export function sampleCount({ panels }: TraceFigure): number {
  return panels.reduce((most, { lines }) => lines.reduce((m, { values }) => Math.max(m, values.length), most), 0);
}

/** The plots' rectangles in a picture of some width, and how high it is. */
export function layOutTraces(figure: TraceFigure, width: number): { readonly boxes: readonly Box[]; height: number } {
  const { panels } = figure;
  const inner = panels.length === 1 ? 148 : panels.length < 4 ? 72 : 44;
  const right = panels.some(({ lines }) => lines.some((line) => line.right)) ? margins.rightAxis : margins.right;
  let y = 0;
  const boxes = panels.map(({ events }) => {
    const box = { x: margins.left, y: y + margins.title, width: width - margins.left - right, height: inner };
    y = box.y + inner + (events.length > 0 ? margins.events : 0) + margins.gap;
    return box;
  });
  return { boxes, height: y - margins.gap + margins.axis };
}

/** The sample at a place of the picture. */
export function sampleAt(figure: TraceFigure, width: number, x: number): number {
  const [box] = layOutTraces(figure, width).boxes;
  const last = Math.max(0, sampleCount(figure) - 1);
  return box ? Math.min(last, Math.max(0, Math.round(((x - box.x) / box.width) * last))) : 0;
}

function drawHeading(context: DrawingContext, panel: TracePanel, box: Box, palette: Palette): void {
  const y = box.y - 6;
  context.textBaseline = "alphabetic";
  context.textAlign = "left";
  let x = box.x;
  if (panel.label) {
    context.font = `600 11px ${palette.fontFamily}`;
    context.fillStyle = palette.ink;
    context.fillText(panel.label, x, y);
    x += context.measureText(panel.label).width + 8;
  }
  context.font = `11px ${palette.fontFamily}`;
  context.fillStyle = palette.hint;
  context.fillText(panel.y, x, y);
  const used = x + context.measureText(panel.y).width + 12;
  context.textAlign = "right";
  let end = box.x + box.width;
  if (panel.yRight) {
    end += margins.rightAxis;
    context.fillText(panel.yRight, end, y);
    end -= context.measureText(panel.yRight).width + 12;
  }
  if (panel.lines.length < 2) return;
  for (const line of panel.lines.toReversed()) {
    const width = context.measureText(line.label).width;
    if (line.label === "" || end - width - 24 < used) continue;
    context.fillStyle = palette.ink;
    context.fillText(line.label, end, y);
    context.strokeStyle = lineColour(line.kind, palette);
    context.lineWidth = line.kind === "truth" ? 1.5 : 1.25;
    context.setLineDash(dashes[line.kind]);
    context.beginPath();
    context.moveTo(end - width - 20, y - 3.5);
    context.lineTo(end - width - 5, y - 3.5);
    context.stroke();
    context.setLineDash([]);
    end -= width + 32;
  }
}

/** Draws panels of traces; `sample` is where the cursor stands. */
export function drawTraces(
  context: DrawingContext,
  figure: TraceFigure,
  width: number,
  palette: Palette,
  sample: number | null = null,
): void {
  const { boxes } = layOutTraces(figure, width);
  const last = Math.max(1, sampleCount(figure) - 1);
  const { title, start, step } = figure.x;
  const end = start + last * step;
  const at = (box: Box, value: number) => box.x + ((value - start) / (end - start)) * box.width;
  figure.panels.forEach((panel, i) => {
    const box = boxes[i];
    drawHeading(context, panel, box, palette);
    drawLines(context, box, panel.lines, { left: panel.range, right: panel.rangeRight }, palette);
    context.strokeStyle = palette.ink;
    context.lineWidth = 1;
    context.beginPath();
    for (const event of panel.events) {
      const x = Math.round(at(box, event)) + 0.5;
      context.moveTo(x, box.y + box.height + 3);
      context.lineTo(x, box.y + box.height + 3 + 6);
    }
    context.stroke();
  });
  const lowest = boxes.at(-1);
  if (!lowest) return;
  const eventRoom = (figure.panels.at(-1)?.events.length ?? 0) > 0 ? margins.events : 0;
  drawAxisUnder(
    context,
    { ...lowest, height: lowest.height + eventRoom },
    ticksUnder(lowest, start, end),
    title,
    palette,
  );
  if (sample === null) return;
  const x = Math.round(at(lowest, start + sample * step)) + 0.5;
  context.strokeStyle = palette.select;
  context.beginPath();
  for (const box of boxes) {
    context.moveTo(x, box.y);
    context.lineTo(x, box.y + box.height);
  }
  context.stroke();
}

/** The value of every line at a sample, in words. */
export function valuesInWords({ x, panels }: TraceFigure, sample: number): string {
  const [name, unit = ""] = x.title.split(/\s*\(|\)/);
  const at = `${name} ${formatNumber(x.start + sample * x.step, decimals(x.step))} ${unit}`.trim();
  const values = panels.flatMap((panel) =>
    panel.lines
      .filter(({ values }) => sample < values.length)
      .map(({ label, values }) => {
        const value = values[sample];
        return `${[panel.label, label].filter(Boolean).join(" ")} ${formatNumber(value, decimals(Math.abs(value) / 100))}`;
      }),
  );
  return [at, ...values].join(" · ");
}

/** Decimals that tell steps of this size apart; 3 at most. */
function decimals(step: number): number {
  return step > 0 ? Math.min(3, Math.max(0, -Math.floor(Math.log10(step) + 1e-9))) : 2;
}
