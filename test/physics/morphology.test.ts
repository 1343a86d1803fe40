import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NeuronPainter, type NeuronShape, type Patch } from "../../src/physics/morphology.js";
import { RandomStream, streamKey } from "../../src/random/streams.js";

const key = streamKey(3, "place_neurons", "morphology");
const canvas = { height: 96, width: 120 };
const soma: NeuronShape = {
  morphology: "soma",
  somaRadiusPx: 6,
  irregularity: 0.3,
  dendriteLengthPx: 20,
  dendriteWidthPx: 3,
};
const shapes: fc.Arbitrary<NeuronShape> = fc.record({
  morphology: fc.constantFrom("soma" as const, "cytosolic" as const),
  somaRadiusPx: fc.double({ min: 0.05, max: 10, noNaN: true }),
  irregularity: fc.double({ min: 0, max: 1, noNaN: true }),
  dendriteLengthPx: fc.double({ min: 0.5, max: 30, noNaN: true }),
  dendriteWidthPx: fc.double({ min: 0.2, max: 6, noNaN: true }),
});
const places = fc.record({
  row: fc.double({ min: -20, max: 116, noNaN: true }),
  column: fc.double({ min: -20, max: 140, noNaN: true }),
});

function paint(shape: NeuronShape, at = { row: 48, column: 60 }, entity = 0): Patch | null {
  return new NeuronPainter(shape, canvas).paint(at, new RandomStream(key, entity));
}

/** Canvas pixels of a patch with their values. */
function pixels(patch: Patch): { row: number; column: number; value: number }[] {
  return [...patch.data]
    .map((value, i) => ({
      row: patch.row + Math.floor(i / patch.width),
      column: patch.column + (i % patch.width),
      value,
    }))
    .filter(({ value }) => value > 0);
}

/** Number of connected pieces, diagonal neighbours included. */
function pieces(all: readonly { row: number; column: number }[]): number {
  const left = new Set(all.map(({ row, column }) => `${row},${column}`));
  let count = 0;
  for (const start of all) {
    if (!left.delete(`${start.row},${start.column}`)) continue;
    count++;
    const queue = [start];
    for (const { row, column } of queue)
      for (let r = row - 1; r <= row + 1; r++)
        for (let c = column - 1; c <= column + 1; c++) if (left.delete(`${r},${c}`)) queue.push({ row: r, column: c });
  }
  return count;
}

describe("a footprint", () => {
  it("has peak 1, values in (0, 1], lies on the canvas and fits its box tightly, wherever the cell is", () => {
    fc.assert(
      fc.property(shapes, places, fc.nat(1000), (shape, at, entity) => {
        const patch = paint(shape, at, entity);
        const [row, column] = [Math.round(at.row), Math.round(at.column)];
        const centreInside = row > 0 && column > 0 && row < canvas.height - 1 && column < canvas.width - 1;
        if (!patch) {
          expect(centreInside).toBe(false);
          return;
        }
        const painted = pixels(patch);
        const [rows, columns] = [painted.map((p) => p.row), painted.map((p) => p.column)];
        expect([Math.min(...rows), Math.max(...rows)]).toEqual([patch.row, patch.row + patch.height - 1]);
        expect([Math.min(...columns), Math.max(...columns)]).toEqual([patch.column, patch.column + patch.width - 1]);
        expect(patch.row).toBeGreaterThanOrEqual(0);
        expect(patch.column).toBeGreaterThanOrEqual(0);
        expect(patch.row + patch.height).toBeLessThanOrEqual(canvas.height);
        expect(patch.column + patch.width).toBeLessThanOrEqual(canvas.width);
        expect(patch.data).toHaveLength(patch.height * patch.width);
        for (const { value } of painted) expect(value <= Math.fround(0.55) || value === 1).toBe(true);
        if (centreInside) expect(Math.max(...patch.data)).toBe(1);
      }),
      { numRuns: 150 },
    );
  });

  it("is the same whatever part of it the canvas shows", () => {
    const painter = new NeuronPainter(soma, canvas);
    const whole = painter.paint({ row: 48, column: 60 }, new RandomStream(key, 9))!;
    const cut = painter.paint({ row: 2, column: 60 }, new RandomStream(key, 9))!;
    const shifted = new Map(pixels(whole).map(({ row, column, value }) => [`${row - 46},${column}`, value]));
    for (const { row, column, value } of pixels(cut)) expect(shifted.get(`${row},${column}`)).toBe(value);
    expect(cut.row).toBe(0);
  });

  it("is a cell's own: the same draws give the same shape, other draws another", () => {
    expect(paint(soma, undefined, 4)).toEqual(paint(soma, undefined, 4));
    expect(paint(soma, undefined, 4)).not.toEqual(paint(soma, undefined, 5));
  });

  it("is null where nothing of it lies on the canvas", () => {
    expect(paint(soma, { row: -30, column: 60 })).toBeNull();
    expect(paint(soma, { row: 48, column: 1e6 })).toBeNull();
  });
});

