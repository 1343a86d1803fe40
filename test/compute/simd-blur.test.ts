import fc from "fast-check";
import { describe, it } from "vitest";
import { blurPatchesPlain } from "../../src/compute/blur.js";
import { blurFieldPlain } from "../../src/compute/field-blur.js";
import { type LoosePatch, packPatches } from "../../src/compute/patches.js";
import { blurField, blurPatches } from "../../src/compute/simd-blur.js";
import { expectSameBits } from "../support/same-bits.js";

const side = fc.integer({ min: 1, max: 50 });
const value = fc.oneof(fc.float({ noNaN: true, min: -10, max: 10 }), fc.constantFrom(0, -0, 1e-42, 1e30));
const sigma = fc.oneof(fc.double({ min: 0.01, max: 12, noNaN: true }), fc.constantFrom(0.05, 1, 40));

function values(length: number): fc.Arbitrary<Float32Array> {
  return fc
    .array(value, { minLength: 1, maxLength: 30 })
    .map((few) => Float32Array.from({ length }, (_, i) => few[(i * 7919) % few.length]));
}

const patchesOnCanvas = fc.record({ height: side, width: side }).chain((canvas) => {
  const patch = fc
    .tuple(fc.nat(canvas.height - 1), fc.nat(canvas.width - 1), side, side)
    .chain(([row, column, tall, wide]) => {
      const height = Math.min(tall, canvas.height - row);
      const width = Math.min(wide, canvas.width - column);
      return values(height * width).map((data): LoosePatch => ({ row, column, height, width, data }));
    });
  const cells = fc.array(fc.tuple(fc.option(patch, { freq: 6 }), sigma), { maxLength: 6 });
  return cells.map((some) => ({
    canvas,
    set: packPatches(some.map(([one]) => one)),
    sigmasPx: some.map(([, sigmaPx]) => sigmaPx),
  }));
});

describe("the SIMD blur", () => {
  it("of patches equals the plain one bit for bit", () => {
    fc.assert(
      fc.property(patchesOnCanvas, ({ canvas, set, sigmasPx }) => {
        const fast = blurPatches(set, sigmasPx, canvas);
        const plain = blurPatchesPlain(set, sigmasPx, canvas);
        expectSameBits(fast.offsets, plain.offsets);
        expectSameBits(fast.shapes, plain.shapes);
        expectSameBits(fast.starts, plain.starts);
        expectSameBits(fast.data, plain.data);
      }),
      { numRuns: 300 },
    );
  });

  it("of fields equals the plain one bit for bit", () => {
    const fields = fc
      .tuple(side, side, sigma)
      .chain(([height, width, sigmaPx]) => values(height * width).map((field) => ({ field, height, width, sigmaPx })));
    fc.assert(
      fc.property(fields, ({ field, height, width, sigmaPx }) => {
        expectSameBits(blurField(field, height, width, sigmaPx), blurFieldPlain(field, height, width, sigmaPx));
      }),
      { numRuns: 300 },
    );
  });
});
