import { describe, expect, it } from "vitest";
import { z } from "zod";
import { finalize } from "../../src/simulation/finalize.js";
import { pixelBreakdown } from "../../src/simulation/pixel-breakdown.js";
import { compile, type Plan } from "../../src/simulation/plan.js";
import { renderFrame } from "../../src/simulation/render.js";
import { defineStep } from "../../src/spec/define-step.js";
import { parseSpec } from "../../src/spec/spec.js";
import { allSteps, plainSteps, smallSpec, withStep } from "./small-spec.js";

const sum = (parts: readonly { readonly value: number }[]) => parts.reduce((total, { value }) => total + value, 0);
const part = (parts: readonly { readonly name: string; readonly value: number }[], name: string) =>
  parts.find((one) => one.name === name)?.value ?? 0;

/** Pixels all over the field of view, its corners among them. */
const places = [
  [0, 0],
  [0, 63],
  [47, 0],
  [47, 63],
  [24, 32],
  [11, 50],
  [33, 7],
] as const;

/** The value of a pixel of the field of view in a stage's frame, which may have a margin around it. */
function valueIn(plan: Plan, stage: string, frame: number, row: number, column: number): number {
  const { height, width } = plan.stages.find(({ name }) => name === stage)!;
  const [top, left] = [(height - plan.fov.height) / 2, (width - plan.fov.width) / 2];
  return renderFrame(plan, frame, stage)[(row + top) * width + column + left];
}

/** Breaks every place down in a frame, and checks each stage's parts against its frame. */
function expectExact(plan: Plan, frame: number): void {
  for (const [row, column] of places) {
    const { stages } = pixelBreakdown(plan, { row, column, frame });
    expect(stages.map(({ stage }) => stage)).toEqual(plan.stages.map(({ name }) => name));
    for (const { stage, value, parts, cells, unit } of stages) {
      expect(value, `${stage} at ${row}, ${column}`).toBe(valueIn(plan, stage, frame, row, column));
      expect(sum(parts)).toBeCloseTo(value, 9);
      // Single precision rounds a few times on the way; it hides nothing.
      const size = parts.reduce((total, one) => total + Math.abs(one.value), 0);
      expect(Math.abs(part(parts, "rounding"))).toBeLessThanOrEqual(size * 1e-5 + (unit === "counts" ? 1e-9 : 1e-12));
      expect(sum(cells)).toBeCloseTo(part(parts, "cells"), 9);
    }
  }
}

describe("the breakdown of a pixel", () => {
  it("adds up to the frame's own value at every stage of all twelve steps, motion among them", () => {
    const plan = compile(smallSpec(allSteps));
    expect([...plan.trajectories.shifts].some((shift) => shift % 1 !== 0)).toBe(true);
    for (const frame of [0, 4, 9]) expectExact(plan, frame);
  });

  it("adds up with every extension on", () => {
    const { acquisition, seed, steps } = smallSpec(allSteps);
    const extensions = {
      excitation: {},
      vessel_pulse: {},
      fixed_pattern: {},
      poisson: {},
      focus_drift: { rate_um_per_min: 300 },
    };
    expectExact(compile(parseSpec({ acquisition, seed, steps, extensions })), 7);
  });

  it("adds up where the sensor is blinded, and where light is below zero", () => {
    const blinded = compile(smallSpec(withStep("sensor", { photons_per_unit: 1e6 }, allSteps)));
    expectExact(blinded, 3);
    const { parts } = pixelBreakdown(blinded, { row: 24, column: 32, frame: 3 }).stages.at(-1)!;
    expect(part(parts, "clipping")).toBeLessThan(-1000);
    const dark = defineStep({
      kind: "dark_field",
      after: "leakage",
      schema: z.object({}),
      contribute(_step, scene) {
        scene.operation({
          do: "custom",
          frame(light) {
            light.fill(-0.5);
          },
        });
      },
    });
    const plan = compile(smallSpec([...allSteps, dark()]));
    expectExact(plan, 2);
    const stages = pixelBreakdown(plan, { row: 5, column: 5, frame: 2 }).stages;
    expect(part(stages.at(-2)!.parts, "dark_field")).toBeLessThan(-0.5);
  });

  it("says how much of it each cell gives", () => {
    const plan = compile(smallSpec(allSteps));
    const { centersUm } = finalize(plan);
    const inView = [...centersUm.data.keys()].filter((i) => i % 3 === 0).map((i) => i / 3);
    const cell = inView.find((id) => {
      const [, y, x] = centersUm.data.subarray(3 * id, 3 * id + 3);
      return Math.abs(y) < 30 && Math.abs(x) < 40;
    })!;
    const [, y, x] = centersUm.data.subarray(3 * cell, 3 * cell + 3);
    const place = { row: Math.round(23.5 + y / 2), column: Math.round(31.5 + x / 2), frame: 0 };
    const { stages, xUm, yUm } = pixelBreakdown(plan, place);
    expect(Math.hypot(yUm - y, xUm - x)).toBeLessThan(2);
    expect(stages[0].cells.map((share) => share.cell)).toContain(cell);
    const shares = stages[0].cells.map(({ value }) => value);
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
  });

  it("dims all light in tissue alike where vessels, illumination and vignette do", () => {
    const plan = compile(smallSpec(withStep("brain_motion", { trajectory_um: Array(10).fill([0, 0]) }, allSteps)));
    const { stages } = pixelBreakdown(plan, { row: 20, column: 20, frame: 5 });
    const ratio = (name: string) => part(stages.at(-3)!.parts, name) / part(stages[1].parts, name);
    expect(ratio("cells")).toBeCloseTo(ratio("neuropil"), 9);
    expect(part(stages.at(-2)!.parts, "leakage")).toBeGreaterThan(0);
  });

  it("refuses pixels and frames that are not there", () => {
    const plan = compile(smallSpec(plainSteps));
    expect(() => pixelBreakdown(plan, { row: 48, column: 0, frame: 0 })).toThrow(
      "No pixel in row 48, column 0: rows go from 0 to 47, columns from 0 to 63.",
    );
    expect(() => pixelBreakdown(plan, { row: 0, column: 0, frame: 10 })).toThrow("Frames 10 to 11");
  });
});
