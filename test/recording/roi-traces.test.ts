import { describe, expect, it } from "vitest";
import { regionOfInterest, roiTraces, rowOf } from "../../src/recording/roi-traces.js";
import { plan } from "../../src/simulation/scene.js";
import { makeRecordingSpec } from "../../src/spec/make-recording-spec.js";
import { parseSpec, type Spec } from "../../src/spec/spec.js";
import { brainMotion } from "../../src/steps/brain-motion.js";
import { neuropil } from "../../src/steps/neuropil.js";

const withSteps = (spec: Spec, ...steps: Spec["steps"]) => parseSpec({ ...spec, steps: [...spec.steps, ...steps] });
const lone = makeRecordingSpec({ nCells: 1, nPx: 64, durationS: 2 });

function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const centred = (values: ArrayLike<number>) => {
    const mean = Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
    return Array.from(values, (value) => value - mean);
  };
  const [x, y] = [centred(a), centred(b)];
  const dot = (p: number[], q: number[]) => p.reduce((sum, value, i) => sum + value * q[i], 0);
  return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
}

describe("a naive ROI trace", () => {
  it("of a lone cell without noise is its calcium, up to a factor", async () => {
    const scene = await plan(lone);
    const roi = await roiTraces(scene, [0], { stage: "cells_only" });
    expect(roi.shape).toEqual([1, 40]);
    expect(correlation(rowOf(roi, 0), rowOf(scene.groundTruth.C!, 0))).toBeGreaterThan(0.999999);
  });

  it("reads the same pixels before motion, where frames have a margin", async () => {
    const scene = await plan(withSteps(lone, brainMotion({ max_shift_um: 6, motion_amplitude_um: 3 })));
    const bare = await roiTraces(await plan(lone), [0], { stage: "cells_only" });
    const still = await roiTraces(scene, [0], { stage: "cells_only" });
    expect(scene.plan.canvas.width).toBeGreaterThan(64);
    expect([...still.data]).toEqual([...bare.data]);
    const moving = await roiTraces(scene, [0], { stage: "brain_motion" });
    expect([...moving.data]).not.toEqual([...still.data]);
  });

  it("has more resting light with haze, and the same without the step", async () => {
    const scene = await plan(withSteps(lone, neuropil()));
    const [clean, hazy] = [
      await roiTraces(scene, [0], { stage: "neuropil", without: ["neuropil"] }),
      await roiTraces(scene, [0], { stage: "neuropil" }),
    ];
    expect(Math.min(...hazy.data)).toBeGreaterThan(Math.min(...clean.data));
    expect([...clean.data]).toEqual([...(await roiTraces(scene, [0], { stage: "cells_only" })).data]);
  });

  it("is of the pixels that reach half of the footprint's peak", async () => {
    const { groundTruth } = await plan(lone);
    const [half, most] = [regionOfInterest(groundTruth, 0), regionOfInterest(groundTruth, 0, 0.95)];
    expect(most.length).toBeGreaterThan(0);
    expect(half.length).toBeGreaterThan(most.length);
    for (const pixel of most) expect(half).toContain(pixel);
  });

  it("stops when told to, and says which row is not there", async () => {
    const scene = await plan(lone);
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(roiTraces(scene, [0], { signal })).rejects.toThrow("enough");
    expect(() => rowOf(scene.groundTruth.C!, 1)).toThrow("row 1 is not within 0 to 0");
  });
});
