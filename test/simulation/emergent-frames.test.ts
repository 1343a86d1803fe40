import { expect, it } from "vitest";
import { depthOfFieldUm } from "../../src/physics/optics.js";
import { compile } from "../../src/simulation/plan.js";
import { renderFrames } from "../../src/simulation/render.js";
import { parseSpec } from "../../src/spec/spec.js";
import { allSteps, smallSpec, withStep } from "./small-spec.js";

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;

it("twice the aperture has a quarter of the depth of field", () => {
  const depth = (na: number) => depthOfFieldUm(parseSpec({ acquisition: { optics: { na } } }).acquisition.optics);
  expect(depth(0.6)).toBeCloseTo(depth(0.3) / 4, 10);
});

it("a deeper vessel casts a softer shadow on a shallow focal plane", () => {
  const roughness = (depth_um: number) => {
    const layers = [{ depth_um, root_radius_um: 8, n_roots: 2 }];
    const plan = compile(smallSpec(withStep("vasculature", { layers }, allSteps), { focal_depth_in_tissue_um: 20 }));
    const { vesselMask } = plan.fields;
    const { width } = plan.canvas;
    return mean(vesselMask.map((value, i) => (i % width ? Math.abs(value - vesselMask[i - 1]) : 0)));
  };
  const [near, far, farther] = [20, 80, 160].map(roughness);
  expect(far).toBeLessThan(0.8 * near);
  expect(farther).toBeLessThan(0.8 * far);
});

it("the variance of a pixel's counts grows with their mean by the gain", () => {
  const gain = 3;
  const still = smallSpec(
    [
      { kind: "leakage", level: 0.2 },
      { kind: "sensor", photons_per_unit: 2000 },
    ],
    { image_sensor: { gain_adu_per_e: gain, bit_depth: 16, read_noise_e: 2 }, duration_s: 40 },
  );
  const { data } = renderFrames(compile(still), "sensor", 0, 400);
  const pixels = 48 * 64;
  const points = Array.from({ length: pixels }, (_, i) => {
    const counts = Array.from({ length: 400 }, (_, t) => data[t * pixels + i]);
    const middle = mean(counts);
    return [middle, mean(counts.map((count) => (count - middle) ** 2))];
  });
  const [mx, my] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const slope = mean(points.map(([x, y]) => (x - mx) * (y - my))) / mean(points.map(([x]) => (x - mx) ** 2));
  expect(slope / gain).toBeGreaterThan(0.95);
  expect(slope / gain).toBeLessThan(1.05);
});

it("brain motion moves light and makes none", () => {
  const spec = smallSpec(allSteps, { duration_s: 20 });
  const plan = compile(spec);
  const { data } = renderFrames(plan, "brain_motion", 0, 200);
  const still = renderFrames(plan, "brain_motion", 0, 200, { without: ["brain_motion"] }).data;
  expect(data).not.toEqual(still);
  expect(mean(data) / mean(still)).toBeGreaterThan(0.98);
  expect(mean(data) / mean(still)).toBeLessThan(1.02);
});

it("haze that is coupled to the population entirely has one course in every pixel", () => {
  const haze = (population_coupling: number) => {
    const plan = compile(smallSpec(withStep("neuropil", { population_coupling }, allSteps), { duration_s: 10 }));
    const { data, height, width } = renderFrames(plan, "neuropil", 0, 100);
    const without = renderFrames(plan, "neuropil", 0, 100, { without: ["neuropil"] }).data;
    const courses = [0, 0.3, 0.6, 0.9].map((at) => {
      const pixel = Math.floor(at * height * width);
      return Array.from(
        { length: 100 },
        (_, t) => data[t * height * width + pixel] - without[t * height * width + pixel],
      );
    });
    const peaks = courses.map((course) => course.map((value) => value / mean(course)));
    return Math.max(...peaks.map((course) => Math.max(...course.map((value, t) => Math.abs(value - peaks[0][t])))));
  };
  expect(haze(1)).toBeLessThan(1e-4);
  expect(haze(0)).toBeGreaterThan(0.01);
});
