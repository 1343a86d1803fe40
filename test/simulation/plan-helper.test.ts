import { readdirSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { afterAll, describe, expect, it, vi } from "vitest";
import { startEngineThread, startFramesThread } from "../../src/platform/engine-host.js";
import { EngineClient } from "../../src/simulation/engine-client.js";
import { type FramesThread, PlanThreads } from "../../src/simulation/frames-threads.js";
import { compile } from "../../src/simulation/plan.js";
import { PlanHelper } from "../../src/simulation/plan-helper.js";
import type { PlanWork } from "../../src/steps/plan-work.js";
import { crowdedSpec } from "./small-spec.js";

const spec = crowdedSpec();
const { computed: _, versions: __, ...alone } = compile(spec);
const work: PlanWork = {
  name: "neuropilMaps",
  given: { n_components: 6, sigmaPx: 24, canvas: { height: 500, width: 500 }, key: { k0: 1, k1: 2 } },
};

const stops: (() => void)[] = [];
afterAll(() => {
  for (const stop of stops) stop();
});

async function engine(): Promise<EngineClient> {
  const thread = await startEngineThread();
  stops.push(() => thread.terminate());
  return new EngineClient(async () => thread);
}

/** A helper whose thread the test can end. */
function helper(silence_s?: number) {
  const thread = startFramesThread();
  const helping = new PlanHelper(() => thread, silence_s);
  stops.push(() => helping.stop());
  return { thread, helping };
}

describe("a plan that other threads help with", () => {
  it("is the one that the engine makes alone, warnings included, and is asked for once", async () => {
    const client = await engine();
    const { helping } = helper();
    const asked: string[] = [];
    const compute = (wanted: PlanWork) => {
      asked.push(wanted.name);
      return helping.compute(wanted);
    };
    for (let again = 0; again < 2; again++) {
      const { plan } = await client.compile(spec, { compute });
      expect(isDeepStrictEqual({ ...plan, spec: null }, { ...alone, spec: null })).toBe(true);
    }
    expect(alone.warnings.join()).toContain("lies outside");
    expect(asked).toEqual(["planted"]);
  });

  it("ends with an error that names what a thread was at when it died, and the next is made", async () => {
    const client = await engine();
    const { thread, helping } = helper();
    const dying = {
      async compute(wanted: PlanWork) {
        const value = helping.compute(wanted);
        (await thread).terminate();
        return value;
      },
    };
    await expect(client.compile(spec, dying)).rejects.toMatchObject({
      name: "RunError",
      reason: "crash",
      userFacing: true,
      message: expect.stringMatching(/A worker died .* while it computed "planted" of the plan/),
    });
    await expect(helping.compute(work)).rejects.toMatchObject({ reason: "crash" });
    expect((await client.compile(spec, helper().helping)).plan.frameCount).toBe(alone.frameCount);
  });

  it("ends with an error that names the value of which nothing is heard for too long, and the thread with it", async () => {
    const client = await engine();
    const { thread, helping } = helper(0.8);
    // Hardly any smoothing is estimated to be done at once; the noise of so many maps takes longer.
    const endless = { ...work, given: { ...work.given, n_components: 1000, sigmaPx: 0.001 } };
    const ended = thread.then(({ listen }) => new Promise((resolve) => listen(() => {}, resolve)));
    const hanging = { compute: () => helping.compute(endless) };
    await expect(client.compile(spec, hanging)).rejects.toMatchObject({
      name: "RunError",
      reason: "hang",
      message: expect.stringMatching(/A worker hangs: for 0.8 s .* while it computed "neuropilMaps" of the plan/),
    });
    expect(helping.failed).toBe(true);
    expect(await ended).toBeInstanceOf(Error);
    expect((await client.compile(spec)).plan.frameCount).toBe(alone.frameCount);
  });

  it("rejects what it is at when it is stopped, and keeps from runs until it is done", async () => {
    const { helping } = helper();
    expect(helping.free).toBe(true);
    const computed = helping.compute(work);
    expect(helping.free).toBe(false);
    helping.stop();
    await expect(computed).rejects.toMatchObject({ reason: "stopped" });
    expect(helping.free).toBe(false);
  });

  it("leaves its thread to the run that takes it", async () => {
    const { helping } = helper();
    expect(await helping.compute({ ...work, given: { ...work.given, n_components: 1 } })).toHaveLength(250_000);
    const taken: FramesThread = await helping.give();
    helping.stop();
    const replied = new Promise((resolve, reject) => taken.listen(resolve, reject));
    taken.post({ ask: "compute", id: 7, work });
    expect(await replied).toMatchObject({ id: 7 });
    taken.end();
  });

  it.runIf(process.platform === "linux")("has few threads for any number of plans, and none afterwards", async () => {
    const threads = () => readdirSync("/proc/self/task").length;
    const before = threads();
    const plans = await Promise.all(Array.from({ length: 8 }, () => PlanThreads.start(0)));
    const small = { ...work, given: { ...work.given, n_components: 1 } };
    const maps = plans.flatMap((helpers) => [helpers.compute(small), helpers.compute(small)]);
    expect(await Promise.all(maps)).toHaveLength(16);
    const most = threads();
    for (const helpers of plans) helpers.release();
    await vi.waitUntil(() => threads() <= before, { timeout: 60_000 });
    // Each thread brings a few of Node's own at first.
    expect(most).toBeLessThan(before + 8);
  });
});
