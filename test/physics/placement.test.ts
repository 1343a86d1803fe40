import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectedCount, samplePositions } from "../../src/physics/placement.js";
import { RandomStream, streamKey } from "../../src/random/streams.js";

const extent = { heightUm: 300, widthUm: 500 };
const population = {
  density_per_mm3: 40000,
  soma_radius_um: 5,
  depth_range_um: [50, 150] as const,
  min_distance_um: 0,
};
const draw = (seed = 1) => new RandomStream(streamKey(seed, "place_neurons", "positions"));

describe("the number of cells", () => {
  it("is density · area · thickness", () => {
    expect(expectedCount(population, extent)).toBe((40000 * 0.3 * 0.5 * 0.1) / 1);
    expect(samplePositions(population, { extent }, draw())).toHaveLength(600);
  });

  it("takes a layer for at least as thick as a soma", () => {
    expect(expectedCount({ ...population, depth_range_um: [100, 100] }, extent)).toBe(60);
    expect(expectedCount({ ...population, depth_range_um: [100, 104] }, extent)).toBe(60);
  });

  it("rounds half to even", () => {
    const one = { heightUm: 100, widthUm: 100 };
    const density = (n: number) => expectedCount({ ...population, density_per_mm3: n * 1000 }, one);
    expect([0.5, 1.5, 2.5, 2.6].map(density)).toEqual([0, 2, 2, 3]);
  });
});

describe("positions", () => {
  it("are uniform over the volume", () => {
    const points = samplePositions({ ...population, density_per_mm3: 400_000 }, { extent }, draw(2));
    const bounds = [
      [50, 150],
      [-150, 150],
      [-250, 250],
    ];
    bounds.forEach(([low, high], axis) => {
      const values = points.map((point) => point[axis]);
      expect(Math.min(...values)).toBeGreaterThanOrEqual(low);
      expect(Math.max(...values)).toBeLessThanOrEqual(high);
      const bins = new Array(20).fill(0);
      for (const value of values) bins[Math.min(Math.floor((20 * (value - low)) / (high - low)), 19)]++;
      const each = points.length / 20;
      const chiSquare = bins.reduce((sum, count) => sum + (count - each) ** 2 / each, 0);
      expect(chiSquare).toBeLessThan(19 + 4 * Math.sqrt(38));
    });
  });

  it("keep their distance, in three dimensions", () => {
    fc.assert(
      fc.property(fc.double({ min: 3, max: 40, noNaN: true }), fc.nat(1000), (distance, seed) => {
        const points = samplePositions(
          { ...population, min_distance_um: distance },
          { extent: { heightUm: 120, widthUm: 150 } },
          draw(seed),
        );
        for (let i = 0; i < points.length; i++)
          for (let j = 0; j < i; j++) {
            const [dz, dy, dx] = points[i].map((value, axis) => value - points[j][axis]);
            expect(Math.sqrt(dz * dz + dy * dy + dx * dx)).toBeGreaterThanOrEqual(distance);
          }
      }),
      { numRuns: 20 },
    );
  });

  it("are all there when the distance leaves room, and fewer when it does not", () => {
    expect(samplePositions({ ...population, min_distance_um: 8 }, { extent }, draw())).toHaveLength(600);
    const crowded = samplePositions({ ...population, min_distance_um: 60 }, { extent }, draw()).length;
    expect(crowded).toBeGreaterThan(40);
    expect(crowded).toBeLessThan(300);
  });

  it("stay where they are when more cells join them", () => {
    const few = samplePositions(population, { extent }, draw());
    const many = samplePositions({ ...population, density_per_mm3: 50000 }, { extent }, draw());
    expect(many.slice(0, few.length)).toEqual(few);
  });
});
