import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { startFramesThread } from "../../src/platform/engine-host.js";
import type { ThreadOptions } from "../../src/platform/engine-thread.js";
import { sharedFrameData } from "../../src/simulation/frame-data.js";
import type { FramesRequest } from "../../src/simulation/frames-protocol.js";
import type { FramesThread } from "../../src/simulation/frames-threads.js";
import { type ParallelOptions, parallelFrames } from "../../src/simulation/parallel-frames.js";
import { compile } from "../../src/simulation/plan.js";
import { renderFrames } from "../../src/simulation/render.js";
import { defineStep } from "../../src/spec/define-step.js";
import { expectSameBits } from "../support/same-bits.js";
import { allSteps, plainSteps, smallSpec } from "./small-spec.js";

/** 3 000 frames, 24 chunks of the traces. */
const plan = compile(smallSpec(allSteps, { duration_s: 300 }));

/** Threads that a test can watch and end. */
function watchedThreads(options?: ThreadOptions) {
  const threads: FramesThread[] = [];
  const [asked, done]: number[][] = [[], []];
  let alive = 0;
  const busy = new Set<FramesThread>();
  const startThread = async () => {
    const thread = await startFramesThread(options);
    alive++;
    threads.push(thread);
    return {
      ...thread,
      post: (request: FramesRequest, transfer?: readonly ArrayBuffer[]) => {
        if (request.ask === "render") asked.push(request.from);
        thread.post(request, transfer);
      },
      listen: (onReply: Parameters<FramesThread["listen"]>[0], onDeath: (error: Error) => void) =>
        thread.listen(
          (reply) => {
            onReply(reply);
            if ("chunk" in reply) done.push(reply.chunk.from);
          },
          (error) => {
            alive--;
            onDeath(error);
          },
        ),
      setBusy: (working: boolean) => {
        if (working) busy.add(thread);
        else busy.delete(thread);
        thread.setBusy(working);
      },
    };
  };
  return { threads, asked, done, busy, startThread, alive: () => alive };
}

/** What is asked for is 100 ms, on a machine that does nothing else. */
const SOON_MS = 1000;

/** Waits for something that threads do, while this thread's clock stands still. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(5);
}

/** Lets no time pass for who looks after the threads but what the test says. */
function stopClock(): void {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
}

afterEach(() => void vi.useRealTimers());

/** A step that never gets beyond a frame: it goes in circles, or gathers memory on the way. */
const stuck = defineStep({
  kind: "stuck",
  after: "leakage",
  schema: z.object({ frame: z.number(), hoard: z.boolean().default(false) }),
  contribute(_step, scene) {
    scene.operation({
      do: "custom",
      frame(_light, { t, step }) {
        const kept = [];
        while (t === step.frame) if (step.hoard) kept.push({ t });
      },
    });
  },
});

/** 300 frames with such a step. */
function stuckMovie(trouble: { frame: number; hoard?: boolean }) {
  const steps = [...plainSteps.slice(0, -1), stuck(trouble), plainSteps.at(-1)!];
  return compile(smallSpec(steps, { duration_s: 30 }));
}

const frames = (options: ParallelOptions) => parallelFrames(plan, "sensor", 0, plan.frameCount, options);

/** The worker that is stuck in frame 150 may be asked for the frames from 256 on already. */
const beyond = expect.toBeOneOf([256, 300]);

/** Takes frames until an error ends them; they must have come without a gap. */
async function errorOf(run: AsyncIterable<{ from: number; to: number }>, next = 0): Promise<unknown> {
  try {
    for await (const { from, to } of run) {
      expect(from).toBe(next);
      next = to;
    }
  } catch (error) {
    expect(next).toBeLessThan(plan.frameCount);
    return error;
  }
  throw new Error("No error came.");
}

