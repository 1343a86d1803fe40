import type { RandomStream } from "../random/streams.js";
import { cos, pow, roundHalfEven, sin } from "./elementary.js";
import { ReflectedSmoothing } from "./gaussian.js";

/** The shape of a neuron, in pixels of the canvas it is painted on. */
export interface NeuronShape {
  readonly morphology: "soma" | "cytosolic";
  readonly somaRadiusPx: number;
  readonly irregularity: number;
  readonly dendriteLengthPx: number;
  readonly dendriteWidthPx: number;
}

/** A rectangle of pixel values somewhere on a canvas, C order. */
export interface Patch {
  readonly row: number;
  readonly column: number;
  readonly height: number;
  readonly width: number;
  readonly data: Float32Array;
}

export interface CanvasSize {
  readonly height: number;
  readonly width: number;
}

export interface CanvasPlace {
  readonly row: number;
  readonly column: number;
}

/** Where the centre (z, y, x in µm from the optical axis) of a cell lies on a canvas, in pixels. */
export function placeOnCanvas(
  [, y, x]: ArrayLike<number> & Iterable<number>,
  pixelSizeUm: number,
  { height, width }: CanvasSize,
): CanvasPlace {
  return { row: (height - 1) / 2 + y / pixelSizeUm, column: (width - 1) / 2 + x / pixelSizeUm };
}

/** The pixel of a cell's centre, which is always part of its footprint, if it lies on the canvas. */
export function centrePixel({ row, column }: CanvasPlace): CanvasPlace {
  return { row: roundHalfEven(row), column: roundHalfEven(column) };
}

export const PRIMARIES_MEAN = 5;
const PRIMARIES_RANGE = [2, 9] as const;
const ANGLE_JITTER_RAD = 0.4;
const LENGTH_SPREAD = [0.6, 1.25] as const;
const WANDER_RAD = 0.16;
const FORK_PROBABILITY = 0.06;
const FORK_BUDGET = 2;
const MAIN_SHARE = 0.62;
/** The widths of the branches of a fork, the main one and the other, beside that before it. */
export const FORK_WIDTHS = [pow(MAIN_SHARE, 1 / 3), pow(1 - MAIN_SHARE, 1 / 3)] as const;
const SIDE_ANGLE_RAD = 0.7;
const SIDE_LENGTH = 0.8;
const THREAD_RADIUS_PX = 0.5;

/** How far the outline of a soma may lie from its centre, and a pixel more. */
export function outlineReachPx({ somaRadiusPx, irregularity }: NeuronShape): number {
  return somaRadiusPx * (1 + irregularity) + 1;
}

/** How far the irregularities of an outline are smoothed. */
export function outlineSigmaPx({ somaRadiusPx }: NeuronShape): number {
  return Math.max(somaRadiusPx / 2, 1);
}

/** How far from its centre a cell is painted. */
function reachPx(shape: NeuronShape): number {
  const soma = outlineReachPx(shape) + 1;
  if (shape.morphology === "soma") return soma;
  return Math.max(soma, shape.somaRadiusPx + LENGTH_SPREAD[1] * shape.dendriteLengthPx + shape.dendriteWidthPx + 2);
}

/** The most pixels of a canvas that a cell may cover. */
export function mostCovered(shape: NeuronShape, canvas: CanvasSize): CanvasSize {
  const side = Math.ceil(2 * reachPx(shape)) + 2;
  return { height: Math.min(side, canvas.height), width: Math.min(side, canvas.width) };
}

/** The pixels of a canvas that a cell may cover, from the first to the last: none where a first one is after the last. */
export function coveredPixels(shape: NeuronShape, at: CanvasPlace, canvas: CanvasSize) {
  const reach = reachPx(shape);
  const side = Math.ceil(2 * reach) + 2;
  const [row, column] = [Math.floor(at.row - reach), Math.floor(at.column - reach)];
  return {
    first: { row: Math.max(0, row), column: Math.max(0, column) },
    last: { row: Math.min(canvas.height, row + side) - 1, column: Math.min(canvas.width, column + side) - 1 },
  };
}

