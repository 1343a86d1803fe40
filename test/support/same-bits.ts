import { expect } from "vitest";

type Numbers = Uint8Array | Uint16Array | Int32Array | Float32Array | Float64Array;

/** Expects two arrays of one type to be equal to the last bit; a failure names the first difference, not all of them. */
export function expectSameBits(actual: Numbers, expected: Numbers): void {
  expect(actual.constructor.name).toBe(expected.constructor.name);
  expect(actual).toHaveLength(expected.length);
  const at = actual.findIndex((value, i) => !Object.is(value, expected[i]));
  expect(at, `index ${at}: ${actual[at]} instead of ${expected[at]}`).toBe(-1);
}
