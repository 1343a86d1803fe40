import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bloodPathUm, vesselShadow } from "../../src/compute/capsules.js";
import { growTree, type VesselLayerParameters, type VesselSegment } from "../../src/physics/vessels.js";
import { RandomStream, streamKey } from "../../src/random/streams.js";
import reference from "../fixtures/reference-statistics.json" with { type: "json" };

const grid = { height: 30, width: 40, pixelSizeUm: 1.5 };
const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const point = fc.tuple(between(-5, 35), between(-5, 45));
const capsules: fc.Arbitrary<VesselSegment> = fc.record({
  from: point,
  to: point,
  radius: between(0.3, 9),
  parent: fc.constant(-1),
});

/** Length of a line through a pixel that lies in a union of capsules, by walking along it in small steps. */
function walkThrough(tree: readonly VesselSegment[], y: number, x: number): number {
  const step = 0.01;
  let inside = 0;
  for (let z = -9; z <= 9; z += step) {
    const within = tree.some(({ from, to, radius }) => {
      let nearest = Number.POSITIVE_INFINITY;
      const [dy, dx] = [to[0] - from[0], to[1] - from[1]];
      const along = ((y - from[0]) * dy + (x - from[1]) * dx) / (dy * dy + dx * dx);
      for (const share of [0, 1, ...(along > 0 && along < 1 ? [along] : [])])
        nearest = Math.min(nearest, (y - from[0] - share * dy) ** 2 + (x - from[1] - share * dx) ** 2 + z * z);
      return nearest <= radius * radius;
    });
    if (within) inside += step;
  }
  return inside * grid.pixelSizeUm;
}

describe("the way through blood", () => {
  it("is that through the union of a tree's capsules", () => {
    fc.assert(
      fc.property(fc.array(capsules, { minLength: 1, maxLength: 3 }), fc.nat(29), fc.nat(39), (tree, y, x) => {
        const path = bloodPathUm([tree], grid);
        expect(Math.abs(path[y * grid.width + x] - walkThrough(tree, y, x))).toBeLessThan(0.07);
      }),
      { numRuns: 100 },
    );
  });

  it("is the chord 2√(r² − d²) across a straight vessel, however many segments it is made of", () => {
    const cut = (points: readonly number[]): VesselSegment[] =>
      points.slice(1).map((to, i) => ({ from: [12.3, points[i]], to: [12.3, to], radius: 6, parent: i - 1 }));
    const whole = bloodPathUm([cut([-20, 60])], grid);
    const pieces = bloodPathUm([cut([-20, -3, 4, 5, 11, 26, 26.5, 60])], grid);
    for (let y = 0; y < grid.height; y++)
      for (let x = 0; x < grid.width; x++) {
        const chord = 2 * Math.sqrt(Math.max(36 - (y - 12.3) ** 2, 0)) * 1.5;
        expect(Math.abs(whole[y * grid.width + x] - chord)).toBeLessThan(1e-5);
        expect(Math.abs(pieces[y * grid.width + x] - chord)).toBeLessThan(1e-5);
      }
  });

  it("ends in half spheres", () => {
    const path = bloodPathUm([[{ from: [10, 10], to: [10, 20], radius: 5, parent: -1 }]], grid);
    expect(path[10 * 40 + 24]).toBeCloseTo(2 * 3 * 1.5, 5);
    expect(path[14 * 40 + 23]).toBeCloseTo(0, 5);
    expect(path[10 * 40 + 26]).toBe(0);
  });

  it("adds up over trees", () => {
    fc.assert(
      fc.property(capsules, capsules, (a, b) => {
        const together = bloodPathUm([[a], [b]], grid);
        const [first, second] = [bloodPathUm([[a]], grid), bloodPathUm([[b]], grid)];
        expect(together.every((path, i) => Math.abs(path - first[i] - second[i]) < 1e-4)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});

describe("the shadow of vessels", () => {
  const key = streamKey(8, "vasculature", "trees");

  const treesOf = (layer: VesselLayerParameters & { n_roots: number }, on: typeof grid, seed = 0) =>
    Array.from({ length: layer.n_roots }, (_, i) => growTree(layer, on, new RandomStream(key, 100 * seed + i)));

  it("lets between 1 − opacity and all of the light through, blurred or not", () => {
    const layer = { ...reference.volumetric.vessels.layers[0], absorption_per_um: 0.5 };
    const on = { height: 120, width: 160, pixelSizeUm: 2 };
    for (const sigma of [0.1, 2, 30]) {
      const light = vesselShadow(bloodPathUm(treesOf(layer, on), on), layer, on, sigma);
      expect(light.every((share) => share >= Math.fround(1 - layer.opacity) && share <= 1)).toBe(true);
      expect(light.some((share) => share < 0.8)).toBe(true);
    }
  });

  it("is no shadow without vessels", () => {
    const layer = reference.volumetric.vessels.layers[0];
    expect(new Set(vesselShadow(bloodPathUm([], grid), layer, grid, 3))).toEqual(new Set([1]));
  });

  it.each(["small", "volumetric"] as const)("is as dark as that of Python minisim in the spec %s", (name) => {
    const { layers, mean } = reference[name].vessels;
    const { pixel_size_um: pixelSizeUm, sensor } = reference[name];
    const margin = Math.ceil(reference[name].motion.step.max_shift_um / pixelSizeUm) + 1;
    const side = sensor.n_px_height + 2 * margin;
    const on = { height: side, width: side, pixelSizeUm };
    /** Mean light over the field of view, and its variance between seeds. */
    const measure = (count: (trees: VesselSegment[][]) => VesselSegment[][]) => {
      const means = Array.from({ length: 12 }, (_, seed) => {
        const shadows = layers.map((layer, i) =>
          vesselShadow(bloodPathUm(count(treesOf(layer, on, 10 * seed + i)), on), layer, on, 6),
        );
        let sum = 0;
        for (let y = margin; y < side - margin; y++)
          for (let x = margin; x < side - margin; x++)
            sum += shadows.reduce((product, light) => product * light[y * side + x], 1);
        return sum / sensor.n_px_height ** 2;
      });
      const average = means.reduce((a, b) => a + b, 0) / means.length;
      return { average, variance: means.reduce((sum, value) => sum + (value - average) ** 2, 0) / means.length };
    };
    // Python counts the blood of every capsule, also where they overlap.
    const { average, variance } = measure((trees) => trees.flatMap((tree) => tree.map((segment) => [segment])));
    expect(Math.abs(average - mean.mean)).toBeLessThan(3 * Math.sqrt(mean.sd ** 2 / 5 + variance / 12));
    // Counted once it is less, by about a tenth of the light.
    const once = measure((trees) => trees).average;
    expect(once).toBeGreaterThan(average + 0.05);
    expect(once).toBeLessThan(average + 0.15);
  });
});
