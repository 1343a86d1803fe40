import { expect, it } from "vitest";
import { bloodPathUm } from "../../src/compute/capsules.js";
import { hasVessels, vesselLayers } from "../../src/simulation/vessel-pieces.js";
import { acquisitionSchema, pixelSizeUm } from "../../src/spec/acquisition.js";
import { vasculature } from "../../src/steps/vasculature.js";
import { capillaryRadiusUm, vesselOutlines } from "../../src/widgets/vessel-outlines.js";

const canvasShape = [60, 70] as const;
const acquisition = acquisitionSchema.parse({ image_sensor: { n_px_height: 40, n_px_width: 52 } });
const layers = [
  { depth_um: 20, n_roots: 3, root_radius_um: 5.5, min_radius_um: 1, branch_prob: 0.6 },
  { depth_um: 60, n_roots: 2, root_radius_um: 6, min_radius_um: 1, branch_prob: 0.6 },
];
const spec = { acquisition, seed: 11, steps: [vasculature({ enabled: true, layers })] };

it("vessels' lines have all pixels with blood inside, and no others, in each layer, with and without capillaries", () => {
  const { cells, starts, points } = vesselOutlines(spec, { canvasShape, fovOffset: [10, 9] });
  const least = capillaryRadiusUm / pixelSizeUm(acquisition);
  const grown = vesselLayers(spec, canvasShape).flatMap(({ segments }) => [
    segments,
    segments.filter(({ radius }) => radius >= least),
  ]);
  expect(grown).toHaveLength(4);
  const pixels: number[] = [];
  grown.forEach((segments, number) => {
    const rings = [...cells.keys()].filter((ring) => cells[ring] === number);
    const isInside = (y: number, x: number) =>
      rings.filter((ring) => crossings(points.subarray(2 * starts[ring], 2 * starts[ring + 1]), y, x) % 2 === 1)
        .length %
        2 ===
      1;
    const [height, width] = canvasShape;
    const blood = bloodPathUm([segments], { height, width, pixelSizeUm: 1 });
    const inside = blood.map((_, at) => (isInside(Math.floor(at / width) + 0.5 - 10, (at % width) + 0.5 - 9) ? 1 : 0));
    expect(inside).toEqual(blood.map((path) => (path > 0 ? 1 : 0)));
    pixels.push(inside.reduce((sum, one) => sum + one, 0));
  });
  for (const layer of [0, 2]) {
    expect(pixels[layer + 1]).toBeGreaterThan(60);
    expect(pixels[layer]).toBeGreaterThan(pixels[layer + 1]);
  }
});

it("tissue without vessels has no lines", () => {
  const bare = { ...spec, steps: [vasculature({ layers })] };
  expect([hasVessels(spec), hasVessels(bare), hasVessels({ seed: 11, steps: [] })]).toEqual([true, false, false]);
  expect(vesselOutlines(bare, { canvasShape, fovOffset: [10, 9] }).cells).toHaveLength(0);
});

/** How often a line crosses the way from a place to the left. */
function crossings(ring: Float32Array, y: number, x: number): number {
  let count = 0;
  for (let i = 0; i + 3 < ring.length; i += 2) {
    const [x0, y0, x1, y1] = ring.subarray(i, i + 4);
    if (y0 > y !== y1 > y && x0 + ((y - y0) / (y1 - y0)) * (x1 - x0) < x) count++;
  }
  return count;
}
