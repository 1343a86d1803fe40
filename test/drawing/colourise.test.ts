import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { colormapNames, lookupTable } from "../../src/drawing/colormaps.js";
import { colourIndex, colourise } from "../../src/drawing/colourise.js";

const table = lookupTable("viridis");
const limits = fc
  .tuple(fc.double({ min: -1e4, max: 1e4, noNaN: true }), fc.double({ min: 1e-3, max: 1e4, noNaN: true }))
  .map(([low, span]) => [low, low + span] as const);

function coloured(frame: Uint8Array | Uint16Array | Float32Array, range: readonly [number, number]) {
  const out = new Uint8ClampedArray(4 * frame.length);
  colourise(frame, range, table, out);
  return out;
}

/** The formula itself, with nothing tabulated. */
function expected(frame: Iterable<number>, [low, high]: readonly [number, number]) {
  return Uint8ClampedArray.from(
    [...frame].flatMap((value) => {
      const index = Math.floor(255 * Math.min(1, Math.max(0, (value - low) / (high - low))) + 0.5);
      return [...table.subarray(4 * index, 4 * index + 4)];
    }),
  );
}

describe("colourise", () => {
  it("is the formula for every 8-bit value and any limits", () => {
    const frame = Uint8Array.from({ length: 256 }, (_, i) => i);
    fc.assert(
      fc.property(limits, (range) => {
        expect(coloured(frame, range)).toEqual(expected(frame, range));
      }),
    );
  });

  it("is the formula for 16-bit and real values", () => {
    fc.assert(
      fc.property(fc.uint16Array({ maxLength: 50 }), limits, (frame, range) => {
        expect(coloured(frame, range)).toEqual(expected(frame, range));
      }),
      { numRuns: 20 },
    );
    fc.assert(
      fc.property(fc.float32Array({ maxLength: 50, noNaN: true }), limits, (frame, range) => {
        expect(coloured(frame, range)).toEqual(expected(frame, range));
      }),
    );
  });

  it("shows the limits themselves and what lies beyond darkest and brightest", () => {
    expect([-5, 10, 20, 99].map((value) => colourIndex(value, [10, 20]))).toEqual([0, 0, 255, 255]);
    expect(colourIndex(15, [10, 20])).toBe(128);
    expect(colourIndex(Number.NaN, [10, 20])).toBe(0);
  });

  it("never gets darker as values grow", () => {
    const values = fc.tuple(fc.float({ noNaN: true }), fc.float({ noNaN: true }));
    fc.assert(
      fc.property(
        values,
        limits,
        ([a, b], range) => colourIndex(Math.min(a, b), range) <= colourIndex(Math.max(a, b), range),
      ),
    );
  });

  it("refuses room for too few pixels", () => {
    expect(() => colourise(new Uint8Array(3), [0, 1], table, new Uint8ClampedArray(8))).toThrow(RangeError);
  });
});

describe("colour maps", () => {
  it.each(colormapNames)("%s goes from dark to bright, opaque", (name) => {
    const lut = lookupTable(name);
    const light = Array.from(
      { length: 256 },
      (_, i) => lut[4 * i] * 0.2126 + lut[4 * i + 1] * 0.7152 + lut[4 * i + 2] * 0.0722,
    );
    expect(light.every((value, i) => i === 0 || value >= light[i - 1] - 1)).toBe(true);
    expect(Array.from({ length: 256 }, (_, i) => lut[4 * i + 3]).every((alpha) => alpha === 255)).toBe(true);
  });

  it("have the ends that they are known for", () => {
    expect([...lookupTable("grey").subarray(4 * 100, 4 * 100 + 4)]).toEqual([100, 100, 100, 255]);
    expect([...table.subarray(0, 3)]).toEqual([68, 1, 84]);
    expect([...table.subarray(1020, 1023)]).toEqual([253, 231, 36]);
  });
});
