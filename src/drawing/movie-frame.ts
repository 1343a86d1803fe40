import type { FrameData } from "../simulation/frame-source.js";
import { type ColormapName, lookupTable } from "./colormaps.js";
import { colourise, type Limits } from "./colourise.js";
import type { DrawingContext } from "./context.js";
import { formatQuantity } from "./format.js";
import { imageText } from "./palette.js";
import { scaleBarUm } from "./ticks.js";

/** A frame and how it is shown. */
export interface MovieFrame {
  readonly data: FrameData;
  readonly width: number;
  readonly height: number;
  readonly limits: Limits;
  readonly colormap: ColormapName;
  readonly pixelSizeUm: number | null;
  readonly timeS: number | null;
  /** Names of the movies that stand side by side in the frame. */
  readonly labels?: readonly string[];
}

/** Draws a frame at one pixel a value, with its scale bar and its time. */
export function drawMovieFrame(context: DrawingContext, frame: MovieFrame): void {
  const { data, width, height, limits, colormap, pixelSizeUm, timeS, labels = [] } = frame;
  const image = context.createImageData(width, height);
  colourise(data, limits, lookupTable(colormap), image.data);
  context.putImageData(image, 0, 0);
  if (width < 160) return;
  const panel = width / Math.max(1, labels.length);
  labels.forEach((label, i) => {
    context.fillStyle = imageText.ink;
    if (i > 0) context.fillRect(i * panel - 1, 0, 2, height);
    drawImageText(context, label, i * panel + 12, 20, "left");
  });
  if (pixelSizeUm !== null) drawScaleBar(context, height, scaleBarUm(panel * pixelSizeUm), pixelSizeUm);
  if (timeS !== null) drawImageText(context, formatQuantity(timeS, "s", 2), width - 12, height - 12, "right");
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
