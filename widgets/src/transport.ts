import { formatNumber, formatQuantity, narrowSpace } from "../../src/drawing/format.js";
import { choice, iconButton, numberInput, setChoices, setIcon, setPressed, showValue } from "./controls.js";
import { html, setText } from "./dom.js";
import type { MoviePlayerModel } from "./movie-player-model.js";
import { speeds } from "./played-movie-model.js";
import { Scrubber } from "./scrubber.js";

/** The row of buttons under a movie, and its time line. */
export class Transport {
  readonly element: HTMLElement;
  readonly #model: MoviePlayerModel;
  readonly #scrubber: Scrubber;
  readonly #play: HTMLButtonElement;
  readonly #loop: HTMLButtonElement;
  readonly #moves: readonly HTMLButtonElement[];
  readonly #speed: HTMLSelectElement;
  readonly #frame: HTMLInputElement;
  readonly #rate = html("span", { class: "ms-hint ms-rate" });
  readonly #last = html("span", { class: "ms-hint ms-last" });
  readonly #time = html("span", { class: "ms-now" });
  readonly #duration = html("span", { class: "ms-hint" });

  constructor(model: MoviePlayerModel) {
    this.#model = model;
    this.#scrubber = new Scrubber(model);
    const first = iconButton("first", "First frame (Home)", () => model.seek(0));
    const previous = iconButton("previous", "Back one frame (,)", () => model.step(-1));
    this.#play = iconButton("play", "Play (Space)", () => model.togglePlay());
    this.#play.classList.add("ms-play");
    const next = iconButton("next", "Forward one frame (.)", () => model.step(1));
    const last = iconButton("last", "Last frame (End)", () => model.seek(model.frameCount - 1));
    this.#moves = [first, previous, this.#play, next, last];
    for (const button of [first, previous, next, last]) button.classList.add("ms-quiet");
    this.#loop = iconButton("loop", "Loop (L)", () => model.toggleLoop());
    this.#speed = choice("speed", (speed) => model.change({ speed: Number(speed) }));
    this.#speed.title = "Speed ([ and ])";
    setChoices(
      this.#speed,
      speeds.map((speed) => [String(speed), `${speed}×`]),
    );
    this.#frame = numberInput("frame", (frame) => model.seek(frame));
    this.#frame.classList.add("ms-frame-input");
    // Where there is no room for the duration, which has it.
    const unit = html("span", { class: "ms-now-unit" }, `${narrowSpace}s`);
    const time = html("span", { class: "ms-time" }, this.#time, unit, this.#duration);
    const place = html(
      "span",
      { class: "ms-place" },
      html("span", { class: "ms-hint" }, "frame"),
      this.#frame,
      this.#last,
    );
    const row = html(
      "div",
      { class: "ms-transport" },
      ...this.#moves,
      this.#loop,
      this.#speed,
      this.#rate,
      place,
      time,
    );
    this.element = html("div", {}, row, html("div", { class: "ms-scrub" }, this.#scrubber.element));
  }

  resize(width: number): void {
    this.#scrubber.resize(Math.max(0, width - 24));
  }

  /** The movie, or how it is played, is another. */
  drawMovie(): void {
    const { frameCount, fps } = this.#model;
    const lastFrame = Math.max(0, frameCount - 1);
    setText(this.#rate, formatQuantity(fps, "fps", Number.isInteger(fps) ? 0 : 1));
    setText(this.#last, `/${narrowSpace}${formatNumber(lastFrame)}`);
    setText(this.#duration, `${narrowSpace}/${narrowSpace}${formatQuantity(frameCount / fps, "s", 2)}`);
    this.#scrubber.drawAxis();
    this.#scrubber.drawLoaded();
    this.drawPosition();
  }

  drawLoaded(): void {
    this.#scrubber.drawLoaded();
  }

  drawPosition(): void {
    const { position, fps, frameCount, comm_live } = this.#model;
    const isPlaying = this.#model.trait("playing");
    showValue(this.#frame, String(position));
    setText(this.#time, formatNumber(position / fps, 2));
    setIcon(this.#play, isPlaying ? "pause" : "play", isPlaying ? "Pause (Space)" : "Play (Space)");
    setPressed(this.#loop, this.#model.trait("loop"));
    this.#speed.value = String(this.#model.trait("speed"));
    const isOff = !comm_live || frameCount === 0;
    for (const control of [...this.#moves, this.#frame, this.#loop, this.#speed]) control.disabled = isOff;
    this.#scrubber.drawPosition();
  }
}
