import { type FramePass, frameRow } from "../compute/passes.js";
import { type PatchSet, patchAt } from "../compute/patches.js";
import { splitPosition } from "../compute/warp.js";

const fround = Math.fround;

/** A pixel of a grid, by row and column. */
type Place = readonly [row: number, column: number];

interface Grid {
  readonly height: number;
  readonly width: number;
}

/** The shares of a few pixels' light that one source has. */
type Shares = Map<number | string, Float64Array>;

/**
 * The light of a few pixels while the operations of a frame pass: its value, rounded as every renderer rounds, and the
 * shares of it that single cells and whole steps gave, in double precision.
 */
export class PixelLight {
  #places: readonly Place[];
  #grid: Grid;
  #values: Float32Array;
  #cells: Shares = new Map();
  #steps: Shares = new Map();

  constructor(places: readonly Place[], grid: Grid) {
    this.#places = places;
    this.#grid = grid;
    this.#values = new Float32Array(places.length);
  }

  /** The light of the first pixel. */
  get value(): number {
    return this.#values[0];
  }

  /** The grid that the pixels are of. */
  get grid(): Grid {
    return this.#grid;
  }

  /** What each cell gives the first pixel, by its index in the plan. */
  get cells(): readonly (readonly [cell: number, light: number])[] {
    return [...this.#cells].map(([cell, shares]) => [Number(cell), shares[0]]);
  }

  /** What each step that adds light of its own gives the first pixel, by its kind. */
  get steps(): readonly (readonly [kind: string, light: number])[] {
    return [...this.#steps].map(([kind, shares]) => [String(kind), shares[0]]);
  }

  /** Adds every cell's patch times its weight. */
  addPatches(set: PatchSet, weights: Float32Array): void {
    for (let cell = 0; cell < set.count; cell++) {
      const { row, column, height, width, data } = patchAt(set, cell);
      this.#places.forEach(([y, x], k) => {
        if (y < row || y >= row + height || x < column || x >= column + width) return;
        const light = weights[cell] * data[(y - row) * width + x - column];
        this.#add(this.#cells, cell, k, light);
      });
    }
  }

  /** Adds a field, or a weighted stack of them, in the name of a step. */
  addField(step: string, field: Float32Array, weights?: Float32Array): void {
    this.#places.forEach((_, k) => {
      this.#add(this.#steps, step, k, this.#fieldAt(k, field, weights));
    });
  }

  multiplyField(field: Float32Array, weights?: Float32Array): void {
    const factors = this.#places.map((_, k) => this.#fieldAt(k, field, weights));
    for (const shares of [this.#values, ...this.#cells.values(), ...this.#steps.values()])
      for (let k = 0; k < factors.length; k++) shares[k] *= factors[k];
  }

  /** Puts in the place of all the pixels the one that the last four of them make, moved by (dy, dx) px; `at` is its place. */
  warp([top, left]: Place, dy: number, dx: number, at: Place, fov: Grid): void {
    const [, shareY] = splitPosition(top - dy);
    const [, shareX] = splitPosition(left - dx);
    const mix = (values: Float32Array | Float64Array, round: (value: number) => number) => {
      const [a, b, c, d] = values.subarray(values.length - 4);
      const upper = round(a + round(round(b - a) * shareX));
      const lower = round(c + round(round(d - c) * shareX));
      return round(upper + round(round(lower - upper) * shareY));
    };
    this.#values = Float32Array.of(mix(this.#values, fround));
    for (const sources of [this.#cells, this.#steps])
      for (const [name, shares] of sources) sources.set(name, Float64Array.of(mix(shares, (value) => value)));
    this.#places = [at];
    this.#grid = fov;
  }

  /** Takes over a frame that something else changed, in the name of a step. */
  replace(step: string, frame: Float32Array): void {
    this.#places.forEach(([y, x], k) => {
      const value = frame[y * this.#grid.width + x];
      this.#share(this.#steps, step)[k] += value - this.#values[k];
      this.#values[k] = value;
    });
  }

  #add(sources: Shares, name: number | string, k: number, light: number): void {
    this.#values[k] += fround(light);
    this.#share(sources, name)[k] += light;
  }

  #share(sources: Shares, name: number | string): Float64Array {
    const shares = sources.get(name) ?? new Float64Array(this.#places.length);
    sources.set(name, shares);
    return shares;
  }

  #fieldAt(k: number, field: Float32Array, weights?: Float32Array): number {
    const [y, x] = this.#places[k];
    const pixel = y * this.#grid.width + x;
    if (!weights) return field[pixel];
    const pixels = this.#grid.height * this.#grid.width;
    let sum = fround(field[pixel] * weights[0]);
    for (let map = 1; map < weights.length; map++)
      sum = fround(sum + fround(field[map * pixels + pixel] * weights[map]));
    return sum;
  }
}

/** The four pixels of the canvas between which a pixel of the moved field of view lies. */
export function movedFrom(
  { shifts }: FramePass & { do: "warp" },
  [top, left]: Place,
  [row, column]: Place,
  canvas: Grid,
): readonly Place[] {
  const [dy, dx] = frameRow(shifts, 0, 1);
  const [baseY] = splitPosition(top - dy);
  const [baseX] = splitPosition(left - dx);
  const rows = [Math.min(baseY + row, canvas.height - 1), Math.min(baseY + row + 1, canvas.height - 1)];
  const columns = [baseX + column, Math.min(baseX + column + 1, canvas.width - 1)];
  return rows.flatMap((y) => columns.map((x): Place => [y, x]));
}
