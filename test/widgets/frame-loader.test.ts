import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { ChunkRequest } from "../../src/widgets/traits/movie-messages.js";
import { FrameLoader, type Reading } from "../../widgets/src/frame-loader.js";

const stage = { name: "sensor", height: 64, width: 64, dtype: "uint8", unit: "counts", range: null } as const;
const movie = { frameCount: 100, stages: [stage] };

const place: Reading = {
  stage: "sensor",
  frame: 20,
  ahead: "little",
  behind: 0,
  range: [0, 100],
  loop: false,
  available: 100,
  isSettled: true,
  isPlaying: false,
  rate: 20,
  isLate: false,
  quality: "auto",
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("a movie that takes over is asked for the frame on show alone, and for those after it once no other one follows", () => {
  const asked: ChunkRequest[] = [];
  const loader = new FrameLoader(
    (request) => asked.push(request),
    () => {},
  );
  loader.open(movie, 0);
  loader.read(place);
  expect(asked.pop()?.chunks).toEqual([
    [20, 21],
    [0, 64],
  ]);
  for (const generation of [1, 2, 3]) {
    vi.advanceTimersByTime(200);
    // Traits that change together say it twice.
    for (let i = 0; i < 2; i++) {
      loader.open(movie, generation);
      loader.read(place);
    }
    expect(asked.splice(0)).toMatchObject([{ generation, chunks: [[20, 21]] }]);
  }
  vi.advanceTimersByTime(300);
  expect(asked.splice(0)).toMatchObject([
    {
      generation: 3,
      chunks: [
        [20, 21],
        [0, 64],
      ],
    },
  ]);
  vi.advanceTimersByTime(100);
  loader.open(movie, 4);
  loader.read({ ...place, isPlaying: true, ahead: "much" });
  expect(asked[0].chunks.length).toBeGreaterThan(1);
  loader.close();
});
