import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { philoxBlocks } from "../../src/random/philox.js";
import { RandomStream, streamKey } from "../../src/random/streams.js";

type Words = [Int32Array, Int32Array, Int32Array, Int32Array];
const words = (blocks: number): Words => [0, 1, 2, 3].map(() => new Int32Array(blocks)) as Words;

/** Philox4x32-10 as its authors write it, in big integers. */
function philoxOracle(counter: readonly number[], key: readonly number[]): number[] {
  const mask = 0xffffffffn;
  let [a, b, c, d] = counter.map((x) => BigInt(x >>> 0));
  let [k0, k1] = key.map((x) => BigInt(x >>> 0));
  for (let round = 0; round < 10; round++) {
    const p0 = 0xd2511f53n * a;
    const p1 = 0xcd9e8d57n * c;
    [a, b, c, d] = [(p1 >> 32n) ^ b ^ k0, p1 & mask, (p0 >> 32n) ^ d ^ k1, p0 & mask];
    k0 = (k0 + 0x9e3779b9n) & mask;
    k1 = (k1 + 0xbb67ae85n) & mask;
  }
  return [a, b, c, d].map(Number);
}

function draw(count: number, next: () => number): number[] {
  return Array.from({ length: count }, next);
}

function moments(values: readonly number[]) {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const central = (n: number) => values.reduce((sum, x) => sum + (x - mean) ** n, 0) / values.length;
  const variance = central(2);
  return { mean, variance, skew: central(3) / variance ** 1.5, kurtosis: central(4) / variance ** 2 };
}

describe("Philox", () => {
  it("has the known answer for a zero counter and key", () => {
    const out = words(1);
    philoxBlocks(0, 0, 0, 0, 0, 0, out);
    expect(out.map(([word]) => (word >>> 0).toString(16))).toEqual(["6627e8d5", "e169c58d", "bc57ac4c", "9b00dbd8"]);
  });

  it("agrees with its definition for any counter and key", () => {
    const word = fc.integer({ min: 0, max: 0xffffffff });
    fc.assert(
      fc.property(fc.tuple(word, word, word, word), fc.tuple(word, word), (counter, key) => {
        const out = words(3);
        const [c0, c1, c2, c3] = counter;
        philoxBlocks(c0, c1, c2, c3, key[0], key[1], out);
        for (let i = 0; i < 3; i++)
          expect(out.map((column) => column[i] >>> 0)).toEqual(philoxOracle([(c0 + i) >>> 0, c1, c2, c3], key));
      }),
    );
  });
});

describe("a named stream", () => {
  const key = streamKey(42, "sensor", "noise");

  it("gives the same draws wherever it is entered", () => {
    const stream = new RandomStream(key, 3);
    const sequence = draw(200, () => stream.word());
    fc.assert(
      fc.property(fc.nat(199), (index) => {
        expect(new RandomStream(key, 3, index).word()).toBe(sequence[index]);
      }),
    );
    expect(new RandomStream(key, 3, 57).index).toBe(57);
    expect(stream.index).toBe(200);
  });

  it("goes to any index", () => {
    const sequence = new RandomStream(key, 3);
    const all = draw(300, () => sequence.word());
    const stream = new RandomStream(key, 3, 7);
    fc.assert(
      fc.property(fc.nat(250), fc.nat(40), (index, count) => {
        stream.seek(index);
        expect(draw(count, () => stream.word())).toEqual(all.slice(index, index + count));
        expect(stream.index).toBe(index + count);
      }),
    );
  });

  it("draws block after block of Philox at (key, entity, index), far beyond 2³² blocks", () => {
    for (const block of [0, 1, 9, 2 ** 32 - 1, 2 ** 32, 3 * 2 ** 32 + 5]) {
      const stream = new RandomStream(key, 11, 4 * block);
      const counter = [block % 2 ** 32, Math.floor(block / 2 ** 32), 11, 0];
      expect(draw(4, () => stream.word())).toEqual(philoxOracle(counter, [key.k0, key.k1]));
    }
  });

  it("never meets the draws of another entity", () => {
    const seen = new Set<string>();
    for (let entity = 0; entity < 64; entity++) {
      const stream = new RandomStream(key, entity);
      for (let block = 0; block < 32; block++) seen.add(draw(4, () => stream.word()).join());
    }
    expect(seen.size).toBe(64 * 32);
  });

  it("depends on seed, step and purpose, and on nothing else", () => {
    const names: Parameters<typeof streamKey>[] = [
      [42, "sensor", "noise"],
      [43, "sensor", "noise"],
      [42, "neuropil", "noise"],
      [42, "sensor", "other"],
      [42n, "sensor", "noise2"],
      [2n ** 53n + 1n, "sensor", "noise"],
      [2n ** 53n, "sensor", "noise"],
    ];
    const keys = names.map((name) => JSON.stringify(streamKey(...name)));
    expect(new Set(keys).size).toBe(names.length);
    expect(streamKey(42, "sensor", "noise")).toEqual(key);
    expect(streamKey(42n, "sensor", "noise")).toEqual(key);
  });

  it("is independent of streams of other names", () => {
    const [a, b] = ["gate", "spikes"].map((purpose) => new RandomStream(streamKey(1, "cell_activity", purpose)));
    const n = 20000;
    let sum = 0;
    for (let i = 0; i < n; i++) sum += a.normal() * b.normal();
    expect(Math.abs(sum / n)).toBeLessThan(4 / Math.sqrt(n));
  });
});

describe("draws", () => {
  const key = streamKey(5, "test", "moments");
  const n = 100_000;

  it("are uniform in the open interval", () => {
    const stream = new RandomStream(key, 0);
    const values = draw(n, () => stream.uniform());
    const { mean, variance, kurtosis } = moments(values);
    expect(Math.abs(mean - 1 / 2)).toBeLessThan(4 * Math.sqrt(1 / 12 / n));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.002);
    expect(kurtosis).toBeCloseTo(1.8, 1);
    expect(values.every((u) => u > 0 && u < 1)).toBe(true);
    const bins = new Array(50).fill(0);
    for (const u of values) bins[Math.floor(u * 50)]++;
    const chiSquare = bins.reduce((sum, count) => sum + (count - n / 50) ** 2 / (n / 50), 0);
    expect(chiSquare).toBeLessThan(49 + 4 * Math.sqrt(98));
  });

  it("stay between the given bounds", () => {
    const stream = new RandomStream(key, 1);
    const values = draw(2000, () => stream.uniformBetween(-3, 7));
    expect(Math.min(...values)).toBeGreaterThan(-3);
    expect(Math.max(...values)).toBeLessThan(7);
    expect(moments(values).mean).toBeCloseTo(2, 0);
  });

  it("are standard normal", () => {
    const stream = new RandomStream(key, 2);
    const { mean, variance, skew, kurtosis } = moments(draw(n, () => stream.normal()));
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(n));
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    expect(Math.abs(skew)).toBeLessThan(4 * Math.sqrt(6 / n));
    expect(Math.abs(kurtosis - 3)).toBeLessThan(4 * Math.sqrt(24 / n));
  });

  it.each([0, 0.5, 5])("are Poisson of mean %f", (lambda) => {
    const stream = new RandomStream(key, 3);
    const { mean, variance } = moments(draw(20_000, () => stream.poisson(lambda)));
    expect(Math.abs(mean - lambda)).toBeLessThan(4 * Math.sqrt(lambda / 20_000) + 1e-12);
    expect(Math.abs(variance - lambda)).toBeLessThan(0.05 * lambda + 1e-12);
  });
});
