import { describe, expect, it } from "vitest";
import { bleachingChunk, runBleaching } from "../../src/compute/bleaching-course.js";
import { runActivity, traceChunk } from "../../src/compute/traces.js";
import { activityStreams } from "../../src/physics/activity.js";
import { CHUNK_FRAMES, chunkCount, keptChunks, REMEMBERED_CHUNKS } from "../../src/physics/chunks.js";
import { defaultActivity } from "../support/activity.js";

const streams = activityStreams(1);
const cells = 2048;

/** Cells that run for some chunks and a bit. */
function run(chunks: number) {
  const entities = Int32Array.from({ length: cells }, (_, i) => i);
  const frameCount = chunks * CHUNK_FRAMES - 28;
  const traces = runActivity({ parameters: defaultActivity, fps: 20, streams, entities, frameCount });
  return { traces, bleaching: runBleaching(traces, 1e-5, new Float64Array(cells).fill(1e-4)) };
}

describe("the traces of many frames", () => {
  it("are the same whether they are kept or made again, in any order", () => {
    const short = run(keptChunks(cells));
    const long = run(keptChunks(cells) + 2);
    expect([short.traces.kept.length, long.traces.kept.length]).toEqual([keptChunks(cells), 0]);
    for (const chunk of [2, 0, 1, 4, 5, 0, 2]) {
      const { C, S } = traceChunk(long.traces, chunk);
      const shares = bleachingChunk(long.bleaching, chunk);
      const kept = short.traces.kept[chunk];
      if (!kept || kept.to - kept.from < CHUNK_FRAMES) continue;
      expect(Buffer.compare(Buffer.from(C.buffer), Buffer.from(kept.C.buffer))).toBe(0);
      expect(Buffer.compare(Buffer.from(S.buffer), Buffer.from(kept.S.buffer))).toBe(0);
      expect(Buffer.compare(Buffer.from(shares.buffer), Buffer.from(short.bleaching.kept[chunk].buffer))).toBe(0);
    }
  });

  it("are made again in the room of others: nothing piles up however many there are", () => {
    const { traces, bleaching } = run(keptChunks(cells) + 3);
    const whole = chunkCount(traces.frameCount) - 1;
    const rooms = new Set<ArrayBufferLike>();
    for (let chunk = 0; chunk < whole; chunk++) {
      const { C, S } = traceChunk(traces, chunk);
      rooms.add(C.buffer).add(S.buffer).add(bleachingChunk(bleaching, chunk).buffer);
    }
    expect(rooms.size).toBe(3 * REMEMBERED_CHUNKS);
  });
});
