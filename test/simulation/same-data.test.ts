import { expect, it } from "vitest";
import { sameData } from "../../src/simulation/same-data.js";

const scene = () => ({ depthUm: 3, list: [1, { maps: [Float32Array.of(1, -0)] }], nothing: null });

it("knows equal data by what it holds", () => {
  expect(sameData(scene(), scene())).toBe(true);
  expect(sameData(Float64Array.of(Number.NaN), Float64Array.of(Number.NaN))).toBe(true);
});

it("knows different data by any bit, type, key or length", () => {
  const others = [
    { ...scene(), depthUm: 4 },
    { ...scene(), list: [1, { maps: [Float32Array.of(1, 0)] }] },
    { ...scene(), list: [1, { maps: [Float64Array.of(1, -0)] }] },
    { ...scene(), list: [1] },
    { ...scene(), more: undefined },
    { depthUm: 3, list: scene().list, other: null },
    null,
    3,
  ];
  for (const other of others) expect(sameData(scene(), other)).toBe(false);
});

it("takes nothing but plain data for equal", () => {
  expect(sameData(new Map([[1, 2]]), new Map([[1, 3]]))).toBe(false);
  expect(sameData(new Date(1), new Date(1))).toBe(false);
  const ring = () => {
    const data: { self?: unknown } = {};
    data.self = data;
    return data;
  };
  expect(sameData(ring(), ring())).toBe(false);
});
