import type { Comparison } from "../../src/widgets/traits/movie-player.js";
import { setPressed, textButton } from "./controls.js";
import { html } from "./dom.js";
import type { MoviePlayerModel } from "./movie-player-model.js";

/** Buttons that say which of two movies is seen, or what is between them. */
export class CompareBar {
  readonly element = html("span", { class: "ms-segments ms-compare", role: "group", "aria-label": "compare" });
  readonly #model: MoviePlayerModel;
  #said: string | null = null;

  constructor(model: MoviePlayerModel) {
    this.#model = model;
  }

  /** Other movies are compared. */
  drawMovie(): void {
    const { labels } = this.#model;
    const said = labels.join("\n");
    if (said === this.#said) return;
    this.#said = said;
    this.element.hidden = labels.length < 2;
    const all: readonly (readonly [compare: Comparison, name: string | undefined, key: string])[] = [
      ["side_by_side", "Side by side", "0"],
      ["first", labels[0], "1"],
      ["difference", "Difference", "2"],
      ["last", labels.at(-1), "3"],
    ];
    const buttons = all.map(([compare, name = "", key]) => {
      const button = textButton(name, () => this.#model.change({ compare }), `${name} (${key})`);
      button.dataset.compare = compare;
      return button;
    });
    this.element.replaceChildren(...buttons);
    this.draw();
  }

  draw(): void {
    for (const button of this.element.querySelectorAll("button")) {
      setPressed(button, button.dataset.compare === this.#model.compare);
    }
  }
}
