import { cellSentence, drawWaterfall, waterfallHeight, waterfallInWords } from "../../src/drawing/snr-waterfall.js";
import type { CellAnswer } from "../../src/widgets/traits/why.js";
import { textButton } from "./controls.js";
import { html } from "./dom.js";
import { drawOn } from "./drawn.js";
import { themePalette } from "./theme.js";

/** A cell's signal-to-noise ratio step by step, as wide as said. */
export function waterfallPicture(answer: CellAnswer, width: number): HTMLCanvasElement {
  const waterfall = html("canvas", {
    class: "ms-why-waterfall",
    role: "img",
    "aria-label": `signal-to-noise ratio step by step: ${waterfallInWords(answer)}`,
  });
  drawOn(waterfall, width, waterfallHeight(answer), (context) =>
    drawWaterfall(context, answer, { x: 0, y: 0, width }, themePalette()),
  );
  return waterfall;
}

const [leastWidth, mostWidth] = [280, 640];

/** Why the selected cell is seen or lost: a sentence, and the losses step by step when somebody asks why. */
export class CellVerdict {
  readonly button = textButton("Why?", () => this.toggle(), "What took its signal, step by step (W)");
  readonly element = html("div", { class: "ms-verdict" });
  #answer: CellAnswer | null = null;
  #isJudged = false;
  #isOpen = false;

  /** Nothing while the answer is on its way; room for it where there will be one. */
  draw(answer: CellAnswer | null, isJudged: boolean): void {
    this.#answer = answer;
    this.#isJudged = isJudged;
    this.button.hidden = !answer;
    this.button.setAttribute("aria-expanded", String(this.#isOpen));
    this.element.hidden = !isJudged;
    const sentence = html("p", {}, answer ? cellSentence(answer) : "");
    const width = Math.min(mostWidth, Math.max(leastWidth, this.element.clientWidth));
    this.element.replaceChildren(sentence, ...(answer && this.#isOpen ? [waterfallPicture(answer, width)] : []));
  }

  toggle(): void {
    if (!this.#answer) return;
    this.#isOpen = !this.#isOpen;
    this.redraw();
  }

  /** In other colours, or where there is more or less room. */
  redraw(): void {
    this.draw(this.#answer, this.#isJudged);
  }
}
