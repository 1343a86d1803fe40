import { bytesPerValue } from "./frame-data.js";
import type { FrameChunk, FrameSource, StageInfo, StreamOptions } from "./frame-source.js";

const CHUNK_BYTES = 4 * 1024 * 1024;

/** Frames that make a few megabytes, a multiple of four where it can be. */
function chunkFrames({ height, width, dtype }: StageInfo): number {
  const frames = Math.floor(CHUNK_BYTES / (height * width * bytesPerValue(dtype)));
  return frames < 4 ? Math.max(1, frames) : Math.min(256, frames - (frames % 4));
}

/** Frames of a stage, chunk by chunk and in order; the next chunk is fetched while the caller works on the last. */
export async function* sourceChunks(
  source: FrameSource,
  stage: StageInfo,
  from: number,
  to: number,
  options: StreamOptions = {},
): AsyncGenerator<FrameChunk> {
  if (source.stream) return yield* source.stream(stage.name, from, to, options);
  const { signal } = options;
  const step = chunkFrames(stage);
  const ask = (start: number) =>
    start < to ? source.frames(stage.name, start, Math.min(start + step, to), { signal }) : null;
  let next = ask(from);
  while (next) {
    const chunk = await next;
    signal?.throwIfAborted();
    next = ask(chunk.to);
    // Whoever stops reading early must not leave an unhandled rejection behind.
    next?.catch(() => {});
    yield chunk;
  }
}
