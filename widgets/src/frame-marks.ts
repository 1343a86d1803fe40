import type { WhyTraits } from "../../src/widgets/traits/why.js";
import { setAttributes, svg } from "./dom.js";
import { floats } from "./floats.js";

/** Reach of a click around a cell, in pixels of the screen. */
const reach = 14;
const colours = ["#5bb8f0", "#f0a818", "#e58fc0", "#c8c8c8"] as const;
const dashes = ["", "7 3", "2 2", ""] as const;

/** What is marked. */
interface Marked extends Pick<WhyTraits, "pixel"> {
  readonly cell: number | null;
  /** The cell that is pointed at, in whichever view. */
  readonly hovered: number | null;
  /** Whether all cells are outlined. */
  readonly areAllSeen: boolean;
}

/** Marks over the image: the pixel and the cells that are looked at, and all cells in the colours of their states. */
export class FrameMarks {
  readonly #pixel = svg("g");
  readonly #cells = svg("g");
  readonly #cell = svg("g");
  #places: Float32Array<ArrayBufferLike> = new Float32Array();
  #shifts: Float32Array<ArrayBufferLike> = new Float32Array();
  #states: Uint8Array<ArrayBufferLike> = new Uint8Array();
  #offset: readonly [dy: number, dx: number] = [0, 0];

  constructor(parent: SVGGElement) {
    parent.append(this.#cells, this.#cell, this.#pixel);
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

  read({ places, shifts, states }: Pick<WhyTraits, "places" | "shifts" | "states">): void {
    this.#places = floats(places);
    this.#shifts = floats(shifts);
    this.#states = new Uint8Array(states.buffer, states.byteOffset, states.byteLength).slice();
  }

  /** Moves with the tissue, where the stage has motion. */
  follow(frame: number, moves: boolean): void {
    const [dy = 0, dx = 0] = moves ? this.#shifts.subarray(2 * frame, 2 * frame + 2) : [];
    this.#offset = [dy, dx];
  }

  draw({ pixel, cell, hovered, areAllSeen }: Marked, zoom: number): void {
    this.#pixel.replaceChildren(...(pixel ? this.#square(pixel, zoom) : []));
    this.#cells.replaceChildren(...(areAllSeen ? this.#outlines(zoom) : []));
    const named = [...new Set([hovered, cell])].flatMap((id) => (id === null ? [] : this.#chosen(id, zoom)));
    this.#cell.replaceChildren(...named);
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

  #middle(cell: number, zoom: number): readonly [x: number, y: number] {
    const [row, column] = this.#places.subarray(3 * cell, 3 * cell + 2);
    return [(column + this.#offset[1] + 0.5) * zoom, (row + this.#offset[0] + 0.5) * zoom];
  }

  #square([row, column]: readonly [number, number], zoom: number): SVGElement[] {
    const side = Math.max(10, zoom + 4);
    const [x, y] = [(column + 0.5) * zoom - side / 2, (row + 0.5) * zoom - side / 2];
    const box = { x, y, width: side, height: side, fill: "none" };
    return [
      svg("rect", { ...box, stroke: "#000", "stroke-width": 3.5 }),
      svg("rect", { ...box, stroke: "#fff", "stroke-width": 1.5 }),
    ];
  }

  /** All cells, one path a state: what is lost is dotted and crossed. */
  #outlines(zoom: number): SVGElement[] {
    const paths = colours.map(() => "");
    for (let id = 0; id < this.count; id++) {
      const [x, y] = this.#middle(id, zoom);
      const r = Math.max(4, this.#places[3 * id + 2] * zoom);
      const state = this.#states[id];
      paths[state] += `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
      if (state === 2) paths[state] += `M${x - 2} ${y - 2}l4 4M${x + 2} ${y - 2}l-4 4`;
    }
    return paths.flatMap((d, state) => {
      if (!d) return [];
      const under = svg("path", { d, fill: "none", stroke: "#000", "stroke-opacity": 0.6, "stroke-width": 3 });
      const look = { stroke: colours[state], "stroke-width": 1.25, "stroke-dasharray": dashes[state] || null };
      return [under, svg("path", { d, fill: "none", ...look })];
    });
  }

  #chosen(cell: number, zoom: number): SVGElement[] {
    if (cell >= this.count) return [];
    const [cx, cy] = this.#middle(cell, zoom);
    const r = Math.max(7, this.#places[3 * cell + 2] * zoom + 3);
    const circle = { cx, cy, r, fill: "none" };
    const state = this.#states[cell];
    const label = svg("text", { x: cx + r + 5, y: cy + 4 }, `#${cell}`);
    const image = this.#cell.ownerSVGElement;
    const width = Number(image?.getAttribute("width") ?? 0);
    if (cx + r + 40 > width) setAttributes(label, { x: cx - r - 5, "text-anchor": "end" });
    return [
      svg("circle", { ...circle, stroke: "#000", "stroke-width": 4 }),
      svg("circle", {
        ...circle,
        stroke: colours[state],
        "stroke-width": 1.75,
        "stroke-dasharray": dashes[state] || null,
      }),
      label,
    ];
  }
}
