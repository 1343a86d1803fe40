import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatNumber, formatQuantity, formatSignificant, formatSnr } from "../../src/drawing/format.js";
import { scaleTicks, shareOf } from "../../src/drawing/scale.js";
import { axisTicks, scaleBarUm } from "../../src/drawing/ticks.js";

describe("axisTicks", () => {
  const ranges = fc
    .tuple(fc.double({ min: -1e5, max: 1e5, noNaN: true }), fc.double({ min: 1e-3, max: 1e5, noNaN: true }))
    .map(([low, span]) => [low, low + span] as const);

  it("stand within the axis, at equal distances, at most six of them and at least two", () => {
    fc.assert(
      fc.property(ranges, ([low, high]) => {
        const values = axisTicks(low, high).map(({ value }) => value);
        const slack = 1e-6 * (high - low) + 1e-9 * Math.abs(low);
        expect(values.length).toBeGreaterThanOrEqual(2);
        expect(values.length).toBeLessThanOrEqual(6);
        expect(values[0]).toBeGreaterThanOrEqual(low - slack);
        expect(values[values.length - 1]).toBeLessThanOrEqual(high + slack);
        for (let i = 2; i < values.length; i++) {
          expect(values[i] - values[i - 1]).toBeCloseTo(values[1] - values[0], 6);
        }
      }),
    );
  });

  it("are labelled apart", () => {
    fc.assert(
      fc.property(ranges, ([low, high]) => {
        const labels = axisTicks(low, high).map(({ label }) => label);
        expect(new Set(labels).size).toBe(labels.length);
      }),
    );
  });

  it("are the round numbers one would write", () => {
    expect(axisTicks(-503, 503).map(({ label }) => label)).toEqual(["−400", "−200", "0", "200", "400"]);
    expect(axisTicks(0, 3).map(({ label }) => label)).toEqual(["0", "1", "2", "3"]);
    expect(axisTicks(5, 5)).toEqual([]);
  });
});

describe("scaleBarUm", () => {
  it("is the shortest length of at least an eighth of the width", () => {
    expect(scaleBarUm(1006)).toBe(200);
    expect(scaleBarUm(400)).toBe(50);
    expect(scaleBarUm(20)).toBe(5);
    expect(scaleBarUm(1e5)).toBe(500);
  });
});

describe("numbers in text", () => {
  it("have a true minus, thin spaces from five digits, and fixed decimals", () => {
    expect(formatNumber(-342.06, 1)).toBe("−342.1");
    expect(formatNumber(18113)).toBe("18\u2009113");
    expect(formatNumber(1234567.5, 1)).toBe("1\u2009234\u2009567.5");
    expect(formatNumber(9999)).toBe("9999");
    expect(formatNumber(-0.04, 1)).toBe("0.0");
    expect(formatNumber(Number.NaN)).toBe("–");
  });

  it("stand a narrow no-break space before their unit", () => {
    expect(formatQuantity(140, "µm")).toBe("140\u202fµm");
  });

  it("never let an SNR read as the limit that it misses", () => {
    expect(formatSnr(2.999)).toBe("2.99");
    expect(formatSnr(174.4)).toBe("174");
    expect(formatSnr(Number.POSITIVE_INFINITY)).toBe("∞");
  });

  it("have three significant digits, and a power of ten where they are far from 1", () => {
    expect([0, 0.00123, 12.345, 1234].map(formatSignificant)).toEqual(["0", "0.0012", "12.3", "1234"]);
    expect([1.5e-9, -2.346e12].map(formatSignificant)).toEqual(["1.50·10⁻⁹", "−2.35·10¹²"]);
  });
});

describe("a logarithmic axis", () => {
  const scale = (low: number, high: number) => ({ title: "", log: true, range: [low, high] as const });

  it("has its ticks at powers of ten, between them where these are few, and leaves some out where they are many", () => {
    const labels = (low: number, high: number) => scaleTicks(scale(low, high), 6).map(({ label }) => label);
    expect(labels(1, 1000)).toEqual(["1", "10", "100", "1000"]);
    expect(labels(1, 10)).toEqual(["1", "2", "3", "5", "7", "10"]);
    expect(labels(1e-10, 1e2)).toEqual(["10⁻¹⁰", "10⁻⁸", "10⁻⁶", "0.0001", "0.01", "1", "100"]);
  });

  it("has equal distances for equal factors", () => {
    expect(shareOf(scale(1, 100), 10)).toBeCloseTo(0.5, 12);
  });
});
