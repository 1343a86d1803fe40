import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cos, exp, hypot, log, pow, relaxation, roundHalfEven, sin } from "../../src/physics/elementary.js";

const { POSITIVE_INFINITY: INF, NaN: NAN, MIN_VALUE } = Number;

function relative(value: number, reference: number): number {
  return value === reference ? 0 : Math.abs(value - reference) / Math.abs(reference);
}

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
/** Positive numbers of every magnitude, subnormal ones included. */
const magnitude = between(-1073, 1023).map((exponent) => 2 ** exponent);

describe("exp", () => {
  it("agrees with Math.exp to 1e-14", () => {
    fc.assert(fc.property(between(-708, 709.7), (x) => relative(exp(x), Math.exp(x)) < 1e-14));
    fc.assert(fc.property(between(-1, 1), (x) => relative(exp(x), Math.exp(x)) < 1e-15));
  });

  it("knows its edges", () => {
    expect(exp(0)).toBe(1);
    expect(exp(-0)).toBe(1);
    expect(exp(NAN)).toBeNaN();
    expect(exp(INF)).toBe(INF);
    expect(exp(-INF)).toBe(0);
    expect(exp(709.9)).toBe(INF);
    expect(relative(exp(709.78), Math.exp(709.78))).toBeLessThan(1e-14);
    expect(exp(-746)).toBe(0);
    expect(exp(-745)).toBe(MIN_VALUE);
    expect(exp(-740) / MIN_VALUE).toBeCloseTo(Math.exp(-740) / MIN_VALUE, 0);
  });
});

describe("relaxation", () => {
  it("agrees with -Math.expm1(-x) / x to 1e-14, however small x is", () => {
    fc.assert(fc.property(magnitude, (x) => relative(relaxation(x), -Math.expm1(-x) / x) < 1e-14));
    fc.assert(fc.property(between(1e-9, 3), (x) => relative(relaxation(x), -Math.expm1(-x) / x) < 1e-14));
    fc.assert(fc.property(between(-30, -1e-9), (x) => relative(relaxation(x), -Math.expm1(-x) / x) < 1e-14));
  });

  it("is 1 at 0", () => {
    expect(relaxation(0)).toBe(1);
    expect(relaxation(MIN_VALUE)).toBe(1);
    expect(relaxation(INF)).toBe(0);
  });
});

describe("log", () => {
  it("agrees with Math.log to 1e-14, subnormal numbers included", () => {
    fc.assert(fc.property(magnitude, (x) => relative(log(x), Math.log(x)) < 1e-14));
    fc.assert(fc.property(between(0.5, 2), (x) => relative(log(x), Math.log(x)) < 1e-14));
    fc.assert(fc.property(between(-1e-6, 1e-6), (x) => relative(log(1 + x), Math.log(1 + x)) < 1e-14));
  });

  it("knows its edges", () => {
    expect(log(1)).toBe(0);
    expect(log(0)).toBe(-INF);
    expect(log(-0)).toBe(-INF);
    expect(log(-1)).toBeNaN();
    expect(log(NAN)).toBeNaN();
    expect(log(INF)).toBe(INF);
    expect(relative(log(MIN_VALUE), Math.log(MIN_VALUE))).toBeLessThan(1e-15);
    expect(relative(log(Number.MAX_VALUE), Math.log(Number.MAX_VALUE))).toBeLessThan(1e-15);
  });

  it("undoes exp", () => {
    fc.assert(fc.property(between(-700, 700), (x) => Math.abs(log(exp(x)) - x) < 1e-13));
  });
});

describe("sin and cos", () => {
  it.each([1, 10, 1e3, 1e6])("agree with Math to 1e-14 up to %d", (range) => {
    fc.assert(
      fc.property(between(-range, range), (x) => {
        expect(relative(sin(x), Math.sin(x))).toBeLessThan(1e-14);
        expect(relative(cos(x), Math.cos(x))).toBeLessThan(1e-14);
      }),
    );
  });

  it("keep their precision next to the zeros", () => {
    for (const k of [1, 2, 3, 7, 1000, 99_999]) {
      expect(relative(sin(k * Math.PI), Math.sin(k * Math.PI))).toBeLessThan(1e-14);
      expect(relative(cos((k + 0.5) * Math.PI), Math.cos((k + 0.5) * Math.PI))).toBeLessThan(1e-14);
    }
  });

  it("know their edges", () => {
    expect(sin(0)).toBe(0);
    expect(cos(0)).toBe(1);
    for (const x of [NAN, INF, -INF]) {
      expect(sin(x)).toBeNaN();
      expect(cos(x)).toBeNaN();
    }
    expect(sin(MIN_VALUE)).toBe(MIN_VALUE);
  });
});

describe("pow", () => {
  it("agrees with Math.pow to 1e-14 over the ranges of the model", () => {
    fc.assert(fc.property(between(1e-6, 1e3), between(-3, 3), (x, y) => relative(pow(x, y), x ** y) < 1e-14));
    fc.assert(fc.property(between(0, 1), between(0.1, 8), (x, y) => Math.abs(pow(x, y) - x ** y) < 1e-15));
  });

  it("knows its edges", () => {
    for (const x of [0, 0.5, 1, 2, INF])
      for (const y of [-INF, -2, -1, 0, 1, 2, INF])
        if (x !== 1 || Number.isFinite(y)) expect(pow(x, y), `${x} ** ${y}`).toBe(x ** y);
    expect(pow(0, NAN)).toBeNaN();
    expect(pow(NAN, 2)).toBeNaN();
    expect(pow(2, NAN)).toBeNaN();
  });
});

describe("hypot and rounding", () => {
  it("gives the length of a vector", () => {
    expect(hypot(3, -4)).toBe(5);
    fc.assert(fc.property(between(-1e6, 1e6), between(-1e6, 1e6), (x, y) => hypot(x, y) === Math.sqrt(x * x + y * y)));
  });

  it("rounds halves to even", () => {
    const halves = [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5];
    expect(halves.map(roundHalfEven).map((x) => x + 0)).toEqual([-2, -2, 0, 0, 2, 2, 4]);
    expect(roundHalfEven(0.49999999999999994)).toBe(0);
    expect(roundHalfEven(2 ** 52 + 1)).toBe(2 ** 52 + 1);
    fc.assert(
      fc.property(between(-1e9, 1e9), (x) => {
        fc.pre(Math.abs(x - Math.trunc(x)) !== 0.5);
        return roundHalfEven(x) === Math.round(x);
      }),
    );
  });
});
