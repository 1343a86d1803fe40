import { describe, expect, it } from "vitest";
import { simulate } from "../../src/recording/recording.js";
import { startSimulation } from "../../src/recording/running-simulation.js";
import { FrameRangeError, RunError } from "../../src/simulation/errors.js";
import { plainSteps, smallSpec } from "../simulation/small-spec.js";
import { expectSameBits } from "../support/same-bits.js";

const long = smallSpec(plainSteps, { duration_s: 20 });

describe("a running simulation", () => {
  it("gives frames as soon as they are made, of every stage, and comes to what simulate does", async () => {
    const run = await startSimulation(long);
    const seen: number[] = [];
    const first = await new Promise<number>((resolve) => {
      const end = run.onProgress(() => {
        seen.push(run.progress.framesDone);
        end();
        resolve(run.progress.framesDone);
      });
    });
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(200);
    const still = run.frames("sensor", 199, 200);
    await expect(still).rejects.toThrow(/not there yet; the run has made \d+/);
    await expect(still).rejects.toThrow(FrameRangeError);
    const early = await run.frames("sensor", 0, first);
    const recording = await run.recording;
    expect(seen).toEqual([first]);
    expect(run.progress).toEqual({ framesDone: 200, state: "done", remaining_s: 0, message: "" });
    const expected = await simulate(long);
    expectSameBits(recording.observed.data, expected.observed.data);
    expectSameBits(early.data, expected.observed.data.subarray(0, early.data.length));
    expectSameBits((await run.frames("cells_only", 5, 7)).data, (await expected.frames("cells_only", 5, 7)).data);
    const masked = { without: ["sensor"] };
    expectSameBits(
      (await run.frames("sensor", 5, 7, masked)).data,
      (await expected.frames("sensor", 5, 7, masked)).data,
    );
    expect(recording.groundTruth).toBe(run.groundTruth);
    expect(run.stages).toEqual(expected.stages);
  });

  it("keeps what it has made when it is stopped, and says so to whoever waits for the whole", async () => {
    const run = await startSimulation(long);
    const end = run.onProgress(() => {
      end();
      run.stop();
    });
    const failure = await run.recording.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RunError);
    expect(failure).toMatchObject({ reason: "stopped" });
    const { framesDone, state, message } = run.progress;
    expect([state, message]).toEqual(["stopped", "The run was stopped."]);
    expect((await run.frames("sensor", 0, framesDone)).to).toBe(framesDone);
    await expect(run.frames("sensor", 0, 200)).rejects.toThrow("not there yet");
  });

  it("refuses before its first frame what simulate refuses", async () => {
    await expect(startSimulation(smallSpec(), { until: "fog" })).rejects.toThrow(FrameRangeError);
    const run = await startSimulation(smallSpec(), { until: "vignette" });
    expect(run.stages.at(-1)!.name).toBe("vignette");
    expect((await run.recording).stages).toEqual(run.stages);
  });
});
