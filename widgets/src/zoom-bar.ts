import { textButton } from "./controls.js";
import { html } from "./dom.js";
import type { ImageBox } from "./image-box.js";
import { zoomLabel, zoomSteps } from "./viewport.js";

/** Buttons that zoom the images of a player in whole steps. */
export class ZoomBar {
  readonly element: HTMLElement;
  readonly #image: ImageBox;
  readonly #out: HTMLButtonElement;
  readonly #fit: HTMLButtonElement;
  readonly #in: HTMLButtonElement;

  constructor(image: ImageBox) {
    this.#image = image;
    const step = (by: 1 | -1) => image.zoomTo(image.viewport.step(by));
    this.#out = textButton("\u2212", () => step(-1), "Zoom out (\u2212)");
    this.#fit = textButton("1 : 1", () => image.zoomTo(null), "Fit the width (F)");
    this.#fit.classList.add("ms-zoom-now");
    this.#in = textButton("+", () => step(1), "Zoom in (+); Ctrl and the wheel zoom too, a drag moves the image");
    this.#out.setAttribute("aria-label", "zoom out");
    this.#in.setAttribute("aria-label", "zoom in");
    this.element = html("span", { class: "ms-segments ms-zoom", role: "group", "aria-label": "zoom" });
    this.element.append(this.#out, this.#fit, this.#in);
  }

  draw(): void {
    const { zoom } = this.#image.viewport;
    this.#fit.textContent = zoomLabel(zoom);
    this.#fit.setAttribute("aria-label", `zoom ${zoomLabel(zoom)}; fit the width`);
    this.#out.disabled = zoom === zoomSteps[0];
    this.#in.disabled = zoom === zoomSteps[zoomSteps.length - 1];
  }
}
