import { lookupTable } from "../../src/drawing/colormaps.js";
import { colourise } from "../../src/drawing/colourise.js";
import { formatQuantity } from "../../src/drawing/format.js";
import { scaleBarUm } from "../../src/drawing/ticks.js";
import { CellMarks } from "./cell-marks.js";
import { icon, textButton } from "./controls.js";
import { html, setAttributes, svg } from "./dom.js";
import type { MoviePlayerModel } from "./movie-player-model.js";

export type BoxState = "ready" | "loading" | "empty" | "error" | "gone";

const zooms = [0.25, 0.5, 1, 2, 3, 4];

/** The frame at a whole zoom step, what is written over it, and what is said when there is none. */
export class ImageBox {
  readonly element: HTMLElement;
  readonly canvas = html("canvas", { class: "ms-frame", role: "img", "aria-label": "movie frame" });
  readonly #model: MoviePlayerModel;
  readonly #stack: HTMLElement;
  readonly #overlay = svg("svg", { class: "ms-overlay", "aria-hidden": "true" });
  readonly #marks = new CellMarks();
  readonly #time = svg("text", { "text-anchor": "end" });
  readonly #message = html("div", { class: "ms-message", role: "status" });
  #zoom = 1;
  #available = 608;
  #image: ImageData | null = null;
  #said = "";

  constructor(model: MoviePlayerModel) {
    this.#model = model;
    this.#stack = html("div", { class: "ms-stack" }, this.canvas, this.#overlay);
    this.element = html("div", { class: "ms-image" }, this.#stack, this.#message);
  }

  get zoom(): number {
    return this.#zoom;
  }

  resize(available: number): void {
    this.#available = available;
    this.layOut();
  }

  /**
   * The canvas has the frame's own size; the zoom that fits is done by CSS, without smoothing. The box is as large as
   * the finished movie: what an earlier stage has around it is cut off, so that nothing jumps between stages.
   */
  layOut(): void {
    const finished = this.#model.trait("movie")?.stages.at(-1) ?? this.#model.shown?.stage;
    const [width, height] = finished ? [finished.width, finished.height] : [608, 608];
    this.#zoom = zooms.filter((zoom) => width * zoom <= this.#available).at(-1) ?? zooms[0];
    const box = { width: width * this.#zoom, height: height * this.#zoom };
    setAttributes(this.#stack, { style: `width:${box.width}px;height:${box.height}px` });
    const [frameWidth, frameHeight] = this.#image ? [this.canvas.width, this.canvas.height] : [width, height];
    const size = `width:${frameWidth * this.#zoom}px;height:${frameHeight * this.#zoom}px`;
    const [left, top] = [(width - frameWidth) / 2, (height - frameHeight) / 2];
    setAttributes(this.canvas, { style: `${size};margin:${top * this.#zoom}px 0 0 ${left * this.#zoom}px` });
    setAttributes(this.#overlay, box);
    this.#drawOverlay(box.width, box.height);
  }

  drawFrame(): void {
    const { shown, limits } = this.#model;
    if (!shown || !limits) return;
    const { stage, data } = shown;
    const context = this.canvas.getContext("2d", { alpha: false });
    if (!context) return;
    if (this.canvas.width !== stage.width || this.canvas.height !== stage.height || !this.#image) {
      this.canvas.width = stage.width;
      this.canvas.height = stage.height;
      this.#image = context.createImageData(stage.width, stage.height);
      this.layOut();
    }
    colourise(data, limits, lookupTable(this.#model.trait("colormap")), this.#image.data);
    context.putImageData(this.#image, 0, 0);
    this.#time.textContent = formatQuantity(shown.frame / this.#model.fps, "s", 2);
    this.#marks.follow(shown.frame, stage.name);
  }

  /** Says in the box what keeps the wanted frame away. */
  say(state: BoxState, message: string, repair?: () => void): void {
    const said = `${state} ${message}`;
    if (said === this.#said) return;
    this.#said = said;
    this.element.dataset.state = state;
    const parts: (Node | string)[] = message
      ? [html("p", {}, ...(state === "error" ? [icon("warning")] : []), message)]
      : [];
    if (repair) parts.push(textButton("Try again", repair));
    this.#message.replaceChildren(...parts);
  }

  #drawOverlay(width: number, height: number): void {
    const { pixelSizeUm, labels = [] } = this.#model.trait("movie") ?? { pixelSizeUm: null };
    const panel = width / Math.max(1, labels.length);
    setAttributes(this.#time, { x: width - 12, y: height - 12 });
    const bar: Node[] = [];
    if (pixelSizeUm) {
      const lengthUm = scaleBarUm((panel / this.#zoom) * pixelSizeUm);
      const length = (lengthUm / pixelSizeUm) * this.#zoom;
      bar.push(
        svg("rect", { class: "ms-scale-bar", x: 12, y: height - 15, width: length, height: 3 }),
        svg("text", { x: 12 + length / 2, y: height - 20, "text-anchor": "middle" }, formatQuantity(lengthUm, "µm")),
      );
    }
    const names = labels.flatMap((label, i) => [
      svg("text", { class: "ms-panel", x: i * panel + 12, y: 20 }, label),
      ...(i > 0 ? [svg("path", { class: "ms-seam", d: `M${i * panel} 0V${height}` })] : []),
    ]);
    this.#marks.draw(this.#model.trait("marks"), this.#zoom, panel, Math.max(1, labels.length));
    const { shown } = this.#model;
    if (shown) this.#marks.follow(shown.frame, shown.stage.name);
    this.#overlay.replaceChildren(this.#marks.element, ...names, ...bar, this.#time);
  }
}
