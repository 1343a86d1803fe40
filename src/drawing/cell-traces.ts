import type { Box } from "./axes.js";
import type { DrawingContext } from "./context.js";
import { drawLines, type Line } from "./line-plot.js";
import type { Palette } from "./palette.js";
import { axisTicks } from "./ticks.js";

/** What is drawn of one cell over the time of a movie; what there is not is null. */
export interface CellTraceRow {
  /** True fluorescence and spike counts, a value a frame. */
  readonly C: Float32Array | null;
  readonly S: Float32Array | null;
  /** What regions of interest give: of each movie side by side. */
  readonly regions: readonly Float32Array[] | null;
}

/** Height of a row, and of the time axis under the last one. */
export const traceRowHeight = 64;
export const traceAxisHeight = 34;

const margins = { left: 44, right: 44, top: 6, spikes: 14 } as const;

/** Where the lines of a row stand. */
export function traceBox(width: number): Box {
  const { left, right, top, spikes } = margins;
  return { x: left, y: top, width: Math.max(1, width - left - right), height: traceRowHeight - top - spikes };
}

/** Draws a cell's true fluorescence (left axis), what is measured of it (right axis), and its spikes as ticks. */
export function drawCellTraces(context: DrawingContext, row: CellTraceRow, width: number, palette: Palette): void {
  const box = traceBox(width);
  const { C, S, regions } = row;
  const lines: Line[] = C ? [{ label: "", kind: "truth", values: C, right: false }] : [];
  regions?.forEach((values, i) => {
    const kind = i === regions.length - 1 ? "measured" : "reference";
    lines.push({ label: "", kind, values, right: C !== null });
  });
  if (lines.length > 0) drawLines(context, box, lines, { left: null, right: null }, palette);
  if (S) drawSpikes(context, S, box, palette);
}

function drawSpikes(context: DrawingContext, spikes: Float32Array, box: Box, palette: Palette): void {
  const y = box.y + box.height + 4;
  const last = Math.max(1, spikes.length - 1);
  context.strokeStyle = palette.ink;
  context.lineWidth = 1;
  context.beginPath();
  let drawn = -1;
  spikes.forEach((count, frame) => {
    const x = Math.round(box.x + (frame / last) * box.width) + 0.5;
    if (!(count > 0) || x === drawn) return;
    drawn = x;
    context.moveTo(x, y);
    context.lineTo(x, y + 6);
  });
  context.stroke();
}

/** Draws the time axis of the rows above it. */
export function drawTraceAxis(context: DrawingContext, durationS: number, width: number, palette: Palette): void {
  const { x, width: length } = traceBox(width);
  context.strokeStyle = palette.axis;
  context.fillStyle = palette.hint;
  context.font = `11px ${palette.fontFamily}`;
  context.textAlign = "center";
  context.textBaseline = "alphabetic";
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, 0.5);
  context.lineTo(x + length, 0.5);
  for (const { value, label } of axisTicks(0, durationS, length < 320 ? 4 : 7)) {
    const at = Math.round(x + (value / durationS) * length) + 0.5;
    context.moveTo(at, 1);
    context.lineTo(at, 5);
    context.fillText(label, at, 16);
  }
  context.stroke();
  context.fillText("time (s)", x + length / 2, 30);
}
