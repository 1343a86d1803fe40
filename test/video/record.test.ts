import { existsSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { simulate } from "../../src/recording/recording.js";
import { FrameRangeError } from "../../src/simulation/errors.js";
import { plan } from "../../src/simulation/scene.js";
import { MovieStore, openMovieStore } from "../../src/video/movie-store/movie-store.js";
import { type RecordOptions, record } from "../../src/video/movie-store/record.js";
import { writeVideo } from "../../src/video/write-video.js";
import { smallSpec } from "../simulation/small-spec.js";
import { expectSameBits } from "../support/same-bits.js";
import { temporaryFolder } from "./programs.js";

const file = temporaryFolder();
const spec = smallSpec(undefined, { duration_s: 4 });
const frameCount = 40;

async function timesOf(options: RecordOptions): Promise<number[]> {
  const store = new MovieStore(file("times.avi"), { mode: "truncate" });
  await simulate(spec, { observers: [record("sensor", store, options)] });
  const { times } = await store.load();
  await store.close();
  return [...times];
}

describe("a recorder", () => {
  it("keeps any stages of a run to the last bit, several at once, and changes nothing in it", async () => {
    const light = new MovieStore(file("light.avi"));
    const counts = new MovieStore(file("counts.avi"));
    const observers = [record("vignette", light), record("sensor", counts)];
    const recording = await simulate(spec, { observers });
    expectSameBits(recording.observed.data, (await simulate(spec)).observed.data);
    const scene = await plan(spec);
    for (const [path, stage, unit] of [
      ["light.avi", "vignette", "a.u."],
      ["counts.avi", "sensor", "counts"],
    ]) {
      const store = await openMovieStore(file(path));
      expect(store).toMatchObject({ frameCount, fps: 10, pixelSizeUm: 2 });
      expect(store.stages).toMatchObject([{ name: stage, height: 48, width: 64, unit }]);
      expectSameBits((await store.frames(stage, 0, 40)).data, (await scene.frames(stage, 0, 40)).data);
      await store.close();
    }
  });

  it("takes the frames it is asked to take", async () => {
    expect(await timesOf({ every_frames: 15 })).toEqual([0, 1.5, 3]);
    expect(await timesOf({ every_s: 1 })).toEqual([0, 1, 2, 3]);
    expect(await timesOf({ every_s: 0.25 })).toEqual([
      0, 0.3, 0.5, 0.8, 1, 1.3, 1.5, 1.8, 2, 2.3, 2.5, 2.8, 3, 3.3, 3.5, 3.8,
    ]);
    expect(await timesOf({ every_s: 0.01 })).toHaveLength(frameCount);
    expect(await timesOf({ at_times: [3.9, 0, 1.22, 1.2] })).toEqual([0, 1.2, 3.9]);
    expect(await timesOf({})).toHaveLength(frameCount);
  });

  it("stores what a transform makes of a frame: one field or several, of any size, mapped or not", async () => {
    const store = new MovieStore(file("transform.avi"));
    const observer = record("leakage", store, {
      every_frames: 10,
      fields: { small: { vmin: 0, vmax: 40, unit: "photons" } },
      transform: async ({ data, height, width, time }) => ({
        small: {
          height: height / 2,
          width: width / 2,
          data: Float64Array.from({ length: 768 }, (_, i) => data[i * 4]),
        },
        time: { height: 1, width: 1, data: Float32Array.of(time) },
        whole: data,
      }),
    });
    await writeVideo(spec, file("beside.avi"), { observers: [observer] });
    await store.load();
    expect(store.stages).toMatchObject([
      { name: "small", height: 24, width: 32, range: [0, 40], unit: "photons" },
      { name: "time", height: 1, width: 1, dtype: "float32" },
      { name: "whole", height: 48, width: 64, dtype: "float32" },
    ]);
    expect([...(await store.frame(3, "time"))]).toEqual([3]);
    const { data } = await (await plan(spec)).frames("leakage", 30, 31);
    expectSameBits(await store.frame(3, "whole"), data);
    expect((await store.frame(3, "small"))[5]).toBeCloseTo(data[20], 3);
    await store.close();
  });

  it("adds a second run behind the first, with times that go on", async () => {
    const store = new MovieStore(file("twice.avi"), { mode: "truncate_once" });
    for (let run = 0; run < 2; run++) await simulate(spec, { observers: [record("sensor", store, { every_s: 1 })] });
    await store.load();
    expect([...store.times]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    await store.close();
  });

  it("ends the run with what its transform throws, and keeps what came before", async () => {
    const store = new MovieStore(file("throws.avi"));
    const transform = ({ index, data }: { index: number; data: Uint8Array | Uint16Array | Float32Array }) => {
      if (index === 20) throw new Error("no more");
      return data;
    };
    await expect(simulate(spec, { observers: [record("sensor", store, { transform })] })).rejects.toThrow("no more");
    const kept = await openMovieStore(file("throws.avi"));
    expect(kept.frameCount).toBe(20);
    await kept.close();
    const video = file("throws-video.avi");
    const again = record("sensor", new MovieStore(file("throws-again.avi")), { transform });
    await expect(writeVideo(spec, video, { observers: [again] })).rejects.toThrow("no more");
    expect(existsSync(video)).toBe(false);
  });

  it("keeps what was recorded when the run is aborted", async () => {
    const control = new AbortController();
    const store = new MovieStore(file("aborted.avi"));
    const onProgress = () => control.abort(new Error("enough"));
    const run = simulate(spec, { observers: [record("sensor", store)], signal: control.signal, onProgress });
    await expect(run).rejects.toThrow("enough");
    const kept = await openMovieStore(file("aborted.avi"));
    expect(kept.frameCount).toBeGreaterThan(0);
    await kept.close();
  });

  it("refuses, before the first frame, what cannot be recorded", async () => {
    const store = new MovieStore(file("refused.avi"));
    const transform = vi.fn();
    const run = (stage: string, until?: string) =>
      simulate(spec, { until, observers: [record(stage, store, { transform })] });
    await expect(run("nonsense")).rejects.toThrow(FrameRangeError);
    await expect(run("sensor", "cells_only")).rejects.toThrow(FrameRangeError);
    await expect(run("sensor", "optics")).rejects.toThrow(FrameRangeError);
    expect(() => record("sensor", store, { every_s: 1, every_frames: 2 })).toThrow(/one of every_frames and every_s/);
    expect(() => record("sensor", store, { every_s: 0 })).toThrow(/every_s is 0/);
    expect(() => record("sensor", store, { every_frames: 1.5 })).toThrow(/every_frames is 1.5/);
    await expect(timesOf({ at_times: [4] })).rejects.toThrow(/from 0 to 3.9 s/);
    expect(transform).not.toHaveBeenCalled();
    expect(existsSync(file("refused.avi"))).toBe(false);
  });
});