/** A scratch image around one cell after another, painted before it is cut down to the cell's tight patch. */
class Stamp {
  centerRow = 0;
  centerColumn = 0;
  readonly #shape: NeuronShape;
  readonly #canvas: CanvasSize;
  readonly #size: CanvasSize;
  readonly #data: Float32Array;
  #covered: { readonly first: CanvasPlace; readonly last: CanvasPlace };
  /** Its rows and columns in which something is painted. */
  #top = 0;
  #left = 0;
  #bottom = -1;
  #right = -1;

  constructor(shape: NeuronShape, canvas: CanvasSize) {
    this.#shape = shape;
    this.#canvas = canvas;
    this.#size = mostCovered(shape, canvas);
    this.#data = new Float32Array(this.#size.height * this.#size.width);
    this.#covered = coveredPixels(shape, { row: 0, column: 0 }, canvas);
  }

  /** Begins a new cell. */
  begin(center: CanvasPlace): void {
    this.centerRow = center.row;
    this.centerColumn = center.column;
    this.#covered = coveredPixels(this.#shape, center, this.#canvas);
    this.#data.fill(0);
    [this.#top, this.#left, this.#bottom, this.#right] = [this.#size.height, this.#size.width, -1, -1];
  }

  /** Raises a pixel of the canvas to `value`, above 0, if it is below. */
  raise(row: number, column: number, value: number): void {
    const { first, last } = this.#covered;
    if (row < first.row || column < first.column || row > last.row || column > last.column) return;
    const r = row - first.row;
    const c = column - first.column;
    const i = r * this.#size.width + c;
    if (this.#data[i] >= value) return;
    this.#data[i] = value;
    if (r < this.#top) this.#top = r;
    if (r > this.#bottom) this.#bottom = r;
    if (c < this.#left) this.#left = c;
    if (c > this.#right) this.#right = c;
  }

  disk(row: number, column: number, radius: number, value: number): void {
    for (let r = Math.ceil(row - radius); r <= row + radius; r++) {
      for (let c = Math.ceil(column - radius); c <= column + radius; c++) {
        if ((r - row) * (r - row) + (c - column) * (c - column) <= radius * radius) this.raise(r, c, value);
      }
    }
  }

  /** The tight patch of everything painted that lies on the canvas; null when nothing does. */
  cut(): Patch | null {
    if (this.#bottom < 0) return null;
    const height = this.#bottom - this.#top + 1;
    const width = this.#right - this.#left + 1;
    const data = new Float32Array(height * width);
    for (let r = 0; r < height; r++) {
      const from = (this.#top + r) * this.#size.width + this.#left;
      data.set(this.#data.subarray(from, from + width), r * width);
    }
    const { first } = this.#covered;
    return { row: first.row + this.#top, column: first.column + this.#left, height, width, data };
  }
}

function paintBranch(
  stamp: Stamp,
  branch: { row: number; column: number; angle: number; lengthPx: number; widthPx: number; budget: number },
  halfBaseWidth: number,
  draw: RandomStream,
): void {
  const [mainWidth, sideWidth] = FORK_WIDTHS;
  let { row, column, angle, widthPx, budget } = branch;
  const steps = Math.max(roundHalfEven(branch.lengthPx), 2);
  for (let i = 0; i < steps; i++) {
    const taper = 1 - i / (steps - 1);
    const radius = Math.max((widthPx / 2) * taper, THREAD_RADIUS_PX);
    stamp.disk(row, column, radius, Math.min(0.05 + (radius / halfBaseWidth) * 0.5, 0.55));
    angle += WANDER_RAD * draw.normal();
    row += sin(angle);
    column += cos(angle);
    if (budget === 0 || i >= steps - 2 || draw.uniform() >= FORK_PROBABILITY) continue;
    const side = draw.uniform() < 0.5 ? -1 : 1;
    budget--;
    paintBranch(
      stamp,
      {
        row,
        column,
        angle: angle + side * SIDE_ANGLE_RAD,
        lengthPx: SIDE_LENGTH * (steps - 1 - i),
        widthPx: widthPx * taper * sideWidth,
        budget,
      },
      halfBaseWidth,
      draw,
    );
    widthPx *= mainWidth;
    angle -= (side * SIDE_ANGLE_RAD) / 2;
  }
}

function paintDendrites(stamp: Stamp, shape: NeuronShape, draw: RandomStream): void {
  const [fewest, most] = PRIMARIES_RANGE;
  const count = Math.min(Math.max(draw.poisson(PRIMARIES_MEAN), fewest), most);
  const start = draw.uniformBetween(0, 2 * Math.PI);
  for (let i = 0; i < count; i++) {
    const angle = start + (2 * Math.PI * i) / count + ANGLE_JITTER_RAD * draw.normal();
    const branch = {
      row: stamp.centerRow + 0.8 * shape.somaRadiusPx * sin(angle),
      column: stamp.centerColumn + 0.8 * shape.somaRadiusPx * cos(angle),
      angle,
      lengthPx: shape.dendriteLengthPx * draw.uniformBetween(...LENGTH_SPREAD),
      widthPx: shape.dendriteWidthPx,
      budget: FORK_BUDGET,
    };
    paintBranch(stamp, branch, shape.dendriteWidthPx / 2, draw);
  }
}

/** Paints the sharp footprints of cells of one shape, one after another, on a canvas. */
export class NeuronPainter {
  readonly #shape: NeuronShape;
  readonly #stamp: Stamp;
  readonly #smoothing: ReflectedSmoothing;
  #noise = new Float64Array();

  constructor(shape: NeuronShape, canvas: CanvasSize) {
    this.#shape = shape;
    this.#stamp = new Stamp(shape, canvas);
    this.#smoothing = new ReflectedSmoothing(outlineSigmaPx(shape));
  }

  /**
   * Paints a footprint of peak 1 at a place of the canvas: a soma with an irregular outline and, for `"cytosolic"`, tapering
   * and forking dendrites of lower intensity. Null when nothing of it lies on the canvas.
   */
  paint(at: CanvasPlace, draw: RandomStream): Patch | null {
    this.#stamp.begin(at);
    this.#paintSoma(draw);
    if (this.#shape.morphology === "cytosolic") paintDendrites(this.#stamp, this.#shape, draw);
    return this.#stamp.cut();
  }

  #paintSoma(draw: RandomStream): void {
    const stamp = this.#stamp;
    const { centerRow, centerColumn } = stamp;
    const { somaRadiusPx, irregularity } = this.#shape;
    const reach = outlineReachPx(this.#shape);
    const top = Math.floor(centerRow - reach);
    const left = Math.floor(centerColumn - reach);
    const height = Math.ceil(centerRow + reach) - top + 1;
    const width = Math.ceil(centerColumn + reach) - left + 1;
    const count = height * width;
    if (this.#noise.length < count) this.#noise = new Float64Array(count);
    draw.normals(this.#noise, count);
    const smooth = this.#smoothing.smooth(this.#noise, height, width);
    let largest = 0;
    for (let i = 0; i < count; i++) largest = Math.max(largest, Math.abs(smooth[i]));
    for (let r = 0; r < height; r++) {
      for (let c = 0; c < width; c++) {
        const dy = top + r - centerRow;
        const dx = left + c - centerColumn;
        const edge = somaRadiusPx * (1 + irregularity * (smooth[r * width + c] / largest));
        if (edge > 0 && dy * dy + dx * dx <= edge * edge) stamp.raise(top + r, left + c, 1);
      }
    }
    const centre = centrePixel({ row: centerRow, column: centerColumn });
    stamp.raise(centre.row, centre.column, 1);
  }
}
