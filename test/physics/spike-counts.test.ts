import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseBins, frameLimits, outcomeOf, spikeCountLimits } from "../../src/physics/spike-counts.js";
import { RandomStream, streamKey } from "../../src/random/streams.js";

const WORDS = 2 ** 32;
const key = streamKey(2, "cell_activity", "spikes");
const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });

/** Probability of each outcome, read off its limits. */
const shares = (limits: Float64Array) => [...limits].map((limit, i) => (limit - (limits[i - 1] ?? 0)) / WORDS);

/** Binomial probability, by multiplying ratios of whole numbers. */
function binomial(n: number, k: number, p: number): number {
  let term = 1;
  for (let i = 0; i < n; i++) term *= i < k ? (p * (n - i)) / (k - i) : 1 - p;
  return term;
}

describe("the number of spikes in a frame", () => {
  it("is binomial", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), between(0, 1), (bins, probability) => {
        const distribution = shares(spikeCountLimits(bins, probability));
        for (let count = 0; count <= bins; count++)
          expect(distribution[count] ?? 0).toBeCloseTo(binomial(bins, count, probability), 11);
      }),
    );
  });

  it("is that of very many bins too, where single terms underflow", () => {
    for (const [bins, probability] of [
      [100_000, 0.5],
      [20_000, 0.99],
      [100_000, 1e-5],
    ]) {
      const distribution = shares(spikeCountLimits(bins, probability));
      const mean = distribution.reduce((sum, share, count) => sum + share * count, 0);
      const variance = distribution.reduce((sum, share, count) => sum + share * (count - mean) ** 2, 0);
      expect(mean / (bins * probability)).toBeCloseTo(1, 8);
      expect(variance / (bins * probability * (1 - probability))).toBeCloseTo(1, 6);
    }
  });

  it("is none without a chance, and all of them when certain", () => {
    expect([...spikeCountLimits(7, 0)]).toEqual([WORDS]);
    const certain = frameLimits(spikeCountLimits(3, 1.5), 0.25);
    expect([0, 0.5 * WORDS, 0.75 * WORDS, WORDS - 1].map((word) => outcomeOf(certain, word))).toEqual([3, 3, 7, 7]);
  });

  it("is independent of the gate's flip", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), between(0, 1), between(0, 1), (bins, probability, flip) => {
        const counts = shares(spikeCountLimits(bins, probability));
        const joint = shares(frameLimits(spikeCountLimits(bins, probability), flip));
        expect(joint).toHaveLength(2 * counts.length);
        counts.forEach((share, count) => {
          expect(joint[count]).toBeCloseTo((1 - flip) * share, 11);
          expect(joint[counts.length + count]).toBeCloseTo(flip * share, 11);
        });
      }),
    );
  });
});

describe("an outcome", () => {
  it("is the first whose limit is above the word", () => {
    const word = fc.integer({ min: 0, max: WORDS - 1 });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), word, (some, drawn) => {
        const limits = Float64Array.from([...some.toSorted((a, b) => a - b), WORDS]);
        expect(outcomeOf(limits, drawn)).toBe(limits.findIndex((limit) => drawn < limit));
      }),
    );
  });
});

describe("the bins of a frame's spikes", () => {
  it("are as many as asked for", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(40), fc.nat(1000), (bins, wanted, entity) => {
        const count = Math.min(wanted, bins);
        const marks = new Uint8Array(bins).fill(1);
        chooseBins(marks, count, new RandomStream(key, entity));
        expect(marks.reduce((a, b) => a + b, 0)).toBe(count);
        expect(marks.every((mark) => mark <= 1)).toBe(true);
      }),
    );
  });

  it.each([1, 2, 4, 5])("are every choice of %d of 6 equally often", (count) => {
    const draw = new RandomStream(key, count);
    const times = new Map<string, number>();
    const n = 30_000;
    const marks = new Uint8Array(6);
    for (let i = 0; i < n; i++) {
      chooseBins(marks, count, draw);
      times.set(marks.join(""), (times.get(marks.join("")) ?? 0) + 1);
    }
    const choices = [6, 15, 20, 15, 6][count - 1];
    expect(times.size).toBe(choices);
    const chiSquare = [...times.values()].reduce((sum, k) => sum + (k - n / choices) ** 2 / (n / choices), 0);
    expect(chiSquare).toBeLessThan(choices - 1 + 4 * Math.sqrt(2 * (choices - 1)));
  });
});
