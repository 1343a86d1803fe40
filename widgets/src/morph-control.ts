import { html } from "./dom.js";

const durationMs = 1200;

/** A slider from planted to observed footprints, and what plays the way from one to the other. */
export class MorphControl {
  readonly element: HTMLElement;
  readonly #slider: HTMLInputElement;
  readonly #move: (morph: number) => void;
  #frame = 0;

  constructor(move: (morph: number) => void) {
    this.#move = move;
    this.#slider = html("input", {
      type: "range",
      class: "ms-morph",
      min: 0,
      max: 1,
      step: 0.01,
      "aria-label": "from planted to observed footprints",
      title: "From planted to observed (M plays it)",
    });
    this.#slider.addEventListener("input", () => {
      this.stop();
      move(Number(this.#slider.value));
    });
    // Arrows move the slider here, not to the next cell.
    this.#slider.addEventListener("keydown", (event) => {
      if (event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End") event.stopPropagation();
    });
    this.element = html("span", { class: "ms-field" }, this.#slider);
  }

  show(morph: number, isShown: boolean): void {
    this.element.hidden = !isShown;
    if (Number(this.#slider.value) !== morph) this.#slider.value = String(morph);
    this.#slider.setAttribute("aria-valuetext", `${Math.round(100 * morph)} % of the way to observed`);
  }

  /** Goes to the other end: at once for those who want little motion. */
  play(from: number): void {
    this.stop();
    const to = from < 0.5 ? 1 : 0;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      this.#move(to);
      return;
    }
    const start = performance.now();
    const step = (now: number) => {
      const share = Math.min(1, Math.max(0, (now - start) / durationMs));
      this.#move(from + share * (to - from));
      if (share < 1) this.#frame = requestAnimationFrame(step);
    };
    this.#frame = requestAnimationFrame(step);
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
  }
}
