import { type Leader, leaderLine } from "../../src/drawing/leaders.js";
import { svg } from "./dom.js";

/** A mark on the image, in pixels of the screen from its corner, and the card about it. */
export type MarkedCard = Pick<Leader, "from" | "off" | "way"> & { readonly card: HTMLElement };

/**
 * Lines from what is asked about to the answers beside the image. They are drawn once a frame, when everything stands in its
 * place, and when they come into sight: JupyterLab lays nothing out while it changes its theme.
 */
export class WhyLeaders {
  readonly element = svg("svg", { class: "ms-leaders", "aria-hidden": "true" });
  readonly #stack: Element;
  readonly #marked: () => readonly MarkedCard[];
  readonly #sight = new IntersectionObserver(() => this.draw());
  #isToDraw = false;

  constructor(stack: Element, marked: () => readonly MarkedCard[]) {
    this.#stack = stack;
    this.#marked = marked;
    this.#sight.observe(this.element);
  }

  draw(): void {
    if (this.#isToDraw) return;
    this.#isToDraw = true;
    requestAnimationFrame(() => {
      this.#isToDraw = false;
      this.#drawNow();
    });
  }

  end(): void {
    this.#sight.disconnect();
  }

  #drawNow(): void {
    const corner = this.element.getBoundingClientRect();
    const box = this.#stack.getBoundingClientRect();
    const image = { right: box.right - corner.left, top: box.top - corner.top, bottom: box.bottom - corner.top };
    const lines = this.#marked().flatMap(({ from: [x, y], off, way, card }) => {
      if (x < 0 || y < 0 || x > box.width || y > box.height) return [];
      const title = card.querySelector(".ms-title")?.getBoundingClientRect();
      if (!title) return [];
      const { top, bottom } = card.getBoundingClientRect();
      const words = {
        left: title.left - corner.left,
        top: top - corner.top,
        bottom: bottom - corner.top,
        title: (title.top + title.bottom) / 2 - corner.top,
      };
      const from = [x + box.left - corner.left, y + image.top] as const;
      const { onImage, beside } = leaderLine({ from, off, way, words, image });
      return [
        svg("polyline", { class: "ms-leader-halo", points: onImage.join(" ") }),
        svg("polyline", { class: "ms-leader-on-image", points: onImage.join(" ") }),
        svg("polyline", { class: "ms-leader", points: beside.join(" ") }),
      ];
    });
    this.element.replaceChildren(...lines);
  }
}
