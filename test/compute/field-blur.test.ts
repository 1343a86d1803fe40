import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blurField } from "../../src/compute/simd-blur.js";

const fields = fc
  .record({ height: fc.integer({ min: 1, max: 17 }), width: fc.integer({ min: 1, max: 19 }) })
  .chain(({ height, width }) =>
    fc
      .array(fc.float({ min: -2, max: 2, noNaN: true }), { minLength: height * width, maxLength: height * width })
      .map((values) => ({ height, width, data: Float32Array.from(values) })),
  );

type Field = { readonly height: number; readonly width: number; readonly data: Float32Array };

/** The definition, in two dimensions at once: every pixel beyond the edge is the nearest one on it. */
function convolve({ height, width, data }: Field, sigma: number): number[] {
  const radius = Math.floor(4 * sigma + 0.5);
  const weight = (d: number) => (radius === 0 ? 1 : Math.exp((-d * d) / (2 * sigma * sigma)));
  const nearest = (i: number, n: number) => Math.min(Math.max(i, 0), n - 1);
  let norm = 0;
  for (let d = -radius; d <= radius; d++) norm += weight(d);
  return Array.from(data, (_, i) => {
    const [y, x] = [Math.floor(i / width), i % width];
    let sum = 0;
    for (let dy = -radius; dy <= radius; dy++)
      for (let dx = -radius; dx <= radius; dx++)
        sum += weight(dy) * weight(dx) * data[nearest(y + dy, height) * width + nearest(x + dx, width)];
    return sum / norm ** 2;
  });
}

const blur = ({ height, width, data }: Field, sigma: number) => blurField(data, height, width, sigma);

describe("the blur of a field", () => {
  it("is a convolution with a Gaussian that continues the edges", () => {
    fc.assert(
      fc.property(fields, fc.double({ min: 0.01, max: 6, noNaN: true }), (field, sigma) => {
        const blurred = blur(field, sigma);
        convolve(field, sigma).forEach((value, i) => {
          expect(Math.abs(blurred[i] - value)).toBeLessThan(1e-6);
        });
      }),
      { numRuns: 60 },
    );
  });

  it("leaves a field as it is when it is far below a pixel, and a flat one at any width", () => {
    fc.assert(
      fc.property(fields, fc.constantFrom(0.1, 3, 500, 1e6, 1e12), (field, sigma) => {
        expect(blur(field, 0.1)).toEqual(field.data);
        const flat = { ...field, data: new Float32Array(field.data.length).fill(0.7) };
        for (const value of blur(flat, sigma)) expect(Math.abs(value - 0.7)).toBeLessThan(2e-7);
      }),
    );
  });

  it("stays within the range of the field, however wide", () => {
    fc.assert(
      fc.property(fields, fc.double({ min: 0.01, max: 1e9, noNaN: true }), (field, sigma) => {
        const [low, high] = [Math.min(...field.data), Math.max(...field.data)];
        for (const value of blur(field, sigma)) {
          expect(value).toBeGreaterThanOrEqual(low - 1e-6);
          expect(value).toBeLessThanOrEqual(high + 1e-6);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("treats rows and columns alike", () => {
    fc.assert(
      fc.property(fields, fc.double({ min: 0.3, max: 5, noNaN: true }), (field, sigma) => {
        const { height, width, data } = field;
        const turned = data.map((_, i) => data[(i % height) * width + Math.floor(i / height)]);
        const blurred = blur(field, sigma);
        blur({ height: width, width: height, data: turned }, sigma).forEach((value, i) => {
          expect(Math.abs(value - blurred[(i % height) * width + Math.floor(i / height)])).toBeLessThan(1e-6);
        });
      }),
      { numRuns: 30 },
    );
  });
});
