import type { DrawingContext } from "./context.js";
import { drawLeader, type Leader, leaderLine } from "./leaders.js";
import { drawMovieFrame, type MovieFrame } from "./movie-frame.js";
import { placeOfOutline } from "./outlines.js";
import type { Palette } from "./palette.js";
import { drawPartBar, type PixelStage, partBarHeight, partRows, pixelSentence } from "./pixel-parts.js";
import { cellSentence, drawWaterfall, type Waterfall, waterfallHeight } from "./snr-waterfall.js";

/** A frame with a pixel marked and cells outlined, and what is said of them. */
export interface WhyPicture {
  readonly image: MovieFrame;
  /** (x, y) in pixels of the image. */
  readonly pixel: readonly [number, number] | null;
  readonly stage: PixelStage | null;
  readonly waterfall: Waterfall | null;
}

const gap = 16;
const answerWidth = 520;
const rowHeight = 20;
const sentenceHeight = 36;

/** The size of the whole picture. */
export function layOutWhy({ image, stage, waterfall }: WhyPicture): { width: number; height: number } {
  const pixel = stage ? sentenceHeight + partBarHeight + partRows(stage).length * rowHeight + gap : 0;
  const cell = waterfall ? sentenceHeight + waterfallHeight(waterfall) : 0;
  return { width: image.width + 2 * gap + answerWidth, height: Math.max(image.height, pixel + cell + gap) };
}

/** Draws the frame, and the answers beside it. */
export function drawWhy(context: DrawingContext, picture: WhyPicture, palette: Palette): void {
  const { image, pixel, stage, waterfall } = picture;
  const { width, height } = layOutWhy(picture);
  context.fillStyle = palette.ground;
  context.fillRect(0, 0, width, height);
  drawMovieFrame(context, image);
  const x = image.width + gap;
  let y = gap;
  const lead = (mark: Pick<Leader, "from" | "off" | "way">, bottom: number) => {
    const words = { left: x, top: y, bottom, title: y + 6 };
    const box = { right: image.width, top: 0, bottom: image.height };
    drawLeader(context, leaderLine({ ...mark, words, image: box }), palette.axis);
  };
  if (pixel) drawPixel(context, pixel);
  if (stage) {
    const bottom = y + sentenceHeight + partBarHeight + partRows(stage).length * rowHeight;
    if (pixel) lead({ from: pixel, off: 6, way: "across" }, bottom);
    drawSentence(context, pixelSentence(stage), x, y, palette);
    y += sentenceHeight;
    drawPartBar(context, stage, { x, y, width: answerWidth }, palette);
    y += partBarHeight + 8;
    for (const { label, value, share, isTotal } of partRows(stage)) {
      context.font = `${isTotal ? "600 " : ""}13px ${palette.fontFamily}`;
      context.fillStyle = palette.ink;
      context.textAlign = "left";
      context.fillText(label, x, y + 10);
      context.textAlign = "right";
      context.fillText(value, x + answerWidth - 100, y + 10);
      context.font = `13px ${palette.fontFamily}`;
      context.fillStyle = palette.hint;
      context.fillText(share, x + answerWidth, y + 10);
      context.textAlign = "left";
      context.fillText(stage.unit, x + answerWidth - 94, y + 10);
      y += rowHeight;
    }
    y += 8;
  }
  if (!waterfall) return;
  const place = image.outlines?.[0] && placeOfOutline(image.outlines[0], waterfall.cell);
  if (place) {
    const mark = { from: [place.x, place.y], off: place.radius + 8, way: "along" } as const;
    lead(mark, y + sentenceHeight + waterfallHeight(waterfall));
  }
  drawSentence(context, cellSentence(waterfall), x, y, palette);
  drawWaterfall(context, waterfall, { x, y: y + sentenceHeight, width: answerWidth }, palette);
}

function drawPixel(context: DrawingContext, [x, y]: readonly [number, number]): void {
  for (const [colour, width] of [
    ["#000", 3.5],
    ["#fff", 1.5],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.strokeRect(x - 5, y - 5, 10, 10);
  }
}

/** Text on as many lines as it takes. */
function drawSentence(context: DrawingContext, text: string, x: number, y: number, palette: Palette): void {
  context.font = `13px ${palette.fontFamily}`;
  context.fillStyle = palette.ink;
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  let line = "";
  let at = y + 10;
  for (const word of text.split(" ")) {
    const longer = line ? `${line} ${word}` : word;
    if (context.measureText(longer).width > answerWidth) {
      context.fillText(line, x, at);
      at += 16;
      line = word;
    } else line = longer;
  }
  context.fillText(line, x, at);
}
