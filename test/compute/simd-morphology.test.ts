import fc from "fast-check";
import { expect, it } from "vitest";
import { packPatches } from "../../src/compute/patches.js";
import { cellPainter, type PaintCell } from "../../src/compute/simd-morphology.js";
import { NeuronPainter, type NeuronShape } from "../../src/physics/morphology.js";
import { RandomStream } from "../../src/random/streams.js";
import { expectSameBits } from "../support/same-bits.js";

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const shape: fc.Arbitrary<NeuronShape> = fc.record({
  morphology: fc.constantFrom("soma" as const, "cytosolic" as const),
  somaRadiusPx: fc.oneof(real(0.01, 12), real(0.01, 1)),
  irregularity: fc.oneof(real(0, 1), fc.constant(0)),
  dendriteLengthPx: fc.oneof(real(0.01, 60), real(0.01, 3)),
  dendriteWidthPx: fc.oneof(real(0.01, 8), real(0.01, 2)),
});
const side = fc.oneof(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 4 }));
/** Also halfway between pixels, beyond an edge, and far away. */
const place = fc.oneof(
  real(-80, 200),
  fc.integer({ min: -40, max: 260 }).map((n) => n / 2),
  real(-1e9, 1e9),
);
const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

it("paints cells of several shapes in turn with the bits of the plain painter", () => {
  let painted = 0;
  fc.assert(
    fc.property(
      fc.array(shape, { minLength: 1, maxLength: 3 }),
      fc.record({ height: side, width: side }),
      fc.record({ k0: word, k1: word }),
      fc.array(fc.tuple(fc.nat(2), place, place, fc.nat(2 ** 31 - 1)), { minLength: 1, maxLength: 8 }),
      (shapes, canvas, key, cells) => {
        const paint = cellPainter(shapes, canvas, key);
        const plain = shapes.map((shape) => new NeuronPainter(shape, canvas));
        const paintAll = (paintOne: PaintCell) =>
          packPatches(cells.map(([n, row, column, entity]) => paintOne(n % shapes.length, { row, column }, entity)));
        const patches = paintAll(paint);
        const expected = paintAll((n, at, entity) => plain[n].paint(at, new RandomStream(key, entity)));
        expectSameBits(patches.offsets, expected.offsets);
        expectSameBits(patches.shapes, expected.shapes);
        expectSameBits(patches.data, expected.data);
        painted += patches.shapes.filter((side) => side > 0).length / 2;
      },
    ),
    { numRuns: 200 },
  );
  expect(painted).toBeGreaterThan(30);
});
