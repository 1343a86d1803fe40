import type { CellPlaces } from "../../src/widgets/cell-places.js";
import { svg } from "./dom.js";
import { floats } from "./floats.js";

/** Reach of a click around a cell, in pixels of the screen. */
const reach = 14;

/** How long the sides of the square around a pixel are on the screen. */
export function squareSide(zoom: number): number {
  return Math.max(10, zoom + 4);
}

/** Where the cells of a frame are, and a mark around the pixel that is looked at. */
export class FrameMarks {
  readonly #pixel = svg("g");
  #places: Float32Array<ArrayBufferLike> = new Float32Array();
  #shifts: Float32Array<ArrayBufferLike> = new Float32Array();
  #states: Uint8Array<ArrayBufferLike> = new Uint8Array();
  #offset: readonly [dy: number, dx: number] = [0, 0];

  constructor(parent: SVGGElement) {
    parent.append(this.#pixel);
  }

  /** How far the tissue has moved: dy, dx in pixels. */
  get offset(): readonly [dy: number, dx: number] {
    return this.#offset;
  }

  get count(): number {
    return this.#states.length;
  }

  stateOf(cell: number): number {
    return this.#states[cell];
  }

  read({ places, shifts, states }: CellPlaces): void {
    this.#places = floats(places);
    this.#shifts = floats(shifts);
    this.#states = new Uint8Array(states.buffer, states.byteOffset, states.byteLength).slice();
  }

  /** Moves with the tissue, where the stage has motion. */
  follow(frame: number, moves: boolean): void {
    const [dy = 0, dx = 0] = moves ? this.#shifts.subarray(2 * frame, 2 * frame + 2) : [];
    this.#offset = [dy, dx];
  }

  draw(pixel: readonly [row: number, column: number] | null, zoom: number): void {
    this.#pixel.replaceChildren(...(pixel ? this.#square(pixel, zoom) : []));
  }

  /** The cell nearest to a place on the screen, if one is near. */
  cellAt(x: number, y: number, zoom: number): number | null {
    let nearest: number | null = null;
    let distance = reach;
    for (let id = 0; id < this.count; id++) {
      const [cx, cy] = this.#middle(id, zoom);
      const away = Math.hypot(cx - x, cy - y);
      if (away >= distance) continue;
      distance = away;
      nearest = id;
    }
    return nearest;
  }

  /** Where a cell is on the screen, from the image's corner. */
  placeOf(cell: number, zoom: number): { readonly middle: readonly [x: number, y: number]; readonly radius: number } {
    return { middle: this.#middle(cell, zoom), radius: this.#places[3 * cell + 2] * zoom };
  }

  #middle(cell: number, zoom: number): readonly [x: number, y: number] {
    const [row, column] = this.#places.subarray(3 * cell, 3 * cell + 2);
    return [(column + this.#offset[1] + 0.5) * zoom, (row + this.#offset[0] + 0.5) * zoom];
  }

  #square([row, column]: readonly [number, number], zoom: number): SVGElement[] {
    const side = squareSide(zoom);
    const [x, y] = [(column + 0.5) * zoom - side / 2, (row + 0.5) * zoom - side / 2];
    const box = { x, y, width: side, height: side, fill: "none" };
    return [
      svg("rect", { ...box, stroke: "#000", "stroke-width": 3.5 }),
      svg("rect", { ...box, stroke: "#fff", "stroke-width": 1.5 }),
    ];
  }
}
