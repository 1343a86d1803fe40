import { beforeAll, describe, expect, it } from "vitest";
import { RowNoise } from "../../src/compute/noise.js";

const HEIGHT = 128;
const WIDTH = 128;
const FRAMES = 24;
const n = HEIGHT * WIDTH * FRAMES;

function drawFrames(frames: number, height: number, width: number, k0 = 0x1234567, k1 = -987654): Float64Array {
  const noise = new RowNoise(width);
  const out = new Float64Array(frames * height * width);
  for (let t = 0; t < frames; t++)
    for (let y = 0; y < height; y++) {
      noise.draw(y, t, k0, k1);
      out.set(noise.values.subarray(0, width), (t * height + y) * width);
    }
  return out;
}

/** Philox4x32-10 and Box-Muller in double precision, for one group of 16 pixels of a row. */
function philox(counter: readonly bigint[], key: readonly bigint[]): number[] {
  const mask = 0xffffffffn;
  let [a, b, c, d] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const p0 = 0xd2511f53n * a;
    const p1 = 0xcd9e8d57n * c;
    [a, b, c, d] = [(p1 >> 32n) ^ b ^ k0, p1 & mask, (p0 >> 32n) ^ d ^ k1, p0 & mask];
    k0 = (k0 + 0x9e3779b9n) & mask;
    k1 = (k1 + 0xbb67ae85n) & mask;
  }
  return [a, b, c, d].map(Number);
}

describe("pixel noise", () => {
  let z: Float64Array;
  beforeAll(() => {
    z = drawFrames(FRAMES, HEIGHT, WIDTH);
  });
  const correlation = (lag: number) => {
    let sum = 0;
    for (let i = 0; i + lag < n; i++) sum += z[i] * z[i + lag];
    return sum / (n - lag);
  };

  it("has the moments of a standard normal", () => {
    const moment = (order: number) => z.reduce((sum, x) => sum + x ** order, 0) / n;
    // Standard errors of the sample moments: √(variance of x^k / n).
    expect(Math.abs(moment(1))).toBeLessThan(4.5 / Math.sqrt(n));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(4.5 * Math.sqrt(2 / n));
    expect(Math.abs(moment(3))).toBeLessThan(4.5 * Math.sqrt(15 / n));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(4.5 * Math.sqrt(96 / n));
  });

  it("has the tails of a standard normal", () => {
    const beyond = (x: number) => z.filter((value) => Math.abs(value) > x).length / n;
    expect(beyond(1)).toBeCloseTo(0.3173, 2);
    expect(beyond(2)).toBeCloseTo(0.0455, 2);
    expect(beyond(3)).toBeCloseTo(0.0027, 3);
    expect(z.every(Number.isFinite)).toBe(true);
    expect(z.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0)).toBeGreaterThan(4);
  });

  it.each([1, 2, 4, 8, 12, 16, WIDTH, WIDTH * HEIGHT])("does not repeat itself %d pixels on", (lag) => {
    expect(Math.abs(correlation(lag))).toBeLessThan(4.5 / Math.sqrt(n));
  });

  it("keeps a pixel's square from telling of its neighbour's", () => {
    for (const lag of [4, 8, WIDTH, WIDTH * HEIGHT]) {
      let sum = 0;
      for (let i = 0; i + lag < n; i++) sum += (z[i] ** 2 - 1) * (z[i + lag] ** 2 - 1);
      expect(Math.abs(sum / (n - lag))).toBeLessThan((4.5 * 2) / Math.sqrt(n));
    }
  });

  it("is Box-Muller on blocks of Philox counted along the row", () => {
    const width = 32;
    const [row, frame] = [5, 9];
    const noise = new RowNoise(width);
    noise.draw(row, frame, 77, 0xfedcba98 | 0);
    const blocks = (width / 16) * 4;
    for (let block = 0; block < blocks; block++) {
      const w = philox([BigInt(row * blocks + block), BigInt(frame), 0n, 0n], [77n, 0xfedcba98n]);
      const group = 16 * Math.floor(block / 4) + (block % 4);
      for (const [pair, offset] of [[w.slice(0, 2), 0] as const, [w.slice(2), 8] as const]) {
        const radius = Math.sqrt(-2 * Math.log((pair[0] + 0.5) / 2 ** 32));
        const theta = ((Math.PI / 4) * (pair[1] | 0)) / 2 ** 31;
        const [s, c] = [radius * Math.sin(theta), radius * Math.cos(theta) * (pair[1] & 2 ? -1 : 1)];
        const [first, second] = pair[1] & 1 ? [s, c] : [c, s];
        expect(noise.values[group + offset]).toBeCloseTo(first, 4);
        expect(noise.values[group + offset + 4]).toBeCloseTo(second, 4);
      }
    }
  });

  it("depends on row and frame alone, not on what was drawn before or how high the image is", () => {
    const tall = drawFrames(3, 20, 48);
    const flat = drawFrames(3, 5, 48);
    for (let t = 0; t < 3; t++)
      expect(flat.subarray(t * 5 * 48, (t + 1) * 5 * 48)).toEqual(tall.subarray(t * 20 * 48, (t * 20 + 5) * 48));
    const noise = new RowNoise(48);
    noise.draw(19, 2, 0x1234567, -987654);
    expect(Float64Array.from(noise.values)).toEqual(tall.subarray(-48));
  });

  it("differs between rows, frames and keys", () => {
    const noise = new RowNoise(16);
    const rows = [
      [0, 0, 1, 1],
      [1, 0, 1, 1],
      [0, 1, 1, 1],
      [0, 0, 2, 1],
      [0, 0, 1, 2],
    ].map(([row, frame, k0, k1]) => {
      noise.draw(row, frame, k0, k1);
      return noise.values.join();
    });
    expect(new Set(rows).size).toBe(rows.length);
  });
});
