import { dtypeOf, newFrameData } from "./frame-data.js";
import type { FrameChunk } from "./frame-source.js";

/** The same frames, always `size` at a time but for the last. */
export async function* rechunk(chunks: AsyncIterable<FrameChunk>, size: number): AsyncGenerator<FrameChunk> {
  let parts: FrameChunk[] = [];
  let count = 0;
  for await (let chunk of chunks) {
    for (let room = size - count; chunk.to - chunk.from >= room; room = size) {
      const [head, tail] = split(chunk, chunk.from + room);
      yield join([...parts, head]);
      parts = [];
      count = 0;
      chunk = tail;
    }
    if (chunk.from < chunk.to) parts.push(chunk);
    count += chunk.to - chunk.from;
  }
  if (parts.length > 0) yield join(parts);
}

/** The frames before `at`, and those from there on. */
function split(chunk: FrameChunk, at: number): [FrameChunk, FrameChunk] {
  const { from, height, width, data } = chunk;
  const values = (at - from) * height * width;
  return [
    { ...chunk, to: at, data: data.subarray(0, values) },
    { ...chunk, from: at, data: data.subarray(values) },
  ];
}

/** Neighbouring chunks as one; a single one as it is. */
function join(parts: readonly FrameChunk[]): FrameChunk {
  const [first] = parts;
  if (parts.length === 1) return first;
  const { from, height, width } = first;
  const to = parts.at(-1)!.to;
  const data = newFrameData(dtypeOf(first.data), (to - from) * height * width);
  for (const part of parts) data.set(part.data, (part.from - from) * height * width);
  return { ...first, to, data };
}
