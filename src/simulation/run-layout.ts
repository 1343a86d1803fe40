import { CHUNK_FRAMES } from "../physics/chunks.js";
import { bytesPerValue } from "./frame-data.js";
import type { StageInfo } from "./frame-source.js";

/** What one worker holds of frames whose turn has not come; more where that is less than two pieces. */
const STRETCH_BYTES = 16 * 1024 * 1024;
/** Values that a worker renders between two signs of life. */
const PIECE_VALUES = 3_000_000;
/** Frames that the renderer takes at once. */
const GROUP = 8;

/** How the frames of a run are handed out. */
export interface RunLayout {
  /** Consecutive frames that one worker renders: several pieces, so that few others compute their chunk of the traces too. */
  readonly stretch: number;
  /** Frames of a stretch that are rendered and sent at a time. */
  readonly piece: number;
}

/** Stretches divide a chunk of the traces, and pieces a stretch. */
export function runLayout({ height, width, dtype }: StageInfo): RunLayout {
  const values = height * width;
  const piece = divisor(Math.max(PIECE_VALUES / values, Math.min(GROUP, (8 * PIECE_VALUES) / values)));
  // While one piece waits for its turn, the next is rendered.
  return { piece, stretch: Math.max(divisor(STRETCH_BYTES / (values * bytesPerValue(dtype))), divisor(2 * piece)) };
}

/** The largest power of two that fits, 1 at least and a chunk of the traces at most. */
function divisor(fitting: number): number {
  let frames = CHUNK_FRAMES;
  while (frames > 1 && frames > fitting) frames /= 2;
  return frames;
}

/** Cuts frames at the multiples of `step`. */
export function cut(from: number, to: number, step: number): [from: number, to: number][] {
  const pieces: [number, number][] = [];
  for (let at = from; at < to; at = pieces.at(-1)![1]) {
    pieces.push([at, Math.min(to, (Math.floor(at / step) + 1) * step)]);
  }
  return pieces;
}
