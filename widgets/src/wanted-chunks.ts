import { type ChunkCoding, chunkWindow, type WantedChunk } from "../../src/widgets/traits/movie-messages.js";

/** Where a player is and where it goes. */
export interface Place {
  readonly frame: number;
  /** How many frames ahead will be needed soon. */
  readonly ahead: "none" | "little" | "much";
  /** How many frames before this one are needed with it. */
  readonly behind: number;
  /** The frames [from, to) that are played, over and over where they loop. */
  readonly range: readonly [from: number, to: number];
  readonly loop: boolean;
  /** Frames that exist already. */
  readonly available: number;
}

/** Where a player is, and what is there of what it needs. */
export interface Wants extends Place {
  readonly frameCount: number;
  /** Frames of a chunk, and how it travels. */
  readonly size: number;
  readonly coding: ChunkCoding;
  /** Whether what is at hand must be exact in the end, though frames travel small. */
  readonly isExact: boolean;
  /** Whether an exact frame is wanted only to see how fast the link is. */
  readonly isProbing: boolean;
  has(frame: number, isExact: boolean): boolean;
}

/** The chunks that are missing around a place, those needed first first. */
export function wantedChunks(wants: Wants): WantedChunk[] {
  const { frame, ahead, behind, range, loop, frameCount, available, size, coding, isExact, isProbing, has } = wants;
  const [start, end] = range;
  const isSmall = coding !== "raw";
  const of = (from: number, to: number): WantedChunk => (isSmall ? [from, to, coding] : [from, to]);
  const horizon = { none: 1, little: size + 1, much: chunkWindow * size }[ahead];
  const chunks: WantedChunk[] = [];
  if (frame < available && !has(frame, !isSmall)) chunks.push(of(frame, frame + 1));
  // Chunks start at multiples of their size, so that those asked for stay the same while the player moves on.
  const want = (at: number) => {
    if (at >= available || chunks.length >= chunkWindow || has(at, !isSmall)) return;
    if (chunks.some(([from, to]) => to > from + 1 && at >= from && at < to)) return;
    const from = Math.floor(at / size) * size;
    const to = Math.min(frameCount, from + size);
    chunks.push(to <= available ? of(from, to) : of(at, available));
  };
  for (let at = frame; at > frame - behind && at >= 0; at--) want(at);
  // Over a slow link exact frames come one by one, so that what is wanted next does not wait for long.
  const wantExact = () => {
    if (!isExact || !isSmall || chunks.length >= chunkWindow) return;
    for (let at = frame; at > frame - Math.max(1, behind) && at >= 0; at--) {
      if (at < available && !has(at, true)) {
        chunks.push([at, at + 1]);
        return;
      }
    }
  };
  wantExact();
  const probe = Math.ceil((frame + 1) / size) * size;
  if (isProbing && probe < available && !has(probe, true)) chunks.push([probe, probe + 1]);
  if (ahead === "none") return chunks;
  const wraps = loop && frame < end;
  const last = wraps
    ? frame + Math.min(horizon, end - start)
    : Math.min(frame < end ? end : frameCount, frame + horizon);
  for (let at = frame; at < last; at++) want(wraps && at >= end ? start + (at - end) : at);
  return chunks;
}
