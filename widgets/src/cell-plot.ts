import type { Box } from "../../src/drawing/axes.js";
import type { CellField } from "../../src/drawing/cells.js";
import type { DrawingContext } from "../../src/drawing/context.js";
import { html, sizeCanvas } from "./dom.js";
import type { CellSelection } from "./selection.js";

/** What differs between plots of cells. */
export interface CellPlotDrawing {
  readonly label: string;
  layOut(field: CellField, width: number): Box;
  /** Where a cell is in the plot; null when it is not drawn. */
  place(field: CellField, box: Box, id: number): readonly [x: number, y: number] | null;
  draw(context: DrawingContext, field: CellField, box: Box): void;
}

const margin = { right: 8, bottom: 36 } as const;
const reach = 12;

/** A plot of cells that tells which one is under the pointer. */
export class CellPlot {
  readonly element: HTMLElement;
  readonly canvas = html("canvas", { class: "ms-cells", tabindex: 0, role: "img" });
  readonly #drawing: CellPlotDrawing;
  readonly #under = html("div", { class: "ms-under" });
  #field: CellField;
  #box: Box = { x: 0, y: 0, width: 1, height: 1 };
  #width = 0;
  #isToDraw = false;

  constructor(field: CellField, drawing: CellPlotDrawing, selection: CellSelection) {
    this.#field = field;
    this.#drawing = drawing;
    this.canvas.setAttribute("aria-label", drawing.label);
    this.element = html("div", { class: "ms-plot-box" }, this.#under, this.canvas);
    const hover = (id: number | null) => {
      this.canvas.style.cursor = id === null ? "default" : "pointer";
      selection.hover(id);
    };
    this.canvas.addEventListener("pointermove", (event) => hover(this.#cellUnder(event)));
    this.canvas.addEventListener("pointerleave", () => hover(null));
    this.canvas.addEventListener("click", (event) => {
      selection.select(this.#cellUnder(event), { add: event.shiftKey });
    });
  }

  get box(): Box {
    return this.#box;
  }

  /** Puts an image under the plot, in its box. */
  setImage(image: HTMLCanvasElement | null): void {
    if (image) this.#under.replaceChildren(image);
    else this.#under.replaceChildren();
  }

  setField(field: CellField): void {
    this.#field = field;
    this.resize(this.#width);
  }

  resize(width: number): void {
    this.#width = width;
    if (width === 0) return;
    this.#box = this.#drawing.layOut(this.#field, width);
    const { x, y, width: inner, height } = this.#box;
    const total = { width: x + inner + margin.right, height: y + height + margin.bottom };
    sizeCanvas(this.canvas, total.width, total.height);
    Object.assign(this.#under.style, { left: `${x}px`, top: `${y}px`, width: `${inner}px`, height: `${height}px` });
    this.draw();
  }

  /** Draws once all that changes now has changed. */
  draw(): void {
    if (this.#isToDraw) return;
    this.#isToDraw = true;
    queueMicrotask(() => {
      this.#isToDraw = false;
      this.#drawNow();
    });
  }

  #drawNow(): void {
    const context = this.canvas.getContext("2d");
    if (!context || this.#width === 0) return;
    const density = window.devicePixelRatio || 1;
    context.setTransform(density, 0, 0, density, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.#drawing.draw(context, this.#field, this.#box);
  }

  #cellUnder({ offsetX, offsetY }: MouseEvent): number | null {
    let nearest: number | null = null;
    let distance = reach;
    for (let id = 0; id < this.#field.count; id++) {
      const place = this.#drawing.place(this.#field, this.#box, id);
      if (!place) continue;
      const away = Math.hypot(place[0] - offsetX, place[1] - offsetY);
      if (away >= distance) continue;
      distance = away;
      nearest = id;
    }
    return nearest;
  }
}