describe("a soma", () => {
  it("is a disk of its radius without irregularity", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 9, noNaN: true }),
        fc.double({ min: 12, max: 84, noNaN: true }),
        (radius, row) => {
          const at = { row, column: 96 - row / 3 };
          const painted = pixels(paint({ ...soma, somaRadiusPx: radius, irregularity: 0 }, at)!);
          const expected: string[] = [];
          for (let r = 0; r < canvas.height; r++)
            for (let c = 0; c < canvas.width; c++)
              if (Math.hypot(r - at.row, c - at.column) <= radius) expected.push(`${r},${c}`);
          expect(painted.map(({ row, column }) => `${row},${column}`)).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("stays within radius · (1 ± irregularity), in one piece, its outline really irregular", () => {
    const areas: number[] = [];
    for (let entity = 0; entity < 60; entity++) {
      const painted = pixels(paint(soma, undefined, entity)!);
      const distances = painted.map(({ row, column }) => Math.hypot(row - 48, column - 60));
      expect(Math.max(...distances)).toBeLessThanOrEqual(6 * 1.3);
      expect(painted.every(({ value }) => value === 1)).toBe(true);
      const inner = painted.filter((_, i) => distances[i] <= 6 * 0.7).length;
      expect(inner).toBe(pixels(paint({ ...soma, somaRadiusPx: 6 * 0.7, irregularity: 0 })!).length);
      // A thread of 0.5 px radius misses the pixels whose centres are farther away than that, as it does in Python.
      expect(pieces(painted.filter(({ value }) => value > 0.05 + (0.75 / 1.5) * 0.5))).toBe(1);
      areas.push(painted.length);
    }
    const mean = areas.reduce((a, b) => a + b, 0) / areas.length;
    expect(mean / (Math.PI * 36)).toBeGreaterThan(0.85);
    expect(mean / (Math.PI * 36)).toBeLessThan(1.15);
    expect(Math.max(...areas) - Math.min(...areas)).toBeGreaterThan(10);
  });

  it("smaller than a pixel keeps its nearest pixel", () => {
    for (const at of [
      { row: 10.5, column: 20.5 },
      { row: 10.4, column: 20.6 },
    ])
      expect(pixels(paint({ ...soma, somaRadiusPx: 0.05 }, at)!)).toEqual([
        { row: 10, column: at.column > 20.5 ? 21 : 20, value: 1 },
      ]);
  });
});

describe("dendrites", () => {
  const neuron: NeuronShape = { ...soma, morphology: "cytosolic", dendriteLengthPx: 24 };

  it("leave the soma as it is, hang on to it but for gaps in the thread, and are no brighter than 0.55", () => {
    for (let entity = 0; entity < 40; entity++) {
      const painted = pixels(paint(neuron, undefined, entity)!);
      const body = painted.filter(({ value }) => value === 1).map(({ row, column }) => `${row},${column}`);
      const bare = pixels(paint(soma, undefined, entity)!).map(({ row, column }) => `${row},${column}`);
      expect(body).toEqual(bare);
      // A thread of 0.5 px radius misses the pixels whose centres are farther away than that, as it does in Python.
      expect(pieces(painted.filter(({ value }) => value > 0.05 + (0.75 / 1.5) * 0.5))).toBe(1);
      const dim = painted.filter(({ value }) => value < 1).map(({ value }) => value);
      expect(dim.length).toBeGreaterThan(20);
      expect(Math.max(...dim)).toBeLessThanOrEqual(Math.fround(0.55));
      // The thread at the end: 0.05 + (0.5 px / 1.5 px) · 0.5.
      expect(Math.min(...dim)).toBeCloseTo(0.05 + 0.5 / 3, 6);
    }
  });

  it("reach no farther than 0.8 radius, 1.25 lengths and their width", () => {
    for (let entity = 0; entity < 40; entity++)
      for (const { row, column } of pixels(paint(neuron, undefined, entity)!))
        expect(Math.hypot(row - 48, column - 60)).toBeLessThanOrEqual(0.8 * 6 + 1.25 * 24 + 1.5 + 1);
  });

  it("number 2 to 9, about 5", () => {
    // Counts the dim pieces on a ring around the soma; neighbours sometimes merge, forks sometimes split.
    const counts = Array.from({ length: 60 }, (_, entity) => {
      const ring = pixels(paint({ ...neuron, irregularity: 0 }, undefined, entity)!).filter(({ row, column }) => {
        const r = Math.hypot(row - 48, column - 60);
        return r > 8 && r < 10.5;
      });
      return pieces(ring);
    });
    const mean = counts.reduce((a, b) => a + b, 0) / counts.length;
    expect(mean).toBeGreaterThan(3);
    expect(mean).toBeLessThan(6);
    expect(Math.max(...counts)).toBeLessThanOrEqual(12);
  });
});
