import { afterEach, describe, expect, it, vi } from "vitest";
import { simulate } from "../../src/recording/recording.js";
import { engine } from "../../src/simulation/engine-client.js";
import type { FrameChunk } from "../../src/simulation/frame-source.js";
import { plan } from "../../src/simulation/scene.js";
import { simulateStream } from "../../src/simulation/simulate-stream.js";
import type { Spec } from "../../src/spec/spec.js";
import { expectSameBits } from "../support/same-bits.js";
import { allSteps, smallSpec } from "./small-spec.js";

/** 300 frames: two chunks of the traces and a part of a third. */
const spec = smallSpec(allSteps, { duration_s: 30 });

async function all(chunks: AsyncIterable<FrameChunk>): Promise<FrameChunk[]> {
  const found: FrameChunk[] = [];
  for await (const chunk of chunks) found.push(chunk);
  return found;
}

const first = (chunks: AsyncGenerator<FrameChunk>) => chunks.next();

/** Whether the engine has made the plan of {@link abortedWhilePlanned}. */
let planned = false;

/** A stream that is aborted when the engine has been asked for its plan, and before it can answer. */
function abortedWhilePlanned(movie: Spec): AsyncGenerator<FrameChunk> {
  const stop = new AbortController();
  const compile = engine.compile.bind(engine);
  planned = false;
  vi.spyOn(engine, "compile").mockImplementationOnce((...asked) => {
    const plan = compile(...asked);
    void plan.then(() => {
      planned = true;
    });
    // An answer is a task of its own, after all microtasks.
    queueMicrotask(() => stop.abort());
    return plan;
  });
  return simulateStream(movie, { signal: stop.signal });
}

const values = (chunks: readonly FrameChunk[]) => Uint8Array.from(chunks.flatMap(({ data }) => [...data]));

afterEach(() => vi.restoreAllMocks());

describe("simulateStream", () => {
  it("has the engine let go of what it planned itself, however it ends, and of nothing else", async () => {
    const forget = vi.spyOn(engine, "forget");
    const short = smallSpec(allSteps);
    const scene = await plan(short);
    await all(simulateStream(scene));
    await simulate(short);
    expect(forget).toHaveBeenCalledTimes(0);
    await all(simulateStream(short));
    expect(forget).toHaveBeenCalledTimes(1);
    for await (const _ of simulateStream(short, { chunkFrames: 1 })) break;
    expect(forget).toHaveBeenCalledTimes(2);
    await expect(first(abortedWhilePlanned(short))).rejects.toThrow("aborted");
    await vi.waitUntil(() => forget.mock.calls.length === 3, { timeout: 60_000 });
    // A scene that is still held is as it was.
    expect((await scene.frames("sensor", 0, 1)).data).toEqual(scene.stage("sensor").frame(0));
  });

  it("gives the counts of simulate for any number of workers and any chunk size", async () => {
    // Without `workers`, a run this short is rendered by the engine's own thread.
    const { observed } = await simulate(spec);
    expect(observed.data.some((count) => count > 0)).toBe(true);
    for (const [workers, chunkFrames] of [
      [1, 128],
      [2, 7],
      [3, 300],
      [5, 1],
    ]) {
      const chunks = await all(simulateStream(spec, { workers, chunkFrames }));
      expect(chunks.map(({ from }) => from)).toEqual(
        Array.from({ length: Math.ceil(300 / chunkFrames) }, (_, i) => i * chunkFrames),
      );
      expect(chunks.at(-1)?.to).toBe(300);
      expectSameBits(values(chunks), observed.data);
    }
    expectSameBits((await simulate(spec, { workers: 3 })).observed.data, observed.data);
  });

  it("streams any stage of a scene, up to any step, and shows observers what they ask for", async () => {
    const scene = await plan(spec);
    const { data } = await scene.frames("neuropil", 0, 300);
    const seen: number[] = [];
    const observers = [{ stage: "cells_only", observe: ({ from, to }: FrameChunk) => void seen.push(from, to) }];
    const progress: number[] = [];
    const chunks = await all(
      simulateStream(scene, {
        until: "neuropil",
        workers: 2,
        chunkFrames: 200,
        observers,
        onProgress: ({ framesDone }) => progress.push(framesDone),
      }),
    );
    expect(chunks.map(({ stage, from, to }) => [stage, from, to])).toEqual([
      ["neuropil", 0, 200],
      ["neuropil", 200, 300],
    ]);
    for (const chunk of chunks) {
      const pixels = chunk.height * chunk.width;
      expectSameBits(chunk.data, data.subarray(chunk.from * pixels, chunk.to * pixels));
    }
    expect(seen).toEqual([0, 200, 200, 300]);
    expect(progress).toEqual([200, 300]);
    const cells = await all(simulateStream(scene, { stage: "cells_only", until: "neuropil" }));
    expect(cells.every(({ stage }) => stage === "cells_only")).toBe(true);
    expect(await all(simulateStream(scene, { until: "optics" }))).toEqual([]);
  });

  it("refuses what makes no sense before anything is rendered", async () => {
    const refused = (options: object) => first(simulateStream(spec, options));
    await expect(refused({ chunkFrames: 0 })).rejects.toThrow(/chunkFrames is 0; it must be a whole number/);
    await expect(refused({ chunkFrames: 1.5 })).rejects.toThrow(/chunkFrames is 1.5/);
    await expect(refused({ workers: 0 })).rejects.toThrow(/workers is 0; it must be a whole number from 1 to 64/);
    await expect(refused({ workers: Number.NaN })).rejects.toThrow(/workers is NaN/);
    await expect(refused({ stage: "nowhere" })).rejects.toThrow(/No stage "nowhere"/);
    await expect(refused({ until: "neuropil", stage: "sensor" })).rejects.toThrow(/No stage "sensor"/);
    await expect(refused({ until: "nowhere" })).rejects.toThrow(/until can be/);
    await expect(refused({ signal: AbortSignal.abort() })).rejects.toThrow(/abort/);
  });

  it("hears an abort before the scene is planned", async () => {
    const stream = abortedWhilePlanned(smallSpec(allSteps, {}, 77));
    await expect(first(stream)).rejects.toThrow("aborted");
    expect(planned).toBe(false);
  });
});
