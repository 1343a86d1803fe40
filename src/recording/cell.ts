import { FrameRangeError } from "../simulation/errors.js";
import type { GroundTruth } from "./ground-truth.js";
import { rowOf } from "./roi-traces.js";

/** What has cells with traces: a scene, a recording. */
export interface CellsOfMovie {
  readonly groundTruth: GroundTruth;
  readonly fps: number;
}

/** What is true of one cell; made by {@link cellOf}. As the last expression of a notebook's cell it shows itself. */
export class Cell {
  /** Its number: the row of the cell in every array of the ground truth. */
  readonly id: number;
  readonly groundTruth: GroundTruth;
  /** Samples of its traces a second. */
  readonly fps: number;

  /** Made by {@link cellOf}. */
  constructor({ groundTruth, fps }: CellsOfMovie, id: number) {
    this.id = id;
    this.groundTruth = groundTruth;
    this.fps = fps;
  }

  /** (depth, y, x) of its centre: µm below the surface, and from the optical axis. */
  get centerUm(): readonly [depth: number, y: number, x: number] {
    const [depth, y, x] = rowOf(this.groundTruth.centersUm, this.id);
    return [depth, y, x];
  }

  get somaRadiusUm(): number {
    return this.groundTruth.somaRadiusUm[this.id];
  }

  /** Whether it lies within the depth of field. */
  get inFocus(): boolean {
    return this.groundTruth.inFocus[this.id] === 1;
  }

  get detectable(): boolean {
    return this.groundTruth.detectable[this.id] === 1;
  }

  /** Its peak signal-to-noise ratio as a point source; null without activity or a sensor. */
  get snr(): number | null {
    return this.groundTruth.snr?.[this.id] ?? null;
  }

  /** (frame) its fluorescence (a.u.); null without activity. */
  get C(): Float64Array | null {
    const { C } = this.groundTruth;
    return C && rowOf(C, this.id);
  }

  /** (frame) its spikes; null without activity. */
  get S(): Int32Array | null {
    const { S } = this.groundTruth;
    return S && rowOf(S, this.id);
  }
}

/**
 * One cell of a scene or a recording, by its number.
 * @throws FrameRangeError when there is no such cell.
 * @example
 * ```ts
 * const small = await plan(makeRecordingSpec({ nPx: 64 }));
 * const cell = cellOf(small, 0); // as the last expression of a cell: a card with its place, its footprints and its trace
 * console.log(cell.centerUm, cell.detectable);
 * ```
 */
export function cellOf(source: CellsOfMovie, id: number): Cell {
  const { cellCount } = source.groundTruth;
  if (Number.isInteger(id) && id >= 0 && id < cellCount) return new Cell(source, id);
  throw new FrameRangeError(`There is no cell ${id}: cells have the numbers from 0 to ${cellCount - 1}.`);
}
