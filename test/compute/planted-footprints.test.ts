import { describe, expect, it } from "vitest";
import { type CellsToPaint, countToPaint, plantedFootprints } from "../../src/compute/planted-footprints.js";

const shape = {
  morphology: "cytosolic",
  somaRadiusPx: 4,
  irregularity: 0.3,
  dendriteLengthPx: 10,
  dendriteWidthPx: 2,
} as const;

/** Cells by the numbers under which they draw, each at a place of its own. */
function cells(numbers: readonly number[], more: Partial<CellsToPaint> = {}): CellsToPaint {
  return {
    shapes: [shape],
    population: new Int32Array(numbers.length),
    entity: Int32Array.from(numbers),
    centersUm: Float64Array.from(numbers.flatMap((n) => [100 + n, 7 * n - 20, 3.3 * n - 10])),
    pixelSizeUm: 1.5,
    canvas: { height: 64, width: 64 },
    key: { k0: 1, k1: 2 },
    ...more,
  };
}

const known = cells([0, 1, 2, 90]);
const deeper = { centersUm: known.centersUm.map((um, i) => (i % 3 === 0 ? um + 50 : um)) };
const moved = { centersUm: known.centersUm.map((um, i) => (i === 4 ? um + 1 : um)) };

describe("Footprints painted before", () => {
  it.each([
    ["other cells have come and gone", cells([3, 2, 0, 90]), 1],
    ["all lie deeper", cells([0, 1, 2, 90], deeper), 0],
    ["one lies elsewhere", cells([0, 1, 2, 90], moved), 1],
    ["cells are larger", cells([0, 1, 2, 90], { shapes: [{ ...shape, somaRadiusPx: 5 }] }), 4],
    ["pixels are smaller", cells([0, 1, 2, 90], { pixelSizeUm: 1 }), 4],
    ["the tissue reaches further", cells([0, 1, 2, 90], { canvas: { height: 80, width: 64 } }), 4],
    ["the seed is another", cells([0, 1, 2, 90], { key: { k0: 1, k1: 3 } }), 4],
  ])("are taken over where they look the same, as painted anew: %s", (_, given, painted) => {
    const earlier = { given: known, value: plantedFootprints(known) };
    expect(countToPaint(given, earlier)).toBe(painted);
    expect(plantedFootprints(given, earlier)).toEqual(plantedFootprints(given));
  });
});
