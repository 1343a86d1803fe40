import { describe, expect, it } from "vitest";
import { finalize } from "../../src/simulation/finalize.js";
import { compile } from "../../src/simulation/plan.js";
import { type SnrWaterfall, snrWaterfall } from "../../src/simulation/snr-waterfall.js";
import { allSteps, plainSteps, smallSpec, withoutSteps, withStep } from "./small-spec.js";

const product = ({ ideal, steps }: SnrWaterfall) => steps.reduce((snr, { factor }) => snr * factor, ideal);

describe("the waterfall of a cell's signal-to-noise ratio", () => {
  it.each([
    ["all twelve steps", smallSpec(allSteps)],
    ["a curved field", smallSpec(allSteps, { optics: { field_curvature_radius_um: 300 } })],
    ["no optics", smallSpec(withoutSteps("optics"))],
    ["no read noise", smallSpec(allSteps, { image_sensor: { read_noise_e: 0 } })],
    ["too few photons", smallSpec(withStep("sensor", { photons_per_unit: 2 }, allSteps))],
  ])("multiplies from the ideal to the truth's ratio, cell for cell: %s", (_, spec) => {
    const plan = compile(spec);
    const truth = finalize(plan);
    expect(truth.snr!.filter((snr) => snr > 0).length).toBeGreaterThan(5);
    for (let cell = 0; cell < truth.cellCount; cell++) {
      const waterfall = snrWaterfall(plan, cell)!;
      const snr = truth.snr![cell];
      for (const ratio of [waterfall.snr, product(waterfall), waterfall.signalE / waterfall.noiseE])
        expect(Math.abs(ratio - snr)).toBeLessThanOrEqual(1e-12 * snr);
      expect(waterfall.detectable).toBe(truth.detectable[cell] === 1);
      expect(waterfall.lostAt === null).toBe(waterfall.detectable);
    }
  });

  it("names the step that lost a cell: taking that step away brings it above the threshold there", () => {
    const plan = compile(smallSpec(withStep("sensor", { photons_per_unit: 60 }, allSteps)));
    const { cellCount } = finalize(plan);
    const all = Array.from({ length: cellCount }, (_, cell) => snrWaterfall(plan, cell)!);
    const lost = all.filter(({ lostAt }) => lostAt !== null && lostAt !== "signal");
    expect(lost.length).toBeGreaterThan(3);
    for (const { steps, ideal, lostAt, threshold } of lost) {
      const at = steps.findIndex(({ loss }) => loss === lostAt);
      expect(at === 0 ? ideal : steps[at - 1].snr).toBeGreaterThanOrEqual(threshold);
      for (const { snr } of steps.slice(at)) expect(snr).toBeLessThan(threshold);
    }
  });

  it("blames the signal when a cell never brightens enough", () => {
    const plan = compile(smallSpec(withStep("sensor", { photons_per_unit: 0.01 })));
    expect(snrWaterfall(plan, 0)!.lostAt).toBe("signal");
  });

  it("counts only the steps that ran", () => {
    const plan = compile(smallSpec(allSteps));
    const { snr } = finalize(plan, "neuropil");
    const cell = snr!.findIndex((ratio) => ratio > 0);
    expect(snrWaterfall(plan, cell, "neuropil")!.snr / snr![cell]).toBeCloseTo(1, 11);
    expect(snrWaterfall(plan, 2, "place_neurons")).toBeNull();
  });

  it("knows no ratio without a sensor, and no cell that is not there", () => {
    expect(snrWaterfall(compile(smallSpec(withoutSteps("sensor"))), 0)).toBeNull();
    const plan = compile(smallSpec(plainSteps));
    expect(() => snrWaterfall(plan, -1)).toThrow("No cell -1: there are");
    expect(() => snrWaterfall(plan, 1e6)).toThrow("No cell 1000000");
  });
});
