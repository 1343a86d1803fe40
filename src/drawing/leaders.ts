import type { DrawingContext } from "./context.js";
import { imageText } from "./palette.js";

type Point = readonly [x: number, y: number];

/** A mark on an image, and what is said of it beside the image. */
export interface Leader {
  readonly from: Point;
  /** How far off the mark its line starts. */
  readonly off: number;
  /** Whether the line leaves the mark sideways, or goes up or down to where the words are. */
  readonly way: "across" | "along";
  /** Where the words are: from top to bottom, and the middle of their title. */
  readonly words: { readonly left: number; readonly top: number; readonly bottom: number; readonly title: number };
  readonly image: { readonly right: number; readonly top: number; readonly bottom: number };
}

/** The two parts of a leader line. */
export interface LeaderLine {
  readonly onImage: readonly Point[];
  readonly beside: readonly Point[];
}

/** How far scale bar and time stand off an image's lower edge, and what stands in its upper corner off the other. */
const [lowest, highest] = [40, 28];
const gutter = 6;
/** Room for a cell's number, right of its outline. */
const numberWidth = 36;

/** The line from a mark on an image to the words about it. */
export function leaderLine({ from: [x, y], off, way, words, image }: Leader): LeaderLine {
  const level = Math.min(image.bottom - lowest, Math.max(image.top + highest, words.title));
  const isAlong = way === "along" && Math.abs(level - y) > off + 8;
  const end = isAlong ? level : y;
  const onImage: Point[] = isAlong
    ? [
        [x, y + Math.sign(level - y) * off],
        [x, level],
        [image.right, level],
      ]
    : [
        [Math.min(image.right, x + off + (way === "along" ? numberWidth : 0)), y],
        [image.right, y],
      ];
  const isBeside = end >= words.top && end <= words.bottom;
  const turn = words.left - gutter;
  const beside: Point[] = isBeside
    ? [
        [image.right, end],
        [turn, end],
      ]
    : [
        [image.right, end],
        [turn, end],
        [turn, words.title],
        [words.left - 2, words.title],
      ];
  return { onImage, beside };
}

/** Draws a leader line: white with a dark halo on the image, as an axis beside it. */
export function drawLeader(context: DrawingContext, { onImage, beside }: LeaderLine, axis: string): void {
  for (const [points, colour, width] of [
    [beside, axis, 1],
    [onImage, "rgba(0, 0, 0, 0.5)", 3],
    [onImage, imageText.ink, 1],
  ] as const) {
    context.beginPath();
    points.forEach(([x, y], i) => {
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    });
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  }
}
