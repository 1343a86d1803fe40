import type { DrawingContext } from "./context.js";
import type { Palette } from "./palette.js";
import { axisTicks } from "./ticks.js";

/** A rectangle on a canvas, in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One axis of a plot: its title with the unit, and the values at its two ends. */
export interface Axis {
  readonly title: string;
  readonly from: number;
  readonly to: number;
}

/** Room that axes take around a plot. */
export const axisMargins = { left: 48, top: 6, right: 8, bottom: 36 } as const;

const tickLength = 4;

/** Draws a left and a bottom axis with outside ticks; y grows downwards. */
export function drawAxes(context: DrawingContext, box: Box, x: Axis, y: Axis, palette: Palette): void {
  const bottom = box.y + box.height;
  const middle = box.x + box.width / 2;
  context.strokeStyle = palette.axis;
  context.lineWidth = 1;
  context.font = `11px ${palette.fontFamily}`;
  context.fillStyle = palette.hint;
  context.textBaseline = "alphabetic";
  context.beginPath();
  context.rect(Math.round(box.x) - 0.5, Math.round(box.y) - 0.5, Math.round(box.width) + 1, Math.round(box.height) + 1);
  context.textAlign = "center";
  for (const { value, label } of axisTicks(x.from, x.to, box.width < 240 ? 4 : 6)) {
    const at = Math.round(box.x + ((value - x.from) / (x.to - x.from)) * box.width) + 0.5;
    context.moveTo(at, bottom + 1);
    context.lineTo(at, bottom + 1 + tickLength);
    context.fillText(label, at, bottom + 16);
  }
  context.fillText(x.title, middle, bottom + 31);
  context.textAlign = "right";
  for (const { value, label } of axisTicks(y.from, y.to, box.height < 160 ? 4 : 6)) {
    const at = Math.round(box.y + ((value - y.from) / (y.to - y.from)) * box.height) + 0.5;
    context.moveTo(box.x - 1, at);
    context.lineTo(box.x - 1 - tickLength, at);
    context.fillText(label, box.x - 8, at + 4);
  }
  context.stroke();
  context.save();
  context.translate(box.x - 38, box.y + box.height / 2);
  context.rotate(-Math.PI / 2);
  context.textAlign = "center";
  context.fillText(y.title, 0, 0);
  context.restore();
}

/** A tick of an axis: where it is along it, in pixels, and its label. */
interface PlacedTick {
  readonly at: number;
  readonly label: string;
}

/** The ticks of a linear axis under a box. */
export function ticksUnder(box: Box, from: number, to: number): PlacedTick[] {
  return axisTicks(from, to, box.width < 320 ? 4 : 6).map(({ value, label }) => {
    return { at: box.x + ((value - from) / (to - from)) * box.width, label };
  });
}

/** Draws the axis under a box: a line with outside ticks, its labels and its title (unit). */
export function drawAxisUnder(
  context: DrawingContext,
  box: Box,
  ticks: readonly PlacedTick[],
  title: string,
  palette: Palette,
): void {
  const bottom = box.y + box.height;
  context.font = `11px ${palette.fontFamily}`;
  context.strokeStyle = palette.axis;
  context.fillStyle = palette.hint;
  context.lineWidth = 1;
  context.textBaseline = "alphabetic";
  context.textAlign = "center";
  context.beginPath();
  context.moveTo(box.x, bottom + 0.5);
  context.lineTo(box.x + box.width, bottom + 0.5);
  for (const { at, label } of ticks) {
    const x = Math.round(at) + 0.5;
    context.moveTo(x, bottom + 1);
    context.lineTo(x, bottom + 1 + tickLength);
    context.fillText(label, x, bottom + 16);
  }
  context.stroke();
  context.fillText(title, box.x + box.width / 2, bottom + 30);
}

/** Draws the axis at the left or the right of a box, with a light grid for the left one. */
export function drawAxisBeside(
  context: DrawingContext,
  box: Box,
  ticks: readonly PlacedTick[],
  side: "left" | "right",
  palette: Palette,
): void {
  const [edge, outside] = side === "left" ? [box.x - 0.5, -1] : [box.x + box.width + 0.5, 1];
  context.lineWidth = 1;
  context.fillStyle = palette.hint;
  context.textBaseline = "alphabetic";
  context.textAlign = side === "left" ? "right" : "left";
  for (const { at, label } of ticks) {
    const y = Math.round(at) + 0.5;
    if (side === "left") {
      context.strokeStyle = palette.grid;
      context.beginPath();
      context.moveTo(box.x, y);
      context.lineTo(box.x + box.width, y);
      context.stroke();
    }
    context.strokeStyle = palette.axis;
    context.beginPath();
    context.moveTo(edge, y);
    context.lineTo(edge + tickLength * outside, y);
    context.stroke();
    context.fillText(label, edge + 8 * outside, y + 4);
  }
  context.strokeStyle = palette.axis;
  context.beginPath();
  context.moveTo(edge, box.y);
  context.lineTo(edge, box.y + box.height);
  context.stroke();
}

/** Runs `draw` with everything outside the box cut off. */
export function clipped(context: DrawingContext, box: Box, draw: () => void): void {
  context.save();
  context.beginPath();
  context.rect(box.x, box.y, box.width, box.height);
  context.clip();
  draw();
  context.restore();
}
