import type { DrawingContext } from "./context.js";

/** A place on a canvas, in pixels. */
export type Point = readonly [x: number, y: number];

/** Begins a path that runs through some points. */
export function pathThrough(context: DrawingContext, points: readonly Point[]): void {
  context.beginPath();
  points.forEach(([x, y], i) => {
    if (i === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  });
}