describe("a run of several threads", () => {
  it("writes frames straight into room that threads share, and leaves what is around them", async () => {
    const [from, to, pixels] = [100, 300, 48 * 64];
    const whole = sharedFrameData("uint8", (to - from + 2) * pixels).fill(7);
    const room = whole.subarray(pixels, -pixels);
    for await (const { data, from: first } of parallelFrames(plan, "sensor", from, to, { workers: 2, room })) {
      expect(data.buffer).toBe(room.buffer);
      expect(data.byteOffset).toBe((first - from + 1) * pixels);
    }
    expectSameBits(room, renderFrames(plan, "sensor", from, to).data);
    for (const around of [whole.subarray(0, pixels), whole.subarray(-pixels)]) {
      expect(around.every((value) => value === 7)).toBe(true);
    }
  });

  it("ends with an error that names the frames when a thread dies, and so do the others", async () => {
    const { threads, startThread, alive } = watchedThreads();
    const run = frames({ workers: 2, startThread });
    const { value } = await run.next();
    threads[1].terminate();
    const error = await errorOf(run, value.to);
    expect(error).toMatchObject({ name: "RunError", reason: "crash", userFacing: true });
    expect(String(error)).toMatch(/A worker died .* while it rendered frames \d+ to \d+ of "sensor"/);
    await until(() => alive() === 0);
  });

  it("ends with an error that names the frames when a thread gives no sign of life", async () => {
    const { asked, busy, startThread, alive } = watchedThreads();
    stopClock();
    let started = 0;
    const run = frames({
      workers: 2,
      silence_s: 2,
      startThread: async () => {
        const thread = await startThread();
        // The second is never asked, so it never answers.
        return ++started === 2 ? { ...thread, post: () => {} } : thread;
      },
    });
    const ended = errorOf(run);
    await until(() => asked.length > 0 && busy.size === 1);
    vi.advanceTimersByTime(2000);
    const error = await ended;
    expect(error).toMatchObject({ reason: "hang", from: expect.any(Number) });
    expect(String(error)).toMatch(/A worker hangs: for 2 s .* frames \d+ to \d+ of "sensor"/);
    await until(() => alive() === 0);
  });

  it("does not take its own long pause for a worker's", async () => {
    const { startThread } = watchedThreads();
    const begin = async (silence_s?: number) => {
      const run = frames({ workers: 1, silence_s, startThread });
      await run.next();
      return run;
    };
    const begun = performance.now();
    await (await begin()).return(undefined);
    // Much longer than a worker is silent at its start on this machine.
    const silence_s = Math.max(1, (5 * (performance.now() - begun)) / 1000);
    const run = await begin(silence_s);
    const end = performance.now() + 1125 * silence_s;
    while (performance.now() < end);
    expect((await run.next()).done).toBe(false);
    await run.return(undefined);
  });

  it("ends at once when aborted, also while the caller is busy with other things", async () => {
    const { startThread, alive } = watchedThreads();
    const abort = new AbortController();
    const run = frames({ workers: 2, startThread, signal: abort.signal });
    await run.next();
    abort.abort();
    await until(() => alive() === 0);
    await expect(run.next()).rejects.toMatchObject({ name: "AbortError" });
  });

  it("ends at once when aborted while the caller waits for workers that never stop by themselves", async () => {
    const { asked, startThread, alive } = watchedThreads();
    const abort = new AbortController();
    const run = parallelFrames(stuckMovie({ frame: 0 }), "sensor", 0, 300, {
      workers: 2,
      startThread,
      signal: abort.signal,
    });
    const outcome = run.next().catch((reason: unknown) => reason);
    await until(() => asked.length > 0);
    const begun = performance.now();
    abort.abort(new Error("enough"));
    expect(await outcome).toMatchObject({ message: "enough" });
    expect(performance.now() - begun).toBeLessThan(SOON_MS);
    await until(() => alive() === 0);
  });

  it("ends its threads when nobody wants more, and when the caller fails", async () => {
    const { startThread, alive } = watchedThreads();
    for await (const { from } of frames({ workers: 2, startThread })) if (from > 100) break;
    await until(() => alive() === 0);
    const failing = async () => {
      for await (const { from } of frames({ workers: 2, startThread })) if (from > 100) throw new Error("disk full");
    };
    await expect(failing()).rejects.toThrow("disk full");
    await until(() => alive() === 0);
  });

  it("waits for a slow caller, with threads that keep no process alive", async () => {
    const { asked, busy, startThread } = watchedThreads();
    const run = frames({ workers: 2, startThread });
    const { value } = await run.next();
    await until(() => asked.length > 0 && busy.size === 0);
    const before = asked.length;
    await delay(100);
    expect(asked).toHaveLength(before);
    expect(Math.max(...asked)).toBeLessThan(value.to + 2 * 128);
    await run.return(undefined);
  });

  it("ends a worker that runs in circles", async () => {
    const { asked, done, busy, startThread, alive } = watchedThreads();
    stopClock();
    const run = parallelFrames(stuckMovie({ frame: 150 }), "sensor", 0, 300, { workers: 2, silence_s: 3, startThread });
    const ended = errorOf(run);
    await until(() => asked.includes(128) && done.includes(0) && busy.size === 1);
    vi.advanceTimersByTime(3000);
    expect(await ended).toMatchObject({ reason: "hang", from: 128, to: beyond });
    await until(() => alive() === 0);
  });

  it("ends with an error that names the frames when a worker runs out of memory", async () => {
    const { startThread, alive } = watchedThreads({ heapMb: 48 });
    const error = await errorOf(
      parallelFrames(stuckMovie({ frame: 150, hoard: true }), "sensor", 0, 300, { workers: 2, startThread }),
    );
    expect(error).toMatchObject({ name: "RunError", reason: "crash", from: 128, to: beyond });
    expect(String(error)).toMatch(
      /memory limit.* frames 128 to (256|300) of "sensor".*fewer workers if memory is short/,
    );
    await until(() => alive() === 0);
  });

  it("says why threads could not start", async () => {
    const run = frames({
      workers: 2,
      startThread: () => {
        throw new Error("no threads today");
      },
    });
    await expect(run.next()).rejects.toThrow("no threads today");
  });
});
