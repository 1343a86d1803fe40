import { afterAll, describe, expect, it } from "vitest";
import { startEngineThread } from "../../src/platform/engine-host.js";
import type { EngineThread } from "../../src/platform/engine-thread.js";
import { EngineClient } from "../../src/simulation/engine-client.js";
import type { EngineReply, EngineRequest } from "../../src/simulation/engine-protocol.js";
import { compile } from "../../src/simulation/plan.js";
import { renderFrames } from "../../src/simulation/render.js";
import { plainSteps, smallSpec } from "./small-spec.js";

const threads: EngineThread<EngineRequest, EngineReply>[] = [];
/** Whether the threads were told to keep the process alive, one entry a time. */
const busy: boolean[] = [];
afterAll(() => {
  for (const thread of threads) thread.terminate();
});

/** A client of its own, whose threads the test can end. */
function client(): EngineClient {
  return new EngineClient(async () => {
    const thread = await startEngineThread();
    threads.push(thread);
    const setBusy = (working: boolean) => {
      busy.push(working);
      thread.setBusy(working);
    };
    return { ...thread, setBusy };
  });
}

const spec = smallSpec();
const expected = renderFrames(compile(spec), "sensor", 0, 10);

describe("the engine's thread", () => {
  it("rejects what it was doing when it dies, and the next call works", async () => {
    const engine = client();
    const { planId, plan } = await engine.compile(spec);
    expect(busy).toEqual([true, false]);
    // An hour takes long enough to plan, so that the thread dies over it.
    const long = smallSpec(plainSteps, { duration_s: 3600 }, 9);
    const work = [engine.compile(long), engine.render(planId, plan, "sensor", 0, 10)];
    const dead = threads.at(-1)!;
    const settled = Promise.allSettled(work);
    // The requests leave with the next microtask.
    await Promise.resolve();
    dead.terminate();
    const results = await settled;
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    for (const result of results)
      expect(result).toMatchObject({ reason: { message: expect.stringMatching(/worker thread ended/) } });
    // A plan of the dead thread is sent to the new one.
    expect(await engine.render(planId, plan, "sensor", 0, 10)).toEqual(expected);
    expect(threads.at(-1)).not.toBe(dead);
    expect(busy.at(-1)).toBe(false);
  });

  it("says why it could not start, and tries again", async () => {
    let attempts = 0;
    const engine = new EngineClient(async () => {
      if (++attempts === 1) throw new Error("no threads today");
      const thread = await startEngineThread();
      threads.push(thread);
      return thread;
    });
    await expect(engine.compile(spec)).rejects.toThrow("no threads today");
    expect((await engine.compile(spec)).plan.frameCount).toBe(10);
  });

  it("takes back a plan that it has let go", async () => {
    const engine = client();
    const first = await engine.compile(spec);
    for (let seed = 20; seed < 30; seed++) await engine.compile(smallSpec(plainSteps.slice(0, 1), {}, seed));
    expect(await engine.render(first.planId, first.plan, "sensor", 0, 10)).toEqual(expected);
  });

  it("computes anew what it was told to forget, and nothing that another plan holds", async () => {
    const thread = await startEngineThread();
    threads.push(thread);
    const computed: string[][] = [];
    const listen: typeof thread.listen = (onReply, onDeath) =>
      thread.listen((reply) => {
        if ("plan" in reply) computed.push([...reply.plan.computed]);
        onReply(reply);
      }, onDeath);
    const engine = new EngineClient(async () => ({ ...thread, listen }));
    const first = await engine.compile(spec);
    await engine.compile(smallSpec(plainSteps, { duration_s: 2 }));
    engine.forget(first.planId);
    await engine.compile(spec);
    const [whole, longer, again] = computed;
    expect(longer).not.toContain("planted");
    expect(again).toEqual(longer);
    expect(whole).toEqual(expect.arrayContaining(["planted", ...again]));
    // It is still there for whoever asks.
    expect(await engine.render(first.planId, first.plan, "sensor", 0, 10)).toEqual(expected);
  });

  it("answers many at a time, each with its own", async () => {
    const engine = client();
    const frames = await Promise.all(
      Array.from({ length: 9 }, async (_, seed) => {
        const { planId, plan } = await engine.compile(smallSpec(plainSteps, {}, seed));
        return { seed, chunk: await engine.render(planId, plan, "sensor", seed, seed + 1) };
      }),
    );
    for (const { seed, chunk } of frames)
      expect(chunk).toEqual(renderFrames(compile(smallSpec(plainSteps, {}, seed)), "sensor", seed, seed + 1));
  });

  it("names its errors as they were, and goes on", async () => {
    const engine = client();
    const { planId, plan } = await engine.compile(spec);
    await expect(engine.render(planId, plan, "nowhere", 0, 1)).rejects.toMatchObject({
      name: "FrameRangeError",
      userFacing: true,
      message: expect.stringContaining("nowhere"),
    });
    expect(await engine.render(planId, plan, "sensor", 0, 10)).toEqual(expected);
  });

  it("lets another request have its turn within a long range of frames, and an abort end it", async () => {
    const engine = client();
    const wide = smallSpec(plainSteps, { image_sensor: { n_px_height: 300, n_px_width: 300 } });
    const { planId, plan } = await engine.compile(wide);
    const order: string[] = [];
    const long = engine.render(planId, plan, "sensor", 0, 10).then(() => order.push("frames"));
    const short = engine.compile(smallSpec(plainSteps, {}, 99)).then(() => order.push("compiled"));
    await Promise.all([long, short]);
    expect(order).toEqual(["compiled", "frames"]);
    const abort = new AbortController();
    const aborted = engine.render(planId, plan, "sensor", 0, 10, { signal: abort.signal });
    abort.abort();
    await expect(aborted).rejects.toMatchObject({ name: "AbortError" });
  });
});
