import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { warp } from "../../src/compute/warp.js";

const canvas = { height: 20, width: 26 };
const geometry = { canvas, fovOffset: [5, 6] as const, fov: { height: 10, width: 14 } };

function move(light: Float32Array, dy: number, dx: number): Float32Array {
  const out = new Float32Array(10 * 14);
  warp(light, geometry, dy, dx, out);
  return out;
}

const noise = Float32Array.from({ length: 20 * 26 }, (_, i) => Math.fround(Math.sin(i * i)));

describe("warp", () => {
  it("crops the centre when nothing moves", () => {
    const expected = Array.from({ length: 140 }, (_, i) => noise[(5 + Math.floor(i / 14)) * 26 + 6 + (i % 14)]);
    expect([...move(noise, 0, 0)]).toEqual(expected);
  });

  it("moves the content down by dy and right by dx", () => {
    const spot = new Float32Array(20 * 26);
    spot[(5 + 4) * 26 + 6 + 7] = 1;
    const moved = move(spot, 3, -2);
    expect(moved.indexOf(1)).toBe((4 + 3) * 14 + 7 - 2);
    expect(moved.reduce((a, b) => a + b)).toBe(1);
  });

  it("moves a plane of constant slope by exactly that slope, between pixels too", () => {
    const plane = Float32Array.from({ length: 20 * 26 }, (_, i) => 3 * Math.floor(i / 26) + 0.5 * (i % 26));
    const shift = fc.double({ min: -4, max: 4, noNaN: true });
    fc.assert(
      fc.property(shift, shift, (dy, dx) => {
        move(plane, dy, dx).forEach((value, i) => {
          const expected = 3 * (5 + Math.floor(i / 14) - dy) + 0.5 * (6 + (i % 14) - dx);
          expect(Math.abs(value - expected)).toBeLessThan(1e-4);
        });
      }),
    );
  });

  it("never reads beyond the canvas", () => {
    const tight = { canvas: { height: 3, width: 4 }, fovOffset: [0, 0] as const, fov: { height: 3, width: 4 } };
    const light = Float32Array.from({ length: 12 }, (_, i) => i);
    const out = new Float32Array(12);
    warp(light, tight, 0, 0, out);
    expect(out).toEqual(light);
  });
});
