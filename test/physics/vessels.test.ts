import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  forkRadii,
  growTree,
  type VesselLayerParameters,
  vesselBlurSigmaUm,
  vesselTransmission,
} from "../../src/physics/vessels.js";
import { RandomStream, streamKey } from "../../src/random/streams.js";

const defaults: VesselLayerParameters = {
  depth_um: 30,
  root_radius_um: 22,
  min_radius_um: 2,
  opacity: 0.85,
  absorption_per_um: 0.04,
  branch_prob: 0.2,
  tortuosity_deg: 8,
  branch_angle_deg: 30,
  branch_area_main: 0.7,
  step_per_radius: 1.5,
};
const key = streamKey(6, "vasculature", "trees");
const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const layers = fc
  .record({
    root_radius_um: between(3, 40),
    min_radius_um: between(0.5, 2.9),
    branch_prob: between(0, 0.9),
    tortuosity_deg: between(0, 60),
    branch_angle_deg: between(0, 90),
    branch_area_main: between(0.51, 0.99),
    step_per_radius: between(0.2, 4),
  })
  .map((change) => ({ ...defaults, ...change }));
const canvases = fc.record({
  height: fc.integer({ min: 20, max: 400 }),
  width: fc.integer({ min: 20, max: 400 }),
  pixelSizeUm: between(0.5, 4),
});
const canvas = { height: 300, width: 420, pixelSizeUm: 1.6 };

function grow(change: Partial<VesselLayerParameters> = {}, entity = 0, on = canvas) {
  return growTree({ ...defaults, ...change }, on, new RandomStream(key, entity));
}

const heading = ({ from, to }: { from: readonly number[]; to: readonly number[] }) =>
  Math.atan2(to[0] - from[0], to[1] - from[1]);
/** The difference of two angles, −π … π. */
const turn = (a: number, b: number) => Math.atan2(Math.sin(a - b), Math.cos(a - b));

