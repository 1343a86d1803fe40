import fc from "fast-check";
import { expect, it } from "vitest";
import { KernelStream } from "../../src/compute/kernel-stream.js";
import { RandomStream } from "../../src/random/streams.js";
import { expectSameBits } from "../support/same-bits.js";

const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
/** Also about the last word that a kernel can count. */
const index = fc.oneof(fc.nat(40), fc.integer({ min: 2 ** 34 - 600, max: 2 ** 34 + 20 }), fc.nat(2 ** 34));
/** Also more than a kernel draws at a time. */
const counts = fc.oneof(fc.nat(300), fc.integer({ min: 4090, max: 9000 }));

it("draws many normals of an entity with the bits of single ones, from any index on, and goes on after them", () => {
  fc.assert(
    fc.property(word, word, fc.nat(2 ** 31), index, counts, (k0, k1, entity, start, count) => {
      const single = new RandomStream({ k0, k1 }, entity, start);
      const many = new KernelStream({ k0, k1 }, entity, start);
      const drawn = new Float64Array(count + 1).fill(7);
      many.normals(drawn, count);
      expectSameBits(
        drawn.subarray(0, count),
        Float64Array.from({ length: count }, () => single.normal()),
      );
      expect(drawn[count]).toBe(7);
      expect(many.index).toBe(single.index);
      expect(many.word()).toBe(single.word());
    }),
    { numRuns: 150 },
  );
});
