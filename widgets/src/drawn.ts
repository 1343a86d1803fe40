import type { DrawingContext } from "../../src/drawing/context.js";
import { sizeCanvas } from "./dom.js";

/** Draws on a canvas of a size in CSS pixels, sharp on every screen. */
export function drawOn(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
  draw: (context: DrawingContext) => void,
): void {
  const density = sizeCanvas(canvas, width, height);
  const context = canvas.getContext("2d");
  if (!context) return;
  context.setTransform(density, 0, 0, density, 0, 0);
  context.clearRect(0, 0, width, height);
  draw(context);
}
