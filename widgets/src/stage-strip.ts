import { lookupTable } from "../../src/drawing/colormaps.js";
import { colourise } from "../../src/drawing/colourise.js";
import { formatNumber, narrowSpace } from "../../src/drawing/format.js";
import { html } from "./dom.js";
import type { StageExplorerModel } from "./stage-explorer-model.js";

/** Every step in small, in order, each with limits of its own. */
export class StageStrip {
  readonly element = html("div", { class: "ms-strip", role: "group", "aria-label": "steps" });
  readonly #model: StageExplorerModel;
  #kinds = "";

  constructor(model: StageExplorerModel) {
    this.#model = model;
  }

  /** Other steps or brightnesses. */
  draw(): void {
    const steps = this.#model.trait("steps");
    const kinds = steps.map(({ kind }) => kind).join(" ");
    if (kinds !== this.#kinds) {
      this.#kinds = kinds;
      this.element.replaceChildren(...steps.map(({ kind, stage }, i) => this.#button(kind, stage, i)));
      this.drawPictures();
      this.choose();
    }
    steps.forEach(({ mean, unit }, i) => {
      const brightness = mean === null ? "" : `${formatNumber(mean, unit === "counts" ? 1 : 3)}${narrowSpace}${unit}`;
      const below = this.element.children[i].querySelector<HTMLElement>(".ms-hint")!;
      below.textContent = brightness;
      below.title = brightness && `mean ${brightness}`;
    });
  }

  drawPictures(): void {
    const view = this.#model.trait("thumbnails");
    const [height, width] = this.#model.trait("thumbnailSize");
    const levels = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    const size = height * width;
    [...this.element.children].forEach((button, i) => {
      const canvas = button.querySelector("canvas")!;
      const own = levels.subarray(i * size, (i + 1) * size);
      if (own.length < size) return;
      canvas.width = width;
      canvas.height = height;
      const context = canvas.getContext("2d")!;
      const image = context.createImageData(width, height);
      colourise(own, [0, 255], lookupTable("grey"), image.data);
      context.putImageData(image, 0, 0);
    });
  }

  /** Pales the pictures of an earlier scene or another frame; returns whether there are any. */
  mark(): boolean {
    const stale = this.#model.trait("steps").map((step) => this.#model.isStale(step));
    [...this.element.children].forEach((button, i) => {
      button.toggleAttribute("data-stale", stale[i]);
    });
    return stale.includes(true);
  }

  /** Marks the step that is looked at, and brings it into sight within the strip. */
  choose(): void {
    const { at } = this.#model;
    [...this.element.children].forEach((button, i) => {
      button.toggleAttribute("data-on", i === at);
      if (i === at) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
    });
    const chosen = this.element.children[at];
    if (!(chosen instanceof HTMLElement)) return;
    const { offsetLeft, offsetWidth } = chosen;
    const { scrollLeft, clientWidth } = this.element;
    if (offsetLeft < scrollLeft) this.element.scrollLeft = offsetLeft - 12;
    else if (offsetLeft + offsetWidth > scrollLeft + clientWidth)
      this.element.scrollLeft = offsetLeft + offsetWidth - clientWidth + 12;
  }

  #button(kind: string, stage: string, i: number): HTMLElement {
    const button = html(
      "button",
      { type: "button", class: "ms-step" },
      html("canvas", { "aria-hidden": "true" }),
      html("span", { class: "ms-step-name" }, html("span", { class: "ms-step-number" }, `${i + 1}`), words(stage)),
      html("span", { class: "ms-hint ms-small" }),
    );
    button.addEventListener("click", () => this.#model.choose(kind));
    return button;
  }
}

const words = (name: string) => name.replaceAll("_", " ");
