import { dtypeOf, newFrameData } from "./frame-data.js";
import type { FrameChunk } from "./frame-source.js";

/** The same frames up to `end`, copied, always `size` at a time but for the last. */
export async function* rechunk(
  chunks: AsyncIterable<FrameChunk>,
  size: number,
  end: number,
): AsyncGenerator<FrameChunk> {
  let whole: FrameChunk | null = null;
  for await (const chunk of chunks) {
    const pixels = chunk.height * chunk.width;
    for (let at = chunk.from; at < chunk.to; ) {
      whole ??= room(chunk, at, Math.min(at + size, end));
      const next = Math.min(chunk.to, whole.to);
      whole.data.set(
        chunk.data.subarray((at - chunk.from) * pixels, (next - chunk.from) * pixels),
        (at - whole.from) * pixels,
      );
      at = next;
      if (at < whole.to) continue;
      yield whole;
      whole = null;
    }
  }
}

/** A chunk like another, of other frames, which are still to come. */
function room(like: FrameChunk, from: number, to: number): FrameChunk {
  return { ...like, from, to, data: newFrameData(dtypeOf(like.data), (to - from) * like.height * like.width) };
}
