import { lookupTable } from "../../src/drawing/colormaps.js";
import { colourise } from "../../src/drawing/colourise.js";
import { formatQuantity } from "../../src/drawing/format.js";
import { scaleBarUm } from "../../src/drawing/ticks.js";
import { timeStamp } from "./coding-names.js";
import { icon, textButton } from "./controls.js";
import { html, setAttributes, svg } from "./dom.js";
import type { CellFrameTraits, FrameModel } from "./frame-model.js";
import { zoomSteps } from "./viewport.js";

/** A frame that is late by less is not worth a word. */
const loadingAfterMs = 250;

/** The frame at a whole zoom step, what lies over it, and what is said when there is none. */
export class FrameImage<Traits extends CellFrameTraits> {
  readonly element: HTMLElement;
  readonly canvas = html("canvas", { class: "ms-frame", role: "img" });
  /** Marks over the image, in pixels of the screen. */
  readonly marks = svg("g");
  readonly #model: FrameModel<Traits>;
  readonly #stack: HTMLElement;
  readonly #caption = svg("text", { x: 12, y: 22 });
  readonly #time = svg("text", { "text-anchor": "end" });
  readonly #bar = svg("g");
  readonly #overlay = svg("svg", { class: "ms-overlay", "aria-hidden": "true" });
  readonly #message = html("div", { class: "ms-message", role: "status" });
  #zoom: number = 1;
  #available = 608;
  #image: ImageData | null = null;
  #said = "";
  #loading: ReturnType<typeof setTimeout> | undefined;

  constructor(model: FrameModel<Traits>, label: string) {
    this.#model = model;
    this.canvas.setAttribute("aria-label", label);
    this.#overlay.append(this.marks, this.#caption, this.#bar, this.#time);
    this.#stack = html("div", { class: "ms-stack" }, this.canvas, this.#overlay);
    this.element = html("div", { class: "ms-image", "data-panels": 1 }, this.#stack, this.#message);
  }

  get zoom(): number {
    return this.#zoom;
  }

  /** The finished movie on the screen. */
  get box(): { readonly width: number; readonly height: number } {
    const { width, height } = this.size;
    return { width: width * this.#zoom, height: height * this.#zoom };
  }

  /** The box on the screen that shows the finished movie. */
  get stack(): Element {
    return this.#stack;
  }

  /** Lays something over the frame, under the words on it. */
  lay(element: Element): void {
    this.#overlay.before(element);
  }

  /** The size of the finished movie in pixels. */
  get size(): { readonly width: number; readonly height: number } {
    return this.#model.trait("movie")?.stages.at(-1) ?? { width: 608, height: 608 };
  }

  /** The pixel (row, column) of the finished movie under the pointer. */
  pixelAt({ clientX, clientY }: MouseEvent): [row: number, column: number] {
    const { left, top } = this.#stack.getBoundingClientRect();
    const { width, height } = this.size;
    const place = (at: number, size: number) => Math.min(size - 1, Math.max(0, Math.floor(at / this.#zoom)));
    return [place(clientY - top, height), place(clientX - left, width)];
  }

  resize(available: number): void {
    this.#available = available;
    this.layOut();
  }

  /** The box is as large as the finished movie; what earlier stages have around it is cut off. */
  layOut(): void {
    const { width: columns } = this.size;
    this.#zoom = zoomSteps.filter((zoom) => columns * zoom <= this.#available).at(-1) ?? zoomSteps[0];
    const { width, height } = this.box;
    setAttributes(this.#stack, { style: `width:${width}px;height:${height}px` });
    setAttributes(this.#overlay, { width, height });
    setAttributes(this.#time, { x: width - 12, y: height - 12 });
    this.#layOutCanvas();
    this.#drawScaleBar();
  }

  drawFrame(): void {
    const { shown } = this.#model;
    const limits = this.#model.trait("limits");
    const context = this.canvas.getContext("2d", { alpha: false });
    if (!shown || !limits || !context) return;
    const { width, height } = shown.stage;
    if (!this.#image || this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.#image = context.createImageData(width, height);
      this.#layOutCanvas();
    }
    colourise(shown.data, limits, lookupTable(this.#model.colours), this.#image.data);
    context.putImageData(this.#image, 0, 0);
    this.#time.textContent = timeStamp(shown.frame / this.#model.fps, shown.coding ?? "raw");
  }

  /** Writes a word or two into the upper left corner. */
  caption(words: string): void {
    this.#caption.textContent = words;
  }

  /** Says in the box what keeps the wanted frame away, if anything does. */
  drawState(): "ready" | "loading" | "empty" | "error" | "gone" {
    const [state, message] = this.#state();
    clearTimeout(this.#loading);
    const say = () => this.#say(state, message);
    if (state === "loading") this.#loading = setTimeout(say, loadingAfterMs);
    else say();
    return state;
  }

  #state() {
    const { shown, comm_live, frameCount, loader, isReady, position } = this.#model;
    if (!comm_live) {
      const words = shown ? "Kernel stopped · last frame shown" : "Kernel stopped · run the cell again to see it";
      return ["gone", words] as const;
    }
    if (frameCount === 0 || !this.#model.stageInfo)
      return ["empty", "No frames: no step of this spec makes images."] as const;
    if (loader.failure) return ["error", loader.failure] as const;
    return isReady ? (["ready", ""] as const) : (["loading", `Loading frame ${position}`] as const);
  }

  #say(state: string, message: string): void {
    if (this.#said === `${state} ${message}`) return;
    this.#said = `${state} ${message}`;
    this.element.dataset.state = state;
    const words = message ? [html("p", {}, ...(state === "error" ? [icon("warning")] : []), message)] : [];
    this.#message.replaceChildren(...words);
    if (state === "error") this.#message.append(textButton("Try again", () => this.#model.loader.retry()));
  }

  #layOutCanvas(): void {
    const { width, height } = this.size;
    const [w, h] = this.#image ? [this.canvas.width, this.canvas.height] : [width, height];
    const [left, top] = [((width - w) / 2) * this.#zoom, ((height - h) / 2) * this.#zoom];
    const size = `width:${w * this.#zoom}px;height:${h * this.#zoom}px`;
    setAttributes(this.canvas, { style: `${size};margin:${top}px 0 0 ${left}px` });
  }

  #drawScaleBar(): void {
    const { pixelSizeUm } = this.#model.trait("movie") ?? { pixelSizeUm: null };
    this.#bar.replaceChildren();
    if (!pixelSizeUm) return;
    const lengthUm = scaleBarUm(this.size.width * pixelSizeUm);
    const length = (lengthUm / pixelSizeUm) * this.#zoom;
    const y = this.size.height * this.#zoom;
    this.#bar.append(
      svg("rect", { class: "ms-scale-bar", x: 12, y: y - 15, width: length, height: 3 }),
      svg("text", { x: 12 + length / 2, y: y - 20, "text-anchor": "middle" }, formatQuantity(lengthUm, "µm")),
    );
  }
}
