import { lookupTable } from "../../src/drawing/colormaps.js";
import { colourise } from "../../src/drawing/colourise.js";
import type { Panel } from "../../src/drawing/compared-panels.js";
import { formatNumber, formatQuantity, narrowSpace } from "../../src/drawing/format.js";
import { scaleBarUm } from "../../src/drawing/ticks.js";
import { timeStamp } from "./coding-names.js";
import { html, setAttributes, setText, svg } from "./dom.js";
import type { MoviePlayerModel } from "./movie-player-model.js";
import { OutlineLayer } from "./outline-layer.js";
import type { ShownFrame } from "./shown-frame.js";
import type { Viewport } from "./viewport.js";

/** One of the images of a player: the values of a movie, the outlines of its cells, scale bar and time. */
export class ImagePanel {
  readonly element: HTMLElement;
  readonly canvas = html("canvas", { class: "ms-frame", role: "img" });
  readonly box: HTMLElement;
  readonly #model: MoviePlayerModel;
  readonly #outlines: OutlineLayer;
  readonly #overlay = svg("svg", { class: "ms-overlay", "aria-hidden": "true" });
  readonly #bar = svg("g");
  readonly #time = svg("text", { "text-anchor": "end" });
  readonly #label = html("b", { class: "ms-panel" });
  readonly #mean = html("span", { class: "ms-hint ms-fit" });
  readonly #title: HTMLElement;
  #image: ImageData | null = null;

  constructor(
    model: MoviePlayerModel,
    /** Which of the movies side by side this is: some have no motion. */
    readonly movie: number,
  ) {
    this.#model = model;
    this.#outlines = new OutlineLayer(() => ({ ...model.truth.drawing, hovered: model.selection.hovered }));
    this.#overlay.append(this.#bar, this.#time);
    this.box = html("div", { class: "ms-stack" }, this.canvas, this.#outlines.element, this.#overlay);
    this.#title = html("div", { class: "ms-panel-title" }, this.#label, this.#mean);
    this.element = html("figure", { class: "ms-pane" }, this.#title, this.box);
  }

  /** The canvas has the frame's own size; CSS zooms it in whole steps, without smoothing. */
  layOut(viewport: Viewport): void {
    const { box, corner, zoom } = viewport;
    const finished = this.#model.trait("movie")?.stages.at(-1);
    setAttributes(this.box, { style: `width:${box.width}px;height:${box.height}px` });
    const [width, height] = this.#image ? [this.canvas.width, this.canvas.height] : [608, 608];
    // What an earlier stage has around the finished movie stands outside the box.
    const left = corner.x - (((width - (finished?.width ?? width)) / 2) | 0) * zoom;
    const top = corner.y - (((height - (finished?.height ?? height)) / 2) | 0) * zoom;
    const size = `width:${width * zoom}px;height:${height * zoom}px`;
    setAttributes(this.canvas, { style: `${size};transform:translate(${left}px, ${top}px)` });
    setAttributes(this.#overlay, { width: box.width, height: box.height });
    setAttributes(this.#time, { x: box.width - 12, y: box.height - 12 });
    this.#drawScaleBar(box.width, box.height, zoom);
    this.#outlines.layOut(viewport);
    this.follow();
  }

  drawFrame(shown: ShownFrame, { label, data }: Panel): boolean {
    const { fps, contrast } = this.#model;
    const { limits, colormap } = contrast;
    const { stage, frame } = shown;
    const context = this.canvas.getContext("2d", { alpha: false });
    if (!context || !limits) return false;
    const isOther = this.canvas.width !== stage.width || this.canvas.height !== stage.height || !this.#image;
    if (isOther) {
      this.canvas.width = stage.width;
      this.canvas.height = stage.height;
      this.#image = context.createImageData(stage.width, stage.height);
    }
    if (!this.#image) return false;
    colourise(data, limits, lookupTable(colormap), this.#image.data);
    context.putImageData(this.#image, 0, 0);
    setText(this.#time, timeStamp(frame / fps, shown.coding));
    this.#title.hidden = label === "";
    setText(this.#label, label);
    if (label) setText(this.#mean, `mean ${meanInWords(data)}${narrowSpace}${stage.unit}`);
    this.canvas.setAttribute("aria-label", `${label || "movie"}, ${stage.name.replaceAll("_", " ")}, frame ${frame}`);
    this.follow();
    return isOther;
  }

  /** Moves the outlines to where the tissue is in the frame on show. */
  follow(): void {
    const { shown, truth } = this.#model;
    if (shown) this.#outlines.moveTo(truth.shiftAt(shown.stage.name, shown.frame, this.movie));
  }

  /** Other cells, or the same in another way. */
  drawOutlines(): void {
    this.#outlines.draw();
  }

  #drawScaleBar(width: number, height: number, zoom: number): void {
    const pixelSizeUm = this.#model.trait("movie")?.pixelSizeUm;
    this.#bar.replaceChildren();
    if (!pixelSizeUm || this.#model.trait("scale_bar") === false) return;
    const lengthUm = scaleBarUm((width / zoom) * pixelSizeUm);
    const length = (lengthUm / pixelSizeUm) * zoom;
    this.#bar.append(
      svg("rect", { class: "ms-scale-bar", x: 12, y: height - 15, width: length, height: 3 }),
      svg("text", { x: 12 + length / 2, y: height - 20, "text-anchor": "middle" }, formatQuantity(lengthUm, "µm")),
    );
  }
}

function meanInWords(data: ArrayLike<number>): string {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i];
  const mean = sum / data.length;
  return formatNumber(mean, Math.abs(mean) < 10 ? 3 : 1);
}
