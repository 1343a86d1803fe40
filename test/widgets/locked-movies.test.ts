import { expect, it } from "vitest";
import type { FrameChunk, FrameSource } from "../../src/simulation/frame-source.js";
import { LockedMovies } from "../../src/widgets/locked-movies.js";

const stage = { name: "sensor", height: 2, width: 2, dtype: "uint8", unit: "counts", range: [0, 255] } as const;

/** A movie whose values say which it is; `asked` hears of what is wanted of it. */
function movie(value: number, asked: (of: number) => void): FrameSource {
  const frames = async (name: string, from: number, to: number): Promise<FrameChunk> => {
    asked(value);
    return { stage: name, from, to, height: 2, width: 2, data: new Uint8Array(4 * (to - from)).fill(value) };
  };
  return { frameCount: 9, fps: 20, pixelSizeUm: null, stages: [stage], frames };
}

it("movies side by side are asked for a frame at once, and for a range of frames one after the other", async () => {
  const asked: number[] = [];
  const sources = [1, 2].map((value) => ({ label: `${value}`, source: movie(value, (of) => asked.push(of)) }));
  const movies = new LockedMovies(sources, null);
  const frame = movies.frames("sensor", 3, 4);
  expect(asked.splice(0)).toEqual([1, 2]);
  expect((await frame).data).toEqual(Uint8Array.of(1, 1, 1, 1, 2, 2, 2, 2));
  const range = movies.frames("sensor", 0, 2);
  expect(asked.splice(0)).toEqual([1]);
  expect((await range).data).toHaveLength(16);
  expect(asked).toEqual([2]);
});
