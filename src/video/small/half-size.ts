import type { FrameData } from "../../simulation/frame-source.js";

interface Size {
  readonly height: number;
  readonly width: number;
}

/** Half as many rows and columns, each value the mean of up to four; at odd sides fewer make the last ones. */
export function halved(frames: FrameData, { height, width }: Size): Float32Array {
  const [rows, columns] = [Math.ceil(height / 2), Math.ceil(width / 2)];
  const count = frames.length / (height * width);
  const out = new Float32Array(count * rows * columns);
  for (let t = 0; t < count; t++) {
    for (let y = 0; y < rows; y++) {
      const upper = (t * height + 2 * y) * width;
      const lower = 2 * y + 1 < height ? upper + width : upper;
      const at = (t * rows + y) * columns;
      for (let x = 0; x < columns; x++) {
        const left = 2 * x;
        const right = left + 1 < width ? left + 1 : left;
        out[at + x] = (frames[upper + left] + frames[upper + right] + frames[lower + left] + frames[lower + right]) / 4;
      }
    }
  }
  return out;
}
