import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bestFocalPlane, type FocusCandidate, median } from "../../src/physics/focus.js";

const NA = 0.3;
const READ = 2;
const positive = (max: number) => fc.double({ min: 0.01, max, noNaN: true });
const candidates: fc.Arbitrary<FocusCandidate> = fc.record({
  effectiveDepthUm: fc.double({ min: 0, max: 200, noNaN: true }),
  sharpSigmaUm: positive(8),
  deltaF: positive(10),
  baseline: positive(3),
  electronsPerUnit: positive(60),
});

/** What a plane shows, by the definition: the cells above an SNR of 3, and their signal. */
function judge(cells: readonly FocusCandidate[], plane: number) {
  const signals = cells.flatMap((cell) => {
    const peak = cell.sharpSigmaUm ** 2 / (cell.sharpSigmaUm ** 2 + (NA * (cell.effectiveDepthUm - plane)) ** 2);
    const g = cell.electronsPerUnit * peak;
    const snr = (cell.deltaF * g) / Math.sqrt(cell.baseline * g + READ ** 2);
    return snr >= 3 ? [cell.deltaF * g] : [];
  });
  return { plane, count: signals.length, signal: signals.reduce((a, b) => a + b, 0) };
}

describe("auto focus", () => {
  it("finds one of 96 planes that shows most cells, and of those the brightest", () => {
    fc.assert(
      fc.property(fc.array(candidates, { minLength: 1, maxLength: 12 }), (cells) => {
        const depths = cells.map((cell) => cell.effectiveDepthUm);
        const [low, high] = [Math.min(...depths), Math.max(...depths)];
        const planes = Array.from({ length: 96 }, (_, i) => judge(cells, low + ((high - low) * i) / 95));
        const most = Math.max(...planes.map(({ count }) => count));
        const found = bestFocalPlane(cells, NA, READ);
        if (most === 0) {
          expect(found).toBe(median(depths));
          return;
        }
        const brightest = Math.max(...planes.map(({ count, signal }) => (count === most ? signal : 0)));
        expect(Math.min(...planes.map(({ plane }) => Math.abs(plane - found)))).toBeLessThan(1e-10);
        expect(judge(cells, found).count).toBe(most);
        expect(judge(cells, found).signal / brightest).toBeGreaterThan(1 - 1e-9);
      }),
    );
  });

  const cell = (effectiveDepthUm: number, change: Partial<FocusCandidate> = {}): FocusCandidate => ({
    effectiveDepthUm,
    sharpSigmaUm: 2,
    deltaF: 5,
    baseline: 1,
    electronsPerUnit: 30,
    ...change,
  });

  it("focuses on the layer with most detectable cells", () => {
    expect(bestFocalPlane([cell(50), cell(150), cell(150.1), cell(149.9)], NA, READ)).toBeCloseTo(150, 0);
  });

  it("takes the shallowest of planes that are alike", () => {
    expect(bestFocalPlane([cell(40), cell(160)], NA, READ)).toBe(40);
  });

  it("takes the brighter of two planes with as many cells", () => {
    expect(bestFocalPlane([cell(40), cell(160, { deltaF: 6 })], NA, READ)).toBe(160);
  });

  it("falls back to the median depth where nothing is detectable", () => {
    const dim = [10, 20, 90, 100].map((z) => cell(z, { electronsPerUnit: 1e-6 }));
    expect(bestFocalPlane(dim, NA, READ)).toBe(55);
    expect(bestFocalPlane([...dim, cell(30, { deltaF: 0 })], NA, READ)).toBe(30);
  });

  it("is at the surface without cells, and at the only cell", () => {
    expect(bestFocalPlane([], NA, READ)).toBe(0);
    expect(bestFocalPlane([cell(77)], NA, READ)).toBe(77);
  });
});

describe("the median", () => {
  it("is the middle of an odd number, the mean of the middle two of an even one, 0 of nothing", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([])).toBe(0);
  });
});
