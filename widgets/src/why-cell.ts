import { stateNames } from "../../src/drawing/cells.js";
import { formatQuantity } from "../../src/drawing/format.js";
import { cellSentence } from "../../src/drawing/snr-waterfall.js";
import type { CellAnswer } from "../../src/widgets/traits/why.js";
import { stateSymbol } from "./cell-symbols.js";
import { waterfallPicture } from "./cell-verdict.js";
import { iconButton } from "./controls.js";
import { html } from "./dom.js";

/** What took the signal of a cell. */
export class WhyCell {
  readonly element = html("section", { class: "ms-section ms-why-card", "aria-label": "why this cell" });
  readonly #close: () => void;
  #width = 0;

  constructor(close: () => void) {
    this.#close = close;
  }

  resize(width: number): void {
    this.#width = Math.max(280, width - 24);
  }

  draw(cell: number | null, answer: CellAnswer | null, problem: string, state: number): void {
    if (cell === null || (!answer && !problem)) {
      const hint = "Pick a cell to see what took its signal: press W, then click one or use the arrow keys.";
      this.element.replaceChildren(html("p", { class: "ms-hint" }, hint));
      return;
    }
    const close = iconButton("close", "Close (Esc)", this.#close);
    close.classList.add("ms-quiet");
    const known = state === 0 || state === 1 || state === 2 ? state : 3;
    const facts: string[] = [stateNames[known]];
    if (answer) facts.push(`depth ${formatQuantity(answer.depthUm, "µm")}`);
    if (answer?.blurUm != null) facts.push(`blur σ ${formatQuantity(answer.blurUm, "µm")}`);
    const title = html(
      "div",
      { class: "ms-title" },
      stateSymbol(known),
      html("b", {}, `Cell #${cell}`),
      html("span", { class: "ms-hint" }, facts.join(" · ")),
      html("span", { class: "ms-space" }),
      close,
    );
    if (!answer) {
      this.element.replaceChildren(title, html("p", { class: "ms-why-answer" }, problem));
      return;
    }
    const sentence = html("p", { class: "ms-why-answer", "aria-live": "polite" }, cellSentence(answer));
    this.element.replaceChildren(title, sentence, waterfallPicture(answer, this.#width));
  }
}
