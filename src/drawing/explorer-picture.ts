import { drawHistogram, histogramBox, histogramHeight } from "./bars.js";
import { lookupTable } from "./colormaps.js";
import { colourise } from "./colourise.js";
import type { DrawingContext } from "./context.js";
import { formatNumber } from "./format.js";
import { drawMovieFrame, type MovieFrame } from "./movie-frame.js";
import type { Palette } from "./palette.js";
import { effectHistogram, type StepEffect } from "./step-effect.js";

/** The steps of a pipeline, the frame of one of them, and what it changed. */
export interface ExplorerPicture {
  readonly steps: readonly { readonly name: string; readonly mean: number | null; readonly unit: string }[];
  /** Which of the steps is shown. */
  readonly chosen: number;
  /** Grey levels of every step's frame, one small picture after another; empty before they are known. */
  readonly thumbnails: Uint8Array;
  readonly thumbnailSize: readonly [rows: number, columns: number];
  readonly image: MovieFrame;
  readonly effect: StepEffect | null;
}

const gap = 12;
const captionHeight = 34;
const railWidth = 400;
const rowHeight = 20;

/** The size of the whole picture, and where the strip of steps begins. */
export function layOutExplorer({ steps, thumbnailSize: [rows, columns], image, effect }: ExplorerPicture) {
  const facts = histogramHeight + (effect?.rows.length ?? 0) * rowHeight;
  const strip = Math.max(image.height, facts) + gap;
  const width = Math.max(steps.length * (columns + gap) - gap, image.width + gap + railWidth);
  return { width, height: strip + rows + captionHeight, strip };
}

/** Draws the frame with the histogram and the numbers beside it, and the strip of steps under them. */
export function drawExplorer(context: DrawingContext, picture: ExplorerPicture, palette: Palette): void {
  const { image, effect } = picture;
  const { width, height, strip } = layOutExplorer(picture);
  context.fillStyle = palette.ground;
  context.fillRect(0, 0, width, height);
  drawMovieFrame(context, image);
  drawStrip(context, picture, strip, palette);
  if (!effect) return;
  const left = image.width + gap;
  const box = histogramBox(railWidth);
  drawHistogram(context, effectHistogram(effect), { ...box, x: box.x + left }, palette);
  effect.rows.forEach(({ label, value, decimals, unit }, i) => {
    const y = histogramHeight + i * rowHeight + 14;
    context.font = `13px ${palette.fontFamily}`;
    context.textBaseline = "alphabetic";
    context.textAlign = "left";
    context.fillStyle = palette.hint;
    context.fillText(label, left, y);
    context.fillText(unit, left + 334, y);
    context.textAlign = "right";
    context.fillStyle = palette.ink;
    context.fillText(formatNumber(value, decimals), left + 328, y);
  });
}

function drawStrip(context: DrawingContext, picture: ExplorerPicture, top: number, palette: Palette): void {
  const { steps, chosen, thumbnails, thumbnailSize } = picture;
  const [rows, columns] = thumbnailSize;
  const size = rows * columns;
  steps.forEach(({ name, mean, unit }, i) => {
    const left = i * (columns + gap);
    const levels = thumbnails.subarray(i * size, (i + 1) * size);
    if (levels.length === size) drawLevels(context, levels, thumbnailSize, left, top);
    if (i === chosen) {
      context.strokeStyle = palette.select;
      context.lineWidth = 2;
      context.strokeRect(left + 1, top + 1, columns - 2, rows - 2);
    }
    context.textAlign = "left";
    context.textBaseline = "alphabetic";
    context.fillStyle = palette.ink;
    context.font = `${i === chosen ? "600 " : ""}11px ${palette.fontFamily}`;
    context.fillText(
      fitted(context, `${i + 1} ${name.replaceAll("_", " ")}`, columns + gap - 2),
      left,
      top + rows + 14,
    );
    context.font = `11px ${palette.fontFamily}`;
    context.fillStyle = palette.hint;
    if (mean !== null)
      context.fillText(`${formatNumber(mean, unit === "counts" ? 1 : 3)} ${unit}`, left, top + rows + 28);
  });
}

function drawLevels(
  context: DrawingContext,
  levels: Uint8Array,
  [rows, columns]: readonly [number, number],
  x: number,
  y: number,
): void {
  const image = context.createImageData(columns, rows);
  colourise(levels, [0, 255], lookupTable("grey"), image.data);
  context.putImageData(image, x, y);
}

/** As much of a text as a width has room for. */
function fitted(context: DrawingContext, text: string, width: number): string {
  let end = text.length;
  while (end > 1 && context.measureText(text.slice(0, end)).width > width) end--;
  return text.slice(0, end);
}
