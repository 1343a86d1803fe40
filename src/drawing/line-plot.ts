import { type Box, clipped, drawAxisBeside } from "./axes.js";
import type { DrawingContext } from "./context.js";
import { envelopeOf, extremes } from "./envelope.js";
import type { Palette } from "./palette.js";
import { axisTicks } from "./ticks.js";

/** How a line is drawn: the truth in ink, a measurement in grey, a reference dashed. */
export const lineKinds = ["truth", "measured", "reference"] as const;

export type LineKind = (typeof lineKinds)[number];

/** Values at equal steps along an axis. */
export interface Line {
  readonly label: string;
  readonly kind: LineKind;
  readonly values: Float32Array;
  /** Read off the right axis rather than the left one. */
  readonly right: boolean;
}

export type Range = readonly [low: number, high: number];

/** The range of an axis that holds some lines, with a little air; from 0 where that is near. */
export function rangeOf(lines: readonly Line[], fixed: Range | null): Range {
  if (fixed) return fixed;
  const [low, high] = extremes(lines.map(({ values }) => values));
  const air = 0.06 * (high - low);
  return [low >= 0 && low < 0.35 * high ? 0 : low - air, high + air];
}

function place(box: Box, [low, high]: Range, value: number): number {
  return box.y + box.height - ((value - low) / (high - low)) * box.height;
}

export function lineColour(kind: LineKind, palette: Palette): string {
  return kind === "truth" ? palette.ink : kind === "measured" ? palette.measured : palette.hint;
}

const referenceDashes: readonly (readonly number[])[] = [
  [4, 3],
  [1.5, 2.5],
  [9, 3, 2, 3],
];

/** How lines are dashed: references, each of them another way; no line else. */
export function lineDashes(
  lines: readonly { readonly kind: LineKind; readonly points?: boolean }[],
): (readonly number[])[] {
  let references = 0;
  return lines.map(({ kind, points = false }) =>
    kind === "reference" && !points ? referenceDashes[references++ % referenceDashes.length] : [],
  );
}

type Dashed = Line & { readonly dash: readonly number[] };

function drawLine(context: DrawingContext, box: Box, range: Range, line: Dashed, palette: Palette): void {
  const columns = Math.max(2, Math.round(box.width));
  const { low, high, gaps } = envelopeOf(line.values, columns);
  context.strokeStyle = lineColour(line.kind, palette);
  context.lineWidth = line.kind === "truth" ? 1.25 : 1;
  context.lineJoin = "round";
  context.setLineDash([...line.dash]);
  context.beginPath();
  let started = false;
  for (let column = 0; column < columns; column++) {
    if (Number.isNaN(low[column])) {
      if (gaps[column]) started = false;
      continue;
    }
    const x = box.x + (column / (columns - 1)) * box.width;
    if (started) context.lineTo(x, place(box, range, high[column]));
    else context.moveTo(x, place(box, range, high[column]));
    started = true;
    if (low[column] !== high[column]) context.lineTo(x, place(box, range, low[column]));
  }
  context.stroke();
  context.setLineDash([]);
}

function valueTicks(box: Box, range: Range) {
  return axisTicks(range[0], range[1], box.height < 60 ? 3 : box.height < 110 ? 4 : 5).map(({ value, label }) => {
    return { at: place(box, range, value), label };
  });
}

/** Ends of the left and of the right axis; null fits them to the lines. */
interface Ranges {
  readonly left: Range | null;
  readonly right: Range | null;
}

/** Draws lines in a box between a left axis and, where some are read off it, a right one. */
export function drawLines(
  context: DrawingContext,
  box: Box,
  lines: readonly Line[],
  ranges: Ranges,
  palette: Palette,
): void {
  context.font = `11px ${palette.fontFamily}`;
  const [left, right] = [lines.filter((line) => !line.right), lines.filter((line) => line.right)];
  const fixed = { left: rangeOf(left, ranges.left), right: rangeOf(right, ranges.right) };
  drawAxisBeside(context, box, valueTicks(box, fixed.left), "left", palette);
  if (right.length > 0) drawAxisBeside(context, box, valueTicks(box, fixed.right), "right", palette);
  drawLinesAlone(context, box, lines, fixed, palette);
}

/** Draws lines in a box without axes. */
export function drawLinesAlone(
  context: DrawingContext,
  box: Box,
  lines: readonly Line[],
  ranges: Ranges,
  palette: Palette,
): void {
  const dashes = lineDashes(lines);
  const dashed = lines.map((line, i) => ({ ...line, dash: dashes[i] }));
  const [left, right] = [dashed.filter((line) => !line.right), dashed.filter((line) => line.right)];
  const fixed = { left: rangeOf(left, ranges.left), right: rangeOf(right, ranges.right) };
  clipped(context, box, () => {
    for (const line of right) drawLine(context, box, fixed.right, line, palette);
    for (const line of left.toReversed()) drawLine(context, box, fixed.left, line, palette);
  });
}
