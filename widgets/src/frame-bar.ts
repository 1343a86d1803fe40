import { formatNumber, narrowSpace } from "../../src/drawing/format.js";
import { iconButton, setIcon } from "./controls.js";
import { html, setAttributes } from "./dom.js";
import type { CellFrameTraits, FrameModel } from "./frame-model.js";

/** Plays, and steps and slides through the frames. */
export class FrameBar<Traits extends CellFrameTraits> {
  readonly element: HTMLElement;
  readonly #model: FrameModel<Traits>;
  readonly #play: HTMLButtonElement;
  readonly #buttons: readonly HTMLButtonElement[];
  readonly #slider = html("input", { type: "range", class: "ms-slide", min: 0, step: 1, "aria-label": "frame" });
  readonly #place = html("span", { class: "ms-frame-place" });

  constructor(model: FrameModel<Traits>) {
    this.#model = model;
    const previous = iconButton("previous", "Back one frame (,)", () => model.step(-1));
    this.#play = iconButton("play", "Play (Space)", () => model.togglePlay());
    this.#play.classList.add("ms-play");
    const next = iconButton("next", "Forward one frame (.)", () => model.step(1));
    for (const button of [previous, next]) button.classList.add("ms-quiet");
    this.#buttons = [previous, this.#play, next];
    this.#slider.addEventListener("input", () => {
      model.pause();
      model.seek(Number(this.#slider.value));
    });
    this.element = html("div", { class: "ms-frame-bar" }, ...this.#buttons, this.#slider, this.#place);
  }

  draw(): void {
    const { position, frameCount, fps, isPlaying, comm_live } = this.#model;
    const last = Math.max(0, frameCount - 1);
    setIcon(this.#play, isPlaying ? "pause" : "play", isPlaying ? "Pause (Space)" : "Play (Space)");
    const isOff = !comm_live || frameCount < 2;
    for (const button of [...this.#buttons, this.#slider]) button.disabled = isOff;
    const seconds = formatNumber(position / fps, 2);
    setAttributes(this.#slider, { max: last, "aria-valuetext": `frame ${position}, ${seconds} seconds` });
    this.#slider.value = String(position);
    const digits = String(last).length;
    const frame = String(position).padStart(digits, "\u2007");
    this.#place.textContent = `frame ${frame}${narrowSpace}/${narrowSpace}${last}`;
  }
}
