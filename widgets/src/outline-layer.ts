import { drawOutlines, type PlacedOutlines } from "../../src/drawing/outlines.js";
import { html, setAttributes } from "./dom.js";
import type { Viewport } from "./viewport.js";

/** Room around the box for what moves into it, in screen pixels. */
const margin = 48;

/** What is drawn of which cells. */
export type OutlineDrawing = Pick<
  PlacedOutlines,
  "outlines" | "vessels" | "states" | "selection" | "hovered" | "labelled"
>;

/** Where the image stands. */
type ImagePlace = Pick<Viewport, "corner" | "box"> & { readonly zoom: number };

/** The outlines of cells and vessels over an image. They are drawn once, and moved with the tissue. */
export class OutlineLayer {
  readonly element = html("canvas", { class: "ms-outlines", "aria-hidden": "true" });
  readonly #drawing: () => OutlineDrawing;
  #viewport: ImagePlace | null = null;

  constructor(drawing: () => OutlineDrawing) {
    this.#drawing = drawing;
  }

  layOut(viewport: ImagePlace): void {
    this.#viewport = viewport;
    const density = window.devicePixelRatio || 1;
    const { width, height } = viewport.box;
    const size = [width, height].map((side) => Math.round((side + 2 * margin) * density));
    if (this.element.width !== size[0] || this.element.height !== size[1]) {
      [this.element.width, this.element.height] = size;
    }
    const style = `width:${width + 2 * margin}px;height:${height + 2 * margin}px;left:${-margin}px;top:${-margin}px`;
    this.element.dataset.style = style;
    this.draw();
  }

  draw(): void {
    const context = this.element.getContext("2d");
    if (!context || !this.#viewport) return;
    const { zoom, corner, box } = this.#viewport;
    const density = window.devicePixelRatio || 1;
    context.setTransform(density, 0, 0, density, 0, 0);
    context.clearRect(0, 0, this.element.width, this.element.height);
    const drawing = this.#drawing();
    this.element.dataset.cells = String(new Set(drawing.outlines.cells).size);
    const walls = drawing.vessels?.cells.length ?? 0;
    this.element.dataset.vessels = String(walls);
    if (drawing.outlines.cells.length + walls === 0) return;
    const [x, y] = [corner.x + margin, corner.y + margin];
    drawOutlines(context, { ...drawing, zoom, edge: box.width + margin, x, y });
  }

  moveTo([dy, dx]: readonly [dy: number, dx: number]): void {
    const zoom = this.#viewport?.zoom ?? 1;
    const { dataset } = this.element;
    dataset.shift = `${dy} ${dx}`;
    setAttributes(this.element, {
      style: `${dataset.style ?? ""};transform:translate(${dx * zoom}px, ${dy * zoom}px)`,
    });
  }
}
