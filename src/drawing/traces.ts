import { type Box, clipped, drawAxisUnder, ticksUnder } from "./axes.js";
import type { DrawingContext } from "./context.js";
import { formatNumber } from "./format.js";
import { drawLegendRow, legendOf, legendRow, legendWidth } from "./legend.js";
import { drawLines, drawLinesAlone, type Line, type Range } from "./line-plot.js";
import type { Palette } from "./palette.js";
import { layOutTraces, panelsSeen, type TraceLegend, type TraceWindow, traceMargins } from "./trace-layout.js";

/** Lines with a common value axis, or two. */
export interface TracePanel {
  /** What the panel is of, such as a cell's number. */
  readonly label: string;
  /** The cell that the lines are of, if they are of one. */
  readonly cell: number | null;
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

/** The number of samples of the longest line. */
export function sampleCount({ panels }: TraceFigure): number {
  return panels.reduce((most, { lines }) => lines.reduce((m, { values }) => Math.max(m, values.length), most), 0);
}

/** The sample at a place of the picture. */
export function sampleAt(figure: TraceFigure, width: number, x: number): number {
  const [box] = layOutTraces(figure, width).boxes;
  const last = Math.max(0, sampleCount(figure) - 1);
  return box ? Math.min(last, Math.max(0, Math.round(((x - box.x) / box.width) * last))) : 0;
}

function drawHeading(
  context: DrawingContext,
  panel: TracePanel,
  { rows, isBeside }: TraceLegend,
  box: Box,
  palette: Palette,
): void {
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
  context.textAlign = "right";
  let end = box.x + box.width;
  if (panel.yRight) {
    context.fillText(panel.yRight, end + traceMargins.rightAxis, y);
    end = Math.min(end, end + traceMargins.rightAxis - context.measureText(panel.yRight).width - 12);
  }
  rows.forEach((row, i) => {
    const place = isBeside
      ? ({ x: end, y, align: "right" } as const)
      : { x: box.x, y: y - legendRow * (rows.length - i) };
    drawLegendRow(context, row, place, palette);
  });
}

/** What of traces is seen, and marked. */
export interface TraceMarks {
  /** Where the cursor stands. */
  readonly sample?: number | null;
  /** Cells whose panels are marked. */
  readonly selected?: readonly number[];
  readonly hovered?: number | null;
  /** What is seen of the panels; all unless given. */
  readonly window?: TraceWindow;
  /** The only part of the panels that is drawn, the axis left out, where the rest of the picture stands already. */
  readonly part?: TraceWindow;
}

/** Draws panels of traces over their common axis, of many only those that are seen. */
export function drawTraces(
  context: DrawingContext,
  figure: TraceFigure,
  width: number,
  palette: Palette,
  { sample = null, selected = [], hovered = null, window, part }: TraceMarks = {},
): void {
  const layout = layOutTraces(figure, width);
  const [first] = layout.boxes;
  if (!first) return;
  const { top, height } = window ?? { top: 0, height: layout.content };
  const last = Math.max(1, sampleCount(figure) - 1);
  const { title, start, step } = figure.x;
  const end = start + last * step;
  const at = (value: number) => Math.round(first.x + ((value - start) / (end - start)) * first.width) + 0.5;
  // Under the last panel the label of its lowest tick reaches below the axis.
  const below = layout.isDense ? 0 : top + height >= layout.content ? 5 : 1;
  const drawn = part ?? { top, height: height + below };
  clipped(context, { x: 0, y: drawn.top - top, width, height: drawn.height }, () => {
    context.translate(0, -top);
    if (layout.isDense) drawDenseHeading(context, figure, first, palette);
    for (const i of panelsSeen(layout, drawn)) {
      const [panel, box] = [figure.panels[i], layout.boxes[i]];
      const isSelected = panel.cell !== null && selected.includes(panel.cell);
      if (panel.cell !== null && (isSelected || panel.cell === hovered))
        markPanel(context, box, layout.isDense, isSelected, palette);
      if (layout.isDense) drawRow(context, panel, box, isSelected, palette);
      else {
        drawHeading(context, panel, layout.legends[i], box, palette);
        drawLines(context, box, panel.lines, { left: panel.range, right: panel.rangeRight }, palette);
      }
      const [under, long] = layout.isDense ? [-1, 4] : [3, 6];
      const y = box.y + box.height + under;
      context.strokeStyle = palette.ink;
      context.lineWidth = 1;
      context.beginPath();
      for (const event of panel.events) {
        context.moveTo(at(event), y);
        context.lineTo(at(event), y + long);
      }
      context.stroke();
    }
    if (sample === null) return;
    const x = at(start + sample * step);
    context.strokeStyle = palette.select;
    context.lineWidth = 1;
    context.beginPath();
    for (const box of layout.isDense ? [{ y: top, height }] : layout.boxes) {
      context.moveTo(x, box.y);
      context.lineTo(x, box.y + box.height);
    }
    context.stroke();
  });
  if (part) return;
  drawAxisUnder(context, { ...first, y: 0, height: Math.round(height) }, ticksUnder(first, start, end), title, palette);
}

/** Many rows have no axes of their own: what they show is said once. */
function drawDenseHeading(context: DrawingContext, { panels }: TraceFigure, box: Box, palette: Palette): void {
  const [{ y, range, lines }] = panels;
  const isCommon = panels.every((panel) => panel.range?.[0] === range?.[0] && panel.range?.[1] === range?.[1]);
  const scale = isCommon && range ? `${formatNumber(range[0], 1)} to ${formatNumber(range[1], 1)}` : "each row fitted";
  const words = `${y}, ${scale}`;
  context.font = `11px ${palette.fontFamily}`;
  context.fillStyle = palette.hint;
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  context.fillText(words, box.x, box.y - 6);
  const named = lines.length > 1 ? legendOf(lines) : [];
  const isRoom = context.measureText(words).width + 12 + legendWidth(named) <= box.width;
  const place = { x: box.x + box.width, y: box.y - 6, align: "right" } as const;
  if (isRoom) drawLegendRow(context, named, place, palette);
}

function drawRow(context: DrawingContext, panel: TracePanel, box: Box, isSelected: boolean, palette: Palette): void {
  context.font = `${isSelected ? "600 " : ""}11px ${palette.fontFamily}`;
  context.fillStyle = palette.ink;
  context.textAlign = "right";
  context.textBaseline = "alphabetic";
  const fits = Math.floor((box.x - 16) / 6.5);
  const label = panel.label.length > fits ? `${panel.label.slice(0, fits - 1)}…` : panel.label;
  context.fillText(label, box.x - 8, box.y + box.height / 2 + 4);
  drawLinesAlone(context, box, panel.lines, { left: panel.range, right: panel.rangeRight }, palette);
  context.strokeStyle = palette.grid;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(box.x, box.y + box.height + 3.5);
  context.lineTo(box.x + box.width, box.y + box.height + 3.5);
  context.stroke();
}

/** The ground of a panel whose cell is selected or pointed at; a bar beside it when it is selected. */
function markPanel(context: DrawingContext, box: Box, isDense: boolean, isSelected: boolean, palette: Palette): void {
  const top = box.y - (isDense ? 2 : traceMargins.title - 1);
  const height = box.y + box.height - top + (isDense ? 4 : 2);
  context.fillStyle = palette.fill;
  context.fillRect(0, top, box.x + box.width, height);
  if (!isSelected) return;
  context.fillStyle = palette.emphasis;
  context.fillRect(0, top, 3, height);
}

/** The values of some panels' lines at a sample, in words; of all panels unless given. */
export function valuesInWords({ x, panels: all }: TraceFigure, sample: number, panels = all): string {
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
