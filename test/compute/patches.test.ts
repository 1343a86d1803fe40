import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blurPatch } from "../../src/compute/blur.js";
import { addField, addPatches, multiplyField } from "../../src/compute/frame.js";
import { type LoosePatch, packPatches, patchAt } from "../../src/compute/patches.js";
import { gaussianRadius, gaussianTaps } from "../../src/physics/gaussian.js";

const canvas = { height: 40, width: 52 };

function dense(patch: LoosePatch): Float64Array {
  const out = new Float64Array(canvas.height * canvas.width);
  for (let y = 0; y < patch.height; y++)
    for (let x = 0; x < patch.width; x++)
      out[(patch.row + y) * canvas.width + patch.column + x] = patch.data[y * patch.width + x];
  return out;
}

/** Convolution with a point-sampled Gaussian of sum 1, cut off at ⌊4σ + ½⌋, zero beyond the canvas. */
function convolve(image: Float64Array, sigma: number): Float64Array {
  const radius = Math.floor(4 * sigma + 0.5);
  const weight = (d: number) => Math.exp((-d * d) / (2 * sigma * sigma));
  let norm = 0;
  for (let d = -radius; d <= radius; d++) norm += weight(d);
  const out = new Float64Array(image.length);
  for (let y = 0; y < canvas.height; y++)
    for (let x = 0; x < canvas.width; x++) {
      const value = image[y * canvas.width + x];
      if (value === 0) continue;
      for (let dy = -radius; dy <= radius; dy++)
        for (let dx = -radius; dx <= radius; dx++) {
          const [r, c] = [y + dy, x + dx];
          if (r < 0 || c < 0 || r >= canvas.height || c >= canvas.width) continue;
          out[r * canvas.width + c] += (value * weight(dy) * weight(dx)) / (norm * norm);
        }
    }
  return out;
}

const blur = (patch: LoosePatch, sigma: number) =>
  blurPatch(patch, Float32Array.from(gaussianTaps(sigma)), Math.ceil(4 * sigma) + 1, canvas);

const sum = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0);

const patches: fc.Arbitrary<LoosePatch> = fc
  .record({
    row: fc.nat(34),
    column: fc.nat(46),
    height: fc.integer({ min: 1, max: 6 }),
    width: fc.integer({ min: 1, max: 6 }),
  })
  .chain((box) =>
    fc
      .array(fc.float({ min: 0, max: 1, noNaN: true }), {
        minLength: box.height * box.width,
        maxLength: box.height * box.width,
      })
      .map((data) => ({ ...box, data: Float32Array.from(data) })),
  );

describe("blur", () => {
  it("is a convolution with a Gaussian", () => {
    fc.assert(
      fc.property(patches, fc.double({ min: 0.2, max: 4, noNaN: true }), (patch, sigma) => {
        const blurred = dense(blur(patch, sigma));
        const expected = convolve(dense(patch), sigma);
        for (let i = 0; i < expected.length; i++) expect(Math.abs(blurred[i] - expected[i])).toBeLessThan(2e-6);
      }),
      { numRuns: 25 },
    );
  });

  it("conserves the light of a cell away from the edges", () => {
    const patch = { row: 16, column: 22, height: 6, width: 6, data: new Float32Array(36).fill(0.7) };
    for (const sigma of [0.05, 0.3, 1, 2, 3.5]) expect(sum(blur(patch, sigma).data)).toBeCloseTo(sum(patch.data), 4);
  });

  it("loses the light that leaves the canvas", () => {
    const patch = { row: 0, column: 0, height: 1, width: 1, data: new Float32Array([1]) };
    const blurred = blur(patch, 3);
    expect([blurred.row, blurred.column]).toEqual([0, 0]);
    const taps = gaussianTaps(3);
    const half = sum(taps.slice((taps.length - 1) / 2));
    expect(sum(blurred.data)).toBeCloseTo(half * half, 5);
  });

  it("leaves a patch as it is when the blur is far below a pixel", () => {
    const patch = { row: 3, column: 4, height: 2, width: 2, data: Float32Array.of(1, 0.5, 0.25, 0.125) };
    expect(dense(blur(patch, 0.1))).toEqual(dense(patch));
  });

  it("grows the box by ⌈4σ⌉ + 1 pixels, within the canvas", () => {
    const patch = { row: 10, column: 2, height: 3, width: 4, data: new Float32Array(12).fill(1) };
    const { row, column, height, width } = blur(patch, 1.3);
    expect({ row, column, height, width }).toEqual({ row: 3, column: 0, height: 17, width: 13 });
  });
});

describe("a Gaussian", () => {
  it("is cut at ⌊4σ + ½⌋, symmetric, and sums to 1", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 50, noNaN: true }), (sigma) => {
        const taps = gaussianTaps(sigma);
        expect(gaussianRadius(sigma)).toBe(Math.floor(4 * sigma + 0.5));
        expect(taps).toHaveLength(2 * gaussianRadius(sigma) + 1);
        expect(sum(taps)).toBeCloseTo(1, 12);
        expect(taps).toEqual(taps.toReversed());
      }),
    );
  });
});

describe("patches", () => {
  const some: LoosePatch[] = [
    { row: 1, column: 2, height: 2, width: 3, data: Float32Array.of(1, 2, 3, 4, 5, 6) },
    { row: 2, column: 3, height: 1, width: 2, data: Float32Array.of(10, 20) },
  ];

  it("come out of a set as they went in, a missing one empty", () => {
    const set = packPatches([some[0], null, some[1]]);
    expect(set.count).toBe(3);
    expect(patchAt(set, 0)).toEqual(some[0]);
    expect(patchAt(set, 2)).toEqual(some[1]);
    expect(patchAt(set, 1)).toMatchObject({ height: 0, width: 0 });
    expect(patchAt(set, 1).data).toHaveLength(0);
    expect(packPatches([])).toMatchObject({ count: 0, data: new Float32Array() });
  });

  it("add to a frame with their weights, overlapping ones summed", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(patches, fc.double({ min: -5, max: 5, noNaN: true })), { maxLength: 8 }),
        (cells) => {
          const frame = new Float32Array(canvas.height * canvas.width).fill(0.5);
          const weights = Float32Array.from(cells, ([, weight]) => weight);
          addPatches(frame, canvas.width, packPatches(cells.map(([patch]) => patch)), weights);
          const expected = new Float64Array(frame.length).fill(0.5);
          cells.forEach(([patch], i) => {
            dense(patch).forEach((value, k) => {
              expected[k] += weights[i] * value;
            });
          });
          for (let i = 0; i < frame.length; i++) expect(Math.abs(frame[i] - expected[i])).toBeLessThan(1e-5);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("are joined by fields, multiplied or added pixel by pixel", () => {
    const frame = Float32Array.of(1, 2, 3);
    multiplyField(frame, Float32Array.of(2, 0.5, 0));
    expect(frame).toEqual(Float32Array.of(2, 1, 0));
    addField(frame, Float32Array.of(1, 1, -1));
    expect(frame).toEqual(Float32Array.of(3, 2, -1));
  });
});