describe("a vascular tree", () => {
  it("is connected, steps in proportion to its radius, thins only downstream, ends in time", () => {
    fc.assert(
      fc.property(layers, canvases, fc.nat(1000), (layer, on, entity) => {
        const tree = grow(layer, entity, on);
        expect(tree.length).toBeGreaterThan(0);
        expect(tree.length).toBeLessThanOrEqual(2000);
        expect(tree[0].parent).toBe(-1);
        expect(tree[0].radius * on.pixelSizeUm).toBeCloseTo(layer.root_radius_um, 9);
        tree.forEach(({ from, to, radius, parent }, i) => {
          const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
          expect(length / (layer.step_per_radius * radius)).toBeCloseTo(1, 6);
          expect(radius * on.pixelSizeUm).toBeGreaterThanOrEqual(layer.min_radius_um * (1 - 1e-12));
          // A segment begins within the canvas; only its end may lie outside.
          expect(Math.min(from[0], from[1], on.height - from[0], on.width - from[1])).toBeGreaterThanOrEqual(-1e-9);
          if (i === 0) return;
          expect(parent).toBeLessThan(i);
          expect(from).toEqual(tree[parent].to);
          expect(radius).toBeLessThanOrEqual(tree[parent].radius);
        });
      }),
      { numRuns: 60 },
    );
  });

  it("forks by Murray's law, r₁³ + r₂³ = r³, the main branch with its share", () => {
    fc.assert(
      fc.property(layers, fc.nat(1000), (layer, entity) => {
        const tree = grow(layer, entity);
        tree.forEach(({ radius }, i) => {
          const radii = tree.filter(({ parent }) => parent === i).map((child) => child.radius);
          expect(radii.length).toBeLessThanOrEqual(2);
          if (radii.length < 2) return;
          const [side, main] = radii.toSorted((a, b) => a - b);
          expect((side ** 3 + main ** 3) / radius ** 3).toBeCloseTo(1, 9);
          expect((main / radius) ** 3).toBeCloseTo(layer.branch_area_main, 9);
        });
      }),
      { numRuns: 60 },
    );
    fc.assert(
      fc.property(between(0.1, 50), between(0.5, 1), (radius, share) => {
        const [main, side] = forkRadii(radius, share);
        expect((main ** 3 + side ** 3) / radius ** 3).toBeCloseTo(1, 12);
        expect(main).toBeGreaterThanOrEqual(side * (1 - 1e-12));
      }),
    );
  });

  it("turns at a fork: the main branch by its angle, the side branch the other way and more, the thinner it is", () => {
    let forks = 0;
    let left = 0;
    for (let entity = 0; entity < 60; entity++) {
      const tree = grow({ tortuosity_deg: 0, branch_area_main: 0.6 }, entity);
      tree.forEach((segment, i) => {
        const children = tree.filter(({ parent }) => parent === i).toSorted((a, b) => b.radius - a.radius);
        if (children.length < 2) return;
        const [main, side] = children.map((child) => turn(heading(child), heading(segment)) * (180 / Math.PI));
        expect(Math.abs(main)).toBeCloseTo(30, 6);
        expect(side / -main).toBeCloseTo(1 / Math.cbrt(0.4), 6);
        forks++;
        if (main < 0) left++;
      });
    }
    expect(forks).toBeGreaterThan(100);
    expect(Math.abs(left / forks - 0.5)).toBeLessThan(2 / Math.sqrt(forks));
  });

  it("runs straight without tortuosity and forks, and otherwise wanders by it", () => {
    const angles = (tortuosity_deg: number) =>
      Array.from({ length: 200 }, (_, entity) => grow({ tortuosity_deg, branch_prob: 0 }, entity)).flatMap((tree) =>
        tree.slice(1).map((segment, i) => turn(heading(segment), heading(tree[i])) * (180 / Math.PI)),
      );
    for (const angle of angles(0)) expect(Math.abs(angle)).toBeLessThan(1e-6);
    const wandering = angles(8);
    const square = wandering.reduce((sum, angle) => sum + angle * angle, 0) / wandering.length;
    expect(Math.abs(square / 64 - 1)).toBeLessThan(4 * Math.sqrt(2 / wandering.length));
  });

  it("comes in from each of the four edges, heading inwards", () => {
    const [height, width] = [canvas.height, canvas.width];
    const edges = { top: 0, bottom: 0, left: 0, right: 0 };
    const n = 2000;
    for (let entity = 0; entity < n; entity++) {
      const [first] = grow({ min_radius_um: 21, branch_prob: 0.9 }, entity);
      const [y, x] = first.from;
      const angle = heading(first) / Math.PI;
      const near = (low: number, high: number) => [-2, 0, 2].some((k) => angle + k >= low && angle + k <= high);
      if (y === 0) {
        edges.top++;
        expect(near(0.25, 0.75)).toBe(true);
      } else if (Math.abs(y - height) < 1e-9) {
        edges.bottom++;
        expect(near(1.25, 1.75)).toBe(true);
      } else if (x === 0) {
        edges.left++;
        expect(near(-0.4, 0.4)).toBe(true);
      } else {
        expect(x).toBeCloseTo(width, 9);
        edges.right++;
        expect(near(0.6, 1.4)).toBe(true);
      }
    }
    for (const count of Object.values(edges)) expect(Math.abs(count - n / 4)).toBeLessThan(4 * Math.sqrt((n * 3) / 16));
  });

  it("forks in as many of its steps as asked for", () => {
    let [steps, forks] = [0, 0];
    for (let entity = 0; entity < 300; entity++) {
      const tree = grow({ branch_prob: 0.1, branch_area_main: 0.501, min_radius_um: 0.1 }, entity);
      // Main branches alone, up to the second last step, where neither the radius nor the canvas ends them.
      for (let i = 1; i < tree.length && tree[i].parent === i - 1; i++) {
        steps++;
        if (tree[i].radius < tree[i - 1].radius) forks++;
      }
    }
    expect(Math.abs(forks / steps - 0.1)).toBeLessThan(4 * Math.sqrt(0.09 / steps));
  });
});

describe("the light through a vessel", () => {
  it("falls with the blood by the law of Beer and Lambert, to 1 − opacity", () => {
    fc.assert(
      fc.property(between(0, 300), between(0, 300), between(0.01, 1), (a, b, opacity) => {
        const layer = { ...defaults, opacity };
        const absorbed = (path: number) => (vesselTransmission(path, layer) - (1 - opacity)) / opacity;
        expect(absorbed(a + b)).toBeCloseTo(absorbed(a) * absorbed(b), 10);
        expect(vesselTransmission(a, layer)).toBeGreaterThan(1 - opacity);
        expect(vesselTransmission(a, layer)).toBeLessThanOrEqual(1);
      }),
    );
    expect(vesselTransmission(0, defaults)).toBe(1);
    expect(vesselTransmission(25, defaults)).toBeCloseTo(1 - 0.85 * (1 - Math.exp(-1)), 12);
  });

  it("is blurred by diffraction, scatter and defocus together", () => {
    const optics = { na: 0.3, emission_nm: 525, depth_of_field_um: "auto" as const, field_curvature_radius_um: null };
    const tissue = { scatter_mfp_excitation_um: 600, scatter_mfp_emission_um: 100, scatter_blur_per_um: 0.05 };
    fc.assert(
      fc.property(between(0, 300), between(0, 300), (depth, focal) => {
        const expected = Math.hypot((0.21 * 0.525) / 0.3, 0.05 * depth, 0.3 * (depth - focal));
        expect(vesselBlurSigmaUm(depth, focal, optics, tissue)).toBeCloseTo(expected, 10);
      }),
    );
  });
});
