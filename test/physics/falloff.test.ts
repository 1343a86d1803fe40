import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FieldGrid, falloffField, leakageField, valueAt } from "../../src/physics/falloff.js";
import reference from "../fixtures/reference-statistics.json" with { type: "json" };

const quadratic = { falloff: 0.5, exponent: 2, center_offset_um: [0, 0] as const };
const grids = fc.record({
  height: fc.integer({ min: 1, max: 12 }),
  width: fc.integer({ min: 2, max: 12 }),
  pixelSizeUm: fc.double({ min: 0.2, max: 5, noNaN: true }),
});
const offset = fc.double({ min: -20, max: 20, noNaN: true });

describe.each(["small", "volumetric"] as const)("the fields of the reference spec %s", (name) => {
  const { fields, steps, sensor, pixel_size_um } = reference[name];
  const n = sensor.n_px_height;
  const grid: FieldGrid = { height: n, width: n, pixelSizeUm: pixel_size_um };
  const computed = {
    illumination: falloffField(grid, steps[0] as never),
    vignette: falloffField(grid, steps[1] as never),
    leakage: leakageField(grid, steps[2] as never),
  };

  it.each(["illumination", "vignette", "leakage"] as const)("have the same %s", (field) => {
    const values = computed[field];
    const known = fields[field];
    expect(values[(n / 2) * n + n / 2]).toBeCloseTo(known.centre, 6);
    expect(values[0]).toBeCloseTo(known.corner, 6);
    expect(values[n / 2]).toBeCloseTo(known.edge_mid, 6);
    expect(values.reduce((a, b) => a + b, 0) / values.length).toBeCloseTo(known.mean, 6);
  });
});

describe("a radial falloff", () => {
  it("is 1 − (1 − f)·(r/r_max)^p, with r_max the farthest corner pixel's distance from its centre", () => {
    fc.assert(
      fc.property(grids, offset, offset, fc.double({ min: 0.5, max: 4, noNaN: true }), (grid, y0, x0, exponent) => {
        const ys = Array.from({ length: grid.height }, (_, i) => (i - (grid.height - 1) / 2) * grid.pixelSizeUm);
        const xs = Array.from({ length: grid.width }, (_, i) => (i - (grid.width - 1) / 2) * grid.pixelSizeUm);
        const distances = ys.flatMap((y) => xs.map((x) => Math.hypot(y - y0, x - x0)));
        const farthest = Math.max(...distances);
        const field = falloffField(grid, { falloff: 0.3, exponent, center_offset_um: [y0, x0] });
        distances.forEach((r, i) => {
          expect(field[i]).toBeCloseTo(1 - 0.7 * (r / farthest) ** exponent, 6);
        });
        expect(Math.min(...field)).toBeCloseTo(0.3, 6);
      }),
    );
  });

  it("falls nowhere in a field of one pixel", () => {
    const grid = { height: 1, width: 1, pixelSizeUm: 2 };
    expect([...falloffField(grid, quadratic)]).toEqual([1]);
    expect([...falloffField(grid, { ...quadratic, center_offset_um: [3, 4] })]).toEqual([1]);
  });

  it("is flat with a falloff of 1", () => {
    const grid = { height: 4, width: 5, pixelSizeUm: 2 };
    expect(new Set(falloffField(grid, { ...quadratic, falloff: 1 }))).toEqual(new Set([1]));
  });
});

describe("leakage", () => {
  const grid = { height: 9, width: 21, pixelSizeUm: 2 };

  it("is the same everywhere when uniform", () => {
    const field = leakageField(grid, { profile: "uniform", level: 0.25, sigma_um: 3 });
    expect(new Set(field)).toEqual(new Set([0.25]));
  });

  it("is a Gaussian whose sigma is a quarter of the smaller side unless given", () => {
    const peak = 4 * 21 + 10;
    for (const sigma_um of [null, 7]) {
      const field = leakageField(grid, { profile: "gaussian", level: 0.2, sigma_um });
      const sigma = sigma_um ?? (9 * 2) / 4;
      expect(field[peak]).toBeCloseTo(0.2, 7);
      expect(field[peak + 3]).toBeCloseTo(0.2 * Math.exp(-36 / (2 * sigma * sigma)), 7);
      expect(field[peak - 2 * 21]).toBeCloseTo(0.2 * Math.exp(-16 / (2 * sigma * sigma)), 7);
    }
  });
});

describe("the value at a cell", () => {
  const grid = { height: 2, width: 4, pixelSizeUm: 10 };
  const field = Float32Array.of(0, 1, 2, 3, 10, 11, 12, 13);

  it("is that of the nearest pixel, halves to even", () => {
    expect(valueAt(field, grid, -5, -15)).toBe(0);
    expect(valueAt(field, grid, 5, 4)).toBe(12);
    // The axis lies between two pixels: 0.5 rounds to row 0, 1.5 to column 2.
    expect(valueAt(field, grid, 0, 0)).toBe(2);
  });

  it("is that of the edge beyond it", () => {
    expect(valueAt(field, grid, -1000, 1000)).toBe(3);
    expect(valueAt(field, grid, 1000, -1000)).toBe(10);
  });
});
