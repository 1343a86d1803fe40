import { formatNumber, formatQuantity } from "../../src/drawing/format.js";
import { textButton } from "./controls.js";
import { html } from "./dom.js";
import type { MoviePlayerModel } from "./movie-player-model.js";

/** How far a movie is that is being made, and a button that stops it. */
export class GrowthBar {
  readonly element: HTMLElement;
  readonly #model: MoviePlayerModel;
  readonly #said = html("span", { class: "ms-grown" });
  readonly #stop: HTMLButtonElement;

  constructor(model: MoviePlayerModel) {
    this.#model = model;
    this.#stop = textButton("Stop", () => {
      this.#stop.disabled = true;
      model.stop();
    });
    this.#stop.classList.add("ms-small");
    this.element = html("span", { class: "ms-growth", hidden: true }, this.#said, this.#stop);
  }

  draw(): void {
    const progress = this.#model.trait("progress");
    this.element.hidden = !progress;
    if (!progress) return;
    const { framesDone, state, remaining_s, message } = progress;
    const frames = `${formatNumber(framesDone)} of ${formatNumber(this.#model.frameCount)} frames`;
    const left = remaining_s === null ? "" : ` · ${formatQuantity(Math.ceil(remaining_s), "s", 0)} left`;
    this.#said.textContent =
      state === "running" ? `${frames}${left}` : state === "failed" ? `${frames} · ${message}` : `stopped at ${frames}`;
    this.#said.title = message;
    this.#stop.hidden = state !== "running";
    this.#stop.disabled = !this.#model.comm_live;
  }

  /** Why a frame is not there, where it is not made yet. */
  missing(frame: number): { readonly isComing: boolean; readonly message: string } | null {
    const progress = this.#model.trait("progress");
    if (!progress || frame < progress.framesDone) return null;
    const isComing = progress.state === "running";
    const why = isComing ? "is being made" : "was not made: the run ended before";
    return { isComing, message: `Frame ${formatNumber(frame)} ${why}` };
  }
}
