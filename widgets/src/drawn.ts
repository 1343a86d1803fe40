import type { DrawingContext } from "../../src/drawing/context.js";

/** Draws on a canvas of a size in CSS pixels, sharp on every screen. */
export function drawOn(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
  draw: (context: DrawingContext) => void,
): void {
  const density = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * density);
  canvas.height = Math.round(height * density);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext("2d");
  if (!context) return;
  context.scale(density, density);
  draw(context);
}
