import { colourIndex } from "../drawing/colourise.js";
import { autoLimits } from "../drawing/contrast.js";
import type { FrameData } from "../simulation/frame-source.js";

const SIDE = 96;

interface Size {
  readonly height: number;
  readonly width: number;
}

/** Rows and columns of a picture of a frame in small. */
export function thumbnailShape({ height, width }: Size): [rows: number, columns: number] {
  const scale = Math.max(1, Math.max(height, width) / SIDE);
  return [Math.max(1, Math.round(height / scale)), Math.max(1, Math.round(width / scale))];
}

/** A frame in small, in grey levels of its own limits: of each block of pixels the mean. */
export function thumbnail(
  data: FrameData,
  { height, width }: Size,
  [rows, columns]: readonly [number, number],
): Uint8Array {
  const limits = autoLimits(data);
  const small = new Uint8Array(rows * columns);
  for (let y = 0; y < rows; y++) {
    const [top, bottom] = [Math.floor((y * height) / rows), Math.ceil(((y + 1) * height) / rows)];
    for (let x = 0; x < columns; x++) {
      const [left, right] = [Math.floor((x * width) / columns), Math.ceil(((x + 1) * width) / columns)];
      let sum = 0;
      for (let row = top; row < bottom; row++)
        for (let column = left; column < right; column++) sum += data[row * width + column];
      small[y * columns + x] = colourIndex(sum / ((bottom - top) * (right - left)), limits);
    }
  }
  return small;
}
