import { describe, expect, it } from "vitest";
import { simulate } from "../../src/recording/recording.js";
import { smallSpec } from "../simulation/small-spec.js";

describe("simulate", () => {
  it("runs", async () => {
    const recording = await simulate(smallSpec());
    expect(recording.observed.shape).toEqual([10, 48, 64]);
    expect(recording.groundTruth.cellCount).toBeGreaterThan(3);
  });
});
