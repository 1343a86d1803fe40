import { describe, expect, it, vi } from "vitest";
import { simulate } from "../../src/recording/recording.js";
import { FrameRangeError } from "../../src/simulation/errors.js";
import { compile } from "../../src/simulation/plan.js";
import { renderFrames } from "../../src/simulation/render.js";
import type { Progress } from "../../src/simulation/render-movie.js";
import { plan } from "../../src/simulation/scene.js";
import { isSpecError } from "../../src/spec/errors.js";
import { allSteps, plainSteps, smallSpec, withoutSteps } from "../simulation/small-spec.js";
import { expectSameBits } from "../support/same-bits.js";

const long = smallSpec(plainSteps, { duration_s: 7 });

describe("simulate", () => {
  it("gives every frame of the finished movie, as the scene gives them", async () => {
    const recording = await simulate(long);
    const { data } = renderFrames(compile(long), "sensor", 0, 70);
    expect(recording.observed.shape).toEqual([70, 48, 64]);
    expectSameBits(recording.observed.data, data);
    expect(recording).toMatchObject({ frameCount: 70, fps: 10, pixelSizeUm: 2, spec: long, warnings: [] });
    const scene = await plan(long);
    for (const [stage, from, to] of [
      ["sensor", 0, 70],
      ["sensor", 13, 14],
      ["cells_only", 60, 70],
      ["vignette", 5, 5],
    ] as const) {
      const { data: own, ...rest } = await recording.frames(stage, from, to);
      const { data: expected, ...expectedRest } = await scene.frames(stage, from, to);
      expect(rest).toEqual(expectedRest);
      expectSameBits(own, expected);
    }
    const masked = { without: ["sensor", "leakage"] };
    const light = await recording.frames("sensor", 3, 6, masked);
    expectSameBits(light.data, (await scene.frames("vignette", 3, 6)).data);
    expect(recording.stage("leakage").frame(3)).toEqual((await scene.frames("leakage", 3, 4)).data);
    expect(recording.stage("cell_activity")).toEqual(scene.stage("cell_activity"));
  });

  it("gives frames that are the caller's own", async () => {
    const recording = await simulate(smallSpec());
    const before = recording.observed.data.slice();
    (await recording.frames("sensor", 0, 10)).data.fill(0);
    expectSameBits(recording.observed.data, before);
  });

  it.each([
    ["leakage", "leakage"],
    ["cells_only", "cells_only"],
    ["composite", "cells_only"],
    ["illumination_profile", "illumination_profile"],
  ])("stops after the stage or kind %s", async (until, stage) => {
    const recording = await simulate(smallSpec(), { until });
    expect(recording.stages.at(-1)!.name).toBe(stage);
    expectSameBits(recording.observed.data, renderFrames(compile(smallSpec()), stage, 0, 10).data);
    await expect(recording.frames("sensor", 0, 1)).rejects.toThrow(FrameRangeError);
    expect(() => recording.stage("sensor")).toThrow(FrameRangeError);
    expect(recording.stage(stage).frame(3)).toHaveLength(48 * 64);
  });

  it.each(["place_neurons", "cell_activity", "optics"])("has no frames when it stops after %s", async (until) => {
    const recording = await simulate(smallSpec(), { until });
    expect(recording.observed).toEqual({ shape: [0, 48, 64], data: new Float32Array() });
    expect(recording.stages).toEqual([]);
    expect(recording.groundTruth.cellCount).toBeGreaterThan(0);
  });

  it("refuses a stage that no step of the spec ends, before any work", async () => {
    const promise = simulate(smallSpec(withoutSteps("vignette")), { until: "vignette" });
    await expect(promise).rejects.toThrow(FrameRangeError);
    await expect(promise).rejects.toThrow(/"vignette".*cells_only, illumination_profile, leakage, sensor/);
  });

  it("refuses wrong specs with an error of their own", async () => {
    await expect(simulate({ acquisition: { fps: -1 } })).rejects.toSatisfy(isSpecError);
  });

  it("holds frames of the whole canvas when it stops before the motion", async () => {
    const spec = smallSpec(allSteps);
    const { observed, groundTruth } = await simulate(spec, { until: "vasculature" });
    const { canvasShape } = groundTruth.planted;
    expect(observed.shape).toEqual([10, ...canvasShape]);
    expect(observed.data).toHaveLength(10 * canvasShape[0] * canvasShape[1]);
    expect((await simulate(spec)).observed.shape).toEqual([10, 48, 64]);
  });

  it("simulates an empty spec", async () => {
    const recording = await simulate({ acquisition: { duration_s: 1 } });
    expect(recording.observed).toEqual({ shape: [0, 256, 256], data: new Float32Array() });
    expect(recording.groundTruth.cellCount).toBe(0);
    await expect(recording.frames("sensor", 0, 0)).rejects.toThrow(/no step of this spec makes frames/);
  });

  it("tells how far it has come, up to the end", async () => {
    const seen: Progress[] = [];
    await simulate(long, { onProgress: (progress) => seen.push(progress) });
    const done = seen.map(({ framesDone }) => framesDone);
    expect(done.length).toBeGreaterThan(2);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(new Set(done).size).toBe(done.length);
    expect(done.at(-1)).toBe(70);
    expect(seen.every(({ frameCount }) => frameCount === 70)).toBe(true);
  });

  it("stops when it is aborted, before or during, and the engine goes on working", async () => {
    const reason = new Error("enough");
    await expect(simulate(long, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const seen: number[] = [];
    const promise = simulate(long, {
      signal: controller.signal,
      onProgress: ({ framesDone }) => {
        seen.push(framesDone);
        controller.abort(reason);
      },
    });
    await expect(promise).rejects.toBe(reason);
    expect(seen).toHaveLength(1);
    const whileCompiling = new AbortController();
    const compiling = simulate(smallSpec(plainSteps.slice(0, 3)), { signal: whileCompiling.signal });
    whileCompiling.abort(reason);
    await expect(compiling).rejects.toBe(reason);
    expectSameBits(
      (await simulate(smallSpec())).observed.data,
      renderFrames(compile(smallSpec()), "sensor", 0, 10).data,
    );
  });

  it("passes on what a progress callback throws", async () => {
    const onProgress = () => {
      throw new Error("no room to draw");
    };
    await expect(simulate(long, { onProgress })).rejects.toThrow("no room to draw");
  });

  it("runs two at once as one after the other", async () => {
    const specs = [long, smallSpec(plainSteps, {}, 99)];
    const together = await Promise.all(specs.map((spec) => simulate(spec)));
    for (const [i, spec] of specs.entries()) {
      const alone = await simulate(spec);
      expectSameBits(together[i].observed.data, alone.observed.data);
      expect(together[i].groundTruth.C).toEqual(alone.groundTruth.C);
    }
  });

  it("says once what is probably not meant, and keeps it with the recording", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    try {
      const { warnings } = await simulate(smallSpec(plainSteps, { focal_depth_in_tissue_um: 500 }));
      expect(warnings).toEqual([expect.stringContaining("focal_depth_in_tissue_um is 500")]);
      expect(warn.mock.calls).toEqual([[warnings[0]]]);
    } finally {
      warn.mockRestore();
    }
  });
});
