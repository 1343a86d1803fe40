import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { startEngineThread, startFramesThread } from "../../src/platform/engine-host.js";
import { framePlan } from "../../src/simulation/frame-plan.js";
import { compile } from "../../src/simulation/plan.js";
import type { PlanWork } from "../../src/steps/plan-work.js";
import { smallSpec } from "../simulation/small-spec.js";

/** How often each niceness is found among this process' threads: field 19 of their status, see proc(5). */
function threadsByNiceness(): Map<number, number> {
  const found = new Map<number, number>();
  for (const task of readdirSync("/proc/self/task")) {
    const status = readFileSync(`/proc/self/task/${task}/stat`, "utf8");
    const niceness = Number(status.slice(status.lastIndexOf(")") + 2).split(" ")[16]);
    found.set(niceness, (found.get(niceness) ?? 0) + 1);
  }
  return found;
}

const maps: PlanWork = {
  name: "neuropilMaps",
  given: { n_components: 1, sigmaPx: 1, canvas: { height: 8, width: 8 }, key: { k0: 1, k1: 2 } },
};

describe.runIf(process.platform === "linux")("threads that render a run", () => {
  it("give way to those that answer somebody", async () => {
    const before = threadsByNiceness();
    const usual = Math.max(...before.keys());
    const engine = await startEngineThread();
    const frames = await startFramesThread();
    const replies: unknown[] = [];
    frames.listen(
      (reply) => replies.push(reply),
      () => {},
    );
    frames.post({ ask: "compute", id: 0, work: maps });
    await vi.waitUntil(() => replies.length === 1, { timeout: 60_000 });
    // Somebody waits for a plan that it helps with.
    expect(threadsByNiceness().size).toBe(before.size);
    frames.post({
      ask: "load",
      id: 0,
      plan: framePlan(compile(smallSpec()), "sensor"),
      stage: "sensor",
      memory: null,
      places: null,
    });
    await vi.waitUntil(() => threadsByNiceness().get(Math.min(usual + 10, 19)) === 1, { timeout: 60_000 });
    const after = threadsByNiceness();
    // Of the threads that are new, one is of lower priority; the engine's is not.
    expect(after.size).toBe(before.size + 1);
    expect(after.get(usual)!).toBeGreaterThan(before.get(usual)!);
    frames.end();
    engine.end();
  });
});
