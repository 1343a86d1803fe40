import { type ColormapName, lookupTable, type signedColormap } from "./colormaps.js";
import { colourise, type Limits } from "./colourise.js";
import type { Panel } from "./compared-panels.js";
import type { DrawingContext } from "./context.js";
import { formatQuantity } from "./format.js";
import { drawOutlines, type PlacedOutlines } from "./outlines.js";
import { imageText } from "./palette.js";
import { scaleBarUm } from "./ticks.js";

/** A frame and how it is shown. */
export interface MovieFrame {
  /** The movies that stand side by side. */
  readonly panels: readonly Panel[];
  /** The size of one of them. */
  readonly width: number;
  readonly height: number;
  readonly limits: Limits;
  readonly colormap: ColormapName | typeof signedColormap;
  readonly pixelSizeUm: number | null;
  readonly timeS: number | null;
  /** What is outlined in each panel. */
  readonly outlines?: readonly PlacedOutlines[];
}

/** Draws a frame at one pixel a value, with its outlines, scale bar and time. */
export function drawMovieFrame(context: DrawingContext, frame: MovieFrame): void {
  const { panels, width, height, limits, colormap, pixelSizeUm, timeS, outlines = [] } = frame;
  panels.forEach(({ label, data }, i) => {
    const left = i * width;
    const image = context.createImageData(width, height);
    colourise(data, limits, lookupTable(colormap), image.data);
    context.putImageData(image, left, 0);
    context.save();
    context.beginPath();
    context.rect(left, 0, width, height);
    context.clip();
    context.translate(left, 0);
    if (outlines[i]) drawOutlines(context, outlines[i]);
    context.restore();
    if (width * panels.length < 160) return;
    context.fillStyle = imageText.ink;
    if (i > 0) context.fillRect(left - 1, 0, 2, height);
    drawImageText(context, label, left + 12, 20, "left");
  });
  if (width * panels.length < 160) return;
  if (pixelSizeUm !== null) drawScaleBar(context, height, scaleBarUm(width * pixelSizeUm), pixelSizeUm);
  if (timeS !== null) {
    drawImageText(context, formatQuantity(timeS, "s", 2), width * panels.length - 12, height - 12, "right");
  }
}

function drawScaleBar(context: DrawingContext, height: number, lengthUm: number, pixelSizeUm: number): void {
  const length = lengthUm / pixelSizeUm;
  context.fillStyle = imageText.halo;
  context.fillRect(11, height - 16, length + 2, 5);
  context.fillStyle = imageText.ink;
  context.fillRect(12, height - 15, length, 3);
  drawImageText(context, formatQuantity(lengthUm, "µm"), 12 + length / 2, height - 20, "center");
}

function drawImageText(context: DrawingContext, text: string, x: number, y: number, align: CanvasTextAlign): void {
  context.font = imageText.font;
  context.textAlign = align;
  context.textBaseline = "alphabetic";
  context.lineJoin = "round";
  context.lineWidth = 2.5;
  context.strokeStyle = imageText.halo;
  context.strokeText(text, x, y);
  context.fillStyle = imageText.ink;
  context.fillText(text, x, y);
}
