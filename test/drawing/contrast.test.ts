import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { autoLimits, clippedShares, histogram, valueRange } from "../../src/drawing/contrast.js";

const frames = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 500 }),
  fc.uint16Array({ minLength: 1, maxLength: 500 }),
  fc.float32Array({ minLength: 1, maxLength: 500, noNaN: true, noDefaultInfinity: true }),
);

describe("autoLimits", () => {
  it("are the 0.5 and 99.8 percentiles", () => {
    const frame = Uint16Array.from({ length: 1000 }, (_, i) => 999 - i);
    expect(autoLimits(frame)).toEqual([5, 998]);
  });

  it("are values at their rank, whatever the type", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (frame) => {
        const sorted = [...frame].sort((a, b) => a - b);
        const [low, high] = autoLimits(frame);
        expect(low).toBe(sorted[Math.floor(0.005 * frame.length)]);
        const ranked = sorted[Math.floor(0.998 * frame.length)];
        expect(high).toBe(ranked > low ? ranked : low + 1);
        expect(autoLimits(Float32Array.from(frame))).toEqual([low, high]);
        expect(autoLimits(Uint16Array.from(frame))).toEqual([low, high]);
      }),
    );
  });

  it("clip no more than they may, and have an extent even in a flat frame", () => {
    fc.assert(
      fc.property(frames, (frame) => {
        const limits = autoLimits(frame);
        const [below, above] = clippedShares(frame, limits);
        expect(below).toBeLessThanOrEqual(0.005);
        expect(above).toBeLessThanOrEqual(0.002 + 1e-12);
        expect(limits[1]).toBeGreaterThan(limits[0]);
      }),
    );
    expect(autoLimits(new Uint8Array(9).fill(7))).toEqual([7, 8]);
    expect(autoLimits(Float32Array.of(Number.NaN))).toEqual([0, 1]);
  });
});

describe("histogram", () => {
  it("counts every pixel once", () => {
    fc.assert(
      fc.property(frames, (frame) => {
        const { counts } = histogram(frame, valueRange(frame, null));
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(frame.length);
      }),
    );
  });

  it("has one bin a count for 8 bits", () => {
    const { counts } = histogram(Uint8Array.of(0, 3, 3, 255), [0, 255]);
    expect(counts).toHaveLength(256);
    expect([counts[0], counts[3], counts[255], counts[4]]).toEqual([1, 2, 1, 0]);
  });
});
