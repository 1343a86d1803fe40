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

/** Runs `draw` with everything outside the box cut off. */
export function clipped(context: DrawingContext, box: Box, draw: () => void): void {
  context.save();
  context.beginPath();
  context.rect(box.x, box.y, box.width, box.height);
  context.clip();
  draw();
  context.restore();
}
