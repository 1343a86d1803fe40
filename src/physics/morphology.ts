import type { RandomStream } from "../random/streams.js";
import { cos, pow, roundHalfEven, sin } from "./elementary.js";
import { smoothReflected } from "./gaussian.js";

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

const PRIMARIES_MEAN = 5;
const PRIMARIES_RANGE = [2, 9] as const;
const ANGLE_JITTER_RAD = 0.4;
const LENGTH_SPREAD = [0.6, 1.25] as const;
const WANDER_RAD = 0.16;
const FORK_PROBABILITY = 0.06;
const FORK_BUDGET = 2;
const MAIN_SHARE = 0.62;
const SIDE_ANGLE_RAD = 0.7;
const SIDE_LENGTH = 0.8;
const THREAD_RADIUS_PX = 0.5;

/** A square scratch image around a cell's centre, painted before it is cut down to its tight patch. */
class Stamp {
  readonly row: number;
  readonly column: number;
  readonly size: number;
  readonly data: Float32Array;

  constructor(
    readonly centerRow: number,
    readonly centerColumn: number,
    reach: number,
  ) {
    this.row = Math.floor(centerRow - reach);
    this.column = Math.floor(centerColumn - reach);
    this.size = Math.ceil(2 * reach) + 2;
    this.data = new Float32Array(this.size * this.size);
  }

  /** Raises a pixel to `value` if it is below. */
  raise(row: number, column: number, value: number): void {
    const r = row - this.row;
    const c = column - this.column;
    if (r < 0 || c < 0 || r >= this.size || c >= this.size) return;
    const i = r * this.size + c;
    if (this.data[i] < value) this.data[i] = value;
  }

  disk(row: number, column: number, radius: number, value: number): void {
    for (let r = Math.ceil(row - radius); r <= row + radius; r++) {
      for (let c = Math.ceil(column - radius); c <= column + radius; c++) {
        if ((r - row) * (r - row) + (c - column) * (c - column) <= radius * radius) this.raise(r, c, value);
      }
    }
  }

  /** The tight patch of everything painted that lies on the canvas; null when nothing does. */
  cut(canvasHeight: number, canvasWidth: number): Patch | null {
    let [top, left, bottom, right] = [canvasHeight, canvasWidth, -1, -1];
    const firstRow = Math.max(0, this.row);
    const lastRow = Math.min(canvasHeight, this.row + this.size) - 1;
    const firstColumn = Math.max(0, this.column);
    const lastColumn = Math.min(canvasWidth, this.column + this.size) - 1;
    for (let r = firstRow; r <= lastRow; r++) {
      for (let c = firstColumn; c <= lastColumn; c++) {
        if (this.data[(r - this.row) * this.size + c - this.column] === 0) continue;
        if (r < top) top = r;
        if (r > bottom) bottom = r;
        if (c < left) left = c;
        if (c > right) right = c;
      }
    }
    if (bottom < 0) return null;
    const height = bottom - top + 1;
    const width = right - left + 1;
    const data = new Float32Array(height * width);
    for (let r = 0; r < height; r++) {
      const from = (top + r - this.row) * this.size + left - this.column;
      data.set(this.data.subarray(from, from + width), r * width);
    }
    return { row: top, column: left, height, width, data };
  }
}

function paintSoma(stamp: Stamp, shape: NeuronShape, draw: RandomStream): void {
  const { centerRow, centerColumn } = stamp;
  const radius = shape.somaRadiusPx;
  const reach = radius * (1 + shape.irregularity) + 1;
  const top = Math.floor(centerRow - reach);
  const left = Math.floor(centerColumn - reach);
  const height = Math.ceil(centerRow + reach) - top + 1;
  const width = Math.ceil(centerColumn + reach) - left + 1;
  const white = new Float64Array(height * width);
  for (let i = 0; i < white.length; i++) white[i] = draw.normal();
  const noise = smoothReflected(white, height, width, Math.max(radius / 2, 1));
  let largest = 0;
  for (const value of noise) largest = Math.max(largest, Math.abs(value));
  for (let r = 0; r < height; r++) {
    for (let c = 0; c < width; c++) {
      const dy = top + r - centerRow;
      const dx = left + c - centerColumn;
      const edge = radius * (1 + shape.irregularity * (noise[r * width + c] / largest));
      if (edge > 0 && dy * dy + dx * dx <= edge * edge) stamp.raise(top + r, left + c, 1);
    }
  }
  stamp.raise(roundHalfEven(centerRow), roundHalfEven(centerColumn), 1);
}

function paintBranch(
  stamp: Stamp,
  branch: { row: number; column: number; angle: number; lengthPx: number; widthPx: number; budget: number },
  halfBaseWidth: number,
  draw: RandomStream,
): void {
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
        widthPx: widthPx * taper * pow(1 - MAIN_SHARE, 1 / 3),
        budget,
      },
      halfBaseWidth,
      draw,
    );
    widthPx *= pow(MAIN_SHARE, 1 / 3);
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

/**
 * Paints one sharp footprint of peak 1 at a (row, column) of the canvas: a soma with an irregular outline and, for
 * `"cytosolic"`, tapering and forking dendrites of lower intensity. Null when nothing of it lies on the canvas.
 */
export function paintNeuron(
  shape: NeuronShape,
  at: { readonly row: number; readonly column: number },
  canvas: { readonly height: number; readonly width: number },
  draw: RandomStream,
): Patch | null {
  const somaReach = shape.somaRadiusPx * (1 + shape.irregularity) + 2;
  const dendriteReach = shape.somaRadiusPx + LENGTH_SPREAD[1] * shape.dendriteLengthPx + shape.dendriteWidthPx + 2;
  const cytosolic = shape.morphology === "cytosolic";
  const stamp = new Stamp(at.row, at.column, cytosolic ? Math.max(somaReach, dendriteReach) : somaReach);
  paintSoma(stamp, shape, draw);
  if (cytosolic) paintDendrites(stamp, shape, draw);
  return stamp.cut(canvas.height, canvas.width);
}
