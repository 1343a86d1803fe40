import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bleachCells, bleachCellsPlain } from "../../src/compute/simd-bleaching.js";
import { CHUNK_FRAMES } from "../../src/physics/chunks.js";
import { expectSameBits } from "../support/same-bits.js";

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const length = (count: number) => ({ minLength: count, maxLength: count });
/** Rates on both sides of where the series is good for, and such as no spec has. */
const losses = fc.oneof(between(0, 0.02), between(0, 1), fc.constantFrom(0, -0.5));
const lights = fc.oneof({ arbitrary: between(-1, 6), weight: 20 }, { arbitrary: fc.constant(Number.NaN), weight: 1 });

const cells = fc.tuple(fc.nat(9), fc.integer({ min: 1, max: CHUNK_FRAMES })).chain(([count, frames]) =>
  fc.record({
    renewal: between(0, 0.01),
    lossPerUnit: fc.array(losses, length(count)),
    traces: fc.array(lights, length(count * frames)),
    excitation: fc.option(fc.array(between(0, 2), length(frames))),
    levels: fc.array(between(0, 1), length(count)),
  }),
);

describe("bleaching by SIMD", () => {
  it("equals the plain one bit for bit", () => {
    fc.assert(
      fc.property(cells, ({ renewal, lossPerUnit, traces, excitation, levels }) => {
        const [fast, plain] = [bleachCells, bleachCellsPlain].map((bleach) => {
          const after = Float64Array.from(levels);
          const shares = new Float64Array(traces.length);
          const lit = excitation && Float64Array.from(excitation);
          bleach(
            { renewal, lossPerUnit: Float64Array.from(lossPerUnit) },
            Float64Array.from(traces),
            lit,
            after,
            shares,
          );
          return { after, shares };
        });
        expectSameBits(fast.after, plain.after);
        expectSameBits(fast.shares, plain.shares);
      }),
      { numRuns: 300 },
    );
  });

  it("bleaches", () => {
    const levels = Float64Array.of(1, 1, 1);
    const shares = new Float64Array(6);
    bleachCells(
      { renewal: 0, lossPerUnit: Float64Array.of(0.01, 0, 2) },
      new Float64Array(6).fill(1),
      null,
      levels,
      shares,
    );
    expect([...shares]).toEqual([1, Math.exp(-0.01), 1, 1, 1, Math.exp(-2)].map((share) => expect.closeTo(share, 12)));
    expect([...levels]).toEqual([-0.02, 0, -4].map((x) => expect.closeTo(Math.exp(x), 12)));
  });
});
