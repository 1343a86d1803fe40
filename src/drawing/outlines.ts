import type { CellState } from "./cells.js";
import type { DrawingContext } from "./context.js";
import { imageText, statesOnImage } from "./palette.js";

/** Closed lines around cells or vessels, in pixels of an image: the middle of its first pixel is (0.5, 0.5). */
export interface Outlines {
  /** (ring) the cell that each line belongs to. */
  readonly cells: Int32Array;
  /** (ring + 1) where each line's points start. */
  readonly starts: Int32Array;
  /** (point, 2) x, y. */
  readonly points: Float32Array;
}

export const noOutlines: Outlines = { cells: new Int32Array(), starts: new Int32Array(1), points: new Float32Array() };

/** Outlines and where they go: a point lands at `zoom` times itself plus (x, y). */
export interface PlacedOutlines {
  readonly outlines: Outlines;
  /** The walls of blood vessels, under the outlines; lines of odd numbers are of those wider than capillaries. */
  readonly vessels?: Outlines;
  /** (cell) CellState. */
  readonly states: Uint8Array;
  readonly selection: readonly number[];
  readonly hovered: number | null;
  /** Cells that carry their numbers, besides the hovered one. */
  readonly labelled: readonly number[];
  readonly zoom: number;
  /** How far right numbers may reach. */
  readonly edge: number;
  readonly x: number;
  readonly y: number;
}

/** Shifts of the tissue that a movie shows. */
export interface TissueMotion {
  readonly stages: readonly string[];
  /** Which of the movies side by side have no motion. */
  readonly still: readonly boolean[];
  /** (frame, 2) dy, dx in pixels. */
  readonly shifts: Float32Array;
}

const dashes: Readonly<Record<CellState, number[]>> = { 0: [], 1: [7, 3], 2: [2, 2], 3: [] };
/** How far the second ring of a selected cell stands off its outline. */
const ringPx = 4;
const idWidth = 40;
const vesselLine = "rgba(255, 255, 255, 0.9)";
const capillaryLine = "rgba(255, 255, 255, 0.35)";

/** Where the tissue is in a frame of one of the movies side by side: dy, dx in pixels. */
export function shiftAt(
  motion: TissueMotion | null,
  stage: string,
  frame: number,
  movie: number,
): readonly [dy: number, dx: number] {
  if (!motion?.stages.includes(stage) || motion.still[movie]) return [0, 0];
  return [motion.shifts[2 * frame] ?? 0, motion.shifts[2 * frame + 1] ?? 0];
}

/**
 * Draws outlines over an image: the state in colour and dashes over a dark line, a second ring around selected cells;
 * vessels in thin white lines below, capillaries faintly.
 */
export function drawOutlines(context: DrawingContext, placed: PlacedOutlines): void {
  const { outlines, vessels, states, selection, hovered, labelled } = placed;
  const rings = ringsOf(outlines, placed);
  context.lineJoin = "round";
  if (vessels) {
    const walls = ringsOf(vessels, placed);
    trace(context, walls);
    stroke(context, capillaryLine, 0.75, []);
    trace(
      context,
      walls.filter(({ cell }) => cell % 2 === 1),
    );
    stroke(context, "rgba(0, 0, 0, 0.45)", 2.5, []);
    stroke(context, vesselLine, 1, []);
  }
  for (const state of [3, 2, 1, 0] as const) {
    const inState = rings.filter(({ cell }) => states[cell] === state);
    if (inState.length === 0) continue;
    trace(context, inState);
    stroke(context, "rgba(0, 0, 0, 0.6)", 3, []);
    stroke(context, statesOnImage[state], 1.25, dashes[state]);
  }
  const marked = new Set(hovered === null ? selection : [...selection, hovered]);
  const selected = rings.filter(({ cell }) => marked.has(cell)).map((ring) => widened(ring, ringPx));
  trace(context, selected);
  stroke(context, "rgba(0, 0, 0, 0.6)", 3.5, []);
  stroke(context, imageText.ink, 1.75, []);
  const named = new Set(hovered === null ? labelled : [...labelled, hovered]);
  for (const cell of new Set(outlines.cells)) {
    if (named.has(cell)) drawId(context, cell, rings, marked.has(cell) ? ringPx : 0, placed.edge);
  }
}

/** Where the outline of a cell is; null where it has none. */
export function placeOfOutline(placed: PlacedOutlines, cell: number): { x: number; y: number; radius: number } | null {
  const points = ringsOf(placed.outlines, placed).flatMap((ring) => (ring.cell === cell ? [...ring.points] : []));
  if (points.length === 0) return null;
  const [xs, ys] = [0, 1].map((axis) => points.filter((_, i) => i % 2 === axis));
  const middle = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2;
  const [x, y] = [middle(xs), middle(ys)];
  return { x, y, radius: Math.max(Math.max(...xs) - x, Math.max(...ys) - y) };
}

interface Ring {
  readonly cell: number;
  /** x, y of each point. */
  readonly points: Float32Array;
}

function ringsOf({ cells, starts, points }: Outlines, { zoom, x, y }: PlacedOutlines): Ring[] {
  return Array.from(cells, (cell, i) => ({
    cell,
    points: points.subarray(2 * starts[i], 2 * starts[i + 1]).map((value, j) => value * zoom + (j % 2 === 0 ? x : y)),
  }));
}

/** Adds rings to the path. */
function trace(context: DrawingContext, rings: readonly Ring[]): void {
  context.beginPath();
  for (const { points } of rings) {
    for (let i = 0; i < points.length; i += 2) {
      if (i === 0) context.moveTo(points[i], points[i + 1]);
      else context.lineTo(points[i], points[i + 1]);
    }
    context.closePath();
  }
}

function stroke(context: DrawingContext, colour: string, width: number, dash: number[]): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
}

/** A ring whose points stand further off its middle. */
function widened({ cell, points }: Ring, by: number): Ring {
  const count = points.length / 2;
  let [middleX, middleY] = [0, 0];
  for (let i = 0; i < points.length; i += 2) {
    middleX += points[i] / count;
    middleY += points[i + 1] / count;
  }
  const moved = points.slice();
  for (let i = 0; i < points.length; i += 2) {
    const [dx, dy] = [points[i] - middleX, points[i + 1] - middleY];
    const length = Math.hypot(dx, dy);
    const factor = length > 0 ? 1 + by / length : 1;
    moved[i] = middleX + dx * factor;
    moved[i + 1] = middleY + dy * factor;
  }
  return { cell, points: moved };
}

/** A cell's number, right of its outline or, near the right edge, left of it. */
function drawId(context: DrawingContext, cell: number, rings: readonly Ring[], off: number, edge: number): void {
  let [left, right] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let [top, bottom] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const ring of rings) {
    if (ring.cell !== cell) continue;
    for (let i = 0; i < ring.points.length; i += 2) {
      left = Math.min(left, ring.points[i]);
      right = Math.max(right, ring.points[i]);
      top = Math.min(top, ring.points[i + 1]);
      bottom = Math.max(bottom, ring.points[i + 1]);
    }
  }
  context.font = imageText.font;
  const isLate = right + off + idWidth > edge;
  const x = isLate ? left - off - 4 : right + off + 4;
  context.textAlign = isLate ? "right" : "left";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 2.5;
  context.strokeStyle = imageText.halo;
  context.strokeText(`#${cell}`, x, (top + bottom) / 2);
  context.fillStyle = imageText.ink;
  context.fillText(`#${cell}`, x, (top + bottom) / 2);
}
