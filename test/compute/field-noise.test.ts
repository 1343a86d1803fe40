import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fieldNoise, fieldNoisePlain } from "../../src/compute/field-noise.js";
import { streamKey } from "../../src/random/streams.js";
import { expectSameBits } from "../support/same-bits.js";

const key = streamKey(9, "neuropil", "fields");

describe("the noise of a field", () => {
  it("is extended by a larger canvas, and the same where both lie", () => {
    const side = fc.integer({ min: 1, max: 50 });
    fc.assert(
      fc.property(side, side, fc.nat(20), (height, width, margin) => {
        const small = fieldNoise(height, width, key, 1);
        const large = fieldNoise(height + 2 * margin, width + 2 * margin, key, 1);
        small.forEach((value, i) => {
          const row = Math.floor(i / width) + margin;
          expect(large[row * (width + 2 * margin) + (i % width) + margin]).toBe(value);
        });
      }),
      { numRuns: 40 },
    );
  });

  it("is white and standard normal", () => {
    const [height, width] = [300, 411];
    const noise = fieldNoise(height, width, key, 0);
    const n = noise.length;
    const average = (value: (i: number) => number) => noise.reduce((sum, _, i) => sum + value(i), 0) / n;
    expect(Math.abs(average((i) => noise[i]))).toBeLessThan(4 / Math.sqrt(n));
    expect(Math.abs(average((i) => noise[i] ** 2) - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    expect(Math.abs(average((i) => noise[i] ** 4) - 3)).toBeLessThan(4 * Math.sqrt(96 / n));
    for (const shift of [1, 2, 4, 8, 16, width - 1, width, width + 1, 2 * width]) {
      const correlation = average((i) => noise[i] * noise[(i + shift) % n]);
      expect(Math.abs(correlation)).toBeLessThan(4 / Math.sqrt(n));
    }
  });

  it("is another for each component and each key", () => {
    const some = [fieldNoise(20, 30, key, 0), fieldNoise(20, 30, key, 1), fieldNoise(20, 30, { k0: 1, k1: 2 }, 0)];
    expect(new Set(some.flatMap((field) => [...field])).size).toBe(3 * 600);
  });

  it("is drawn by SIMD to the same bits", () => {
    const side = fc.integer({ min: 1, max: 70 });
    fc.assert(
      fc.property(side, side, fc.integer(), fc.integer(), fc.nat(5), (height, width, k0, k1, entity) => {
        const key = { k0, k1 };
        expectSameBits(fieldNoise(height, width, key, entity), fieldNoisePlain(height, width, key, entity));
      }),
    );
  });
});
