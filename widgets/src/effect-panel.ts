import { drawHistogram, histogramBox, histogramHeight } from "../../src/drawing/bars.js";
import { formatNumber } from "../../src/drawing/format.js";
import { effectHistogram, type StepEffect } from "../../src/drawing/step-effect.js";
import type { ExplorerEffect } from "../../src/widgets/traits/stage-explorer.js";
import { html } from "./dom.js";
import { drawOn } from "./drawn.js";
import { floats } from "./floats.js";
import { themePalette } from "./theme.js";

/** What the step changed in the frame on show: pixels before and after it, and the change in numbers. */
export class EffectPanel {
  readonly element: HTMLElement;
  readonly #canvas = html("canvas", { class: "ms-effect", role: "img" });
  readonly #rows = html("table", { class: "ms-effect-rows", "aria-label": "what changed" });
  #width = 400;

  constructor() {
    const title = html("div", { class: "ms-title" }, html("b", {}, "Pixel values"));
    const changed = html("div", { class: "ms-title" }, html("b", {}, "What changed"));
    this.element = html("section", { class: "ms-section", "aria-label": "what the step changed" });
    this.element.append(title, this.#canvas, changed, this.#rows);
  }

  resize(width: number): void {
    this.#width = Math.max(256, width - 24);
  }

  draw(given: ExplorerEffect | null): void {
    this.element.hidden = given === null;
    if (!given) return;
    const effect: StepEffect = { ...given, before: floats(given.before), after: floats(given.after) };
    this.#canvas.setAttribute("aria-label", inWords(effect));
    const figure = effectHistogram(effect);
    drawOn(this.#canvas, this.#width, histogramHeight, (context) =>
      drawHistogram(context, figure, histogramBox(this.#width), themePalette()),
    );
    this.#rows.replaceChildren(
      ...effect.rows.map(({ label, value, decimals, unit }) =>
        html(
          "tr",
          {},
          html("th", { scope: "row" }, label),
          html("td", { class: "ms-number" }, formatNumber(value, decimals)),
          html("td", { class: "ms-hint" }, unit),
        ),
      ),
    );
  }
}

function inWords({ beforeLabel, afterLabel, beforeMean, afterMean, unit }: StepEffect): string {
  const after = `${afterLabel}: mean ${formatNumber(afterMean, 3)} ${unit}`;
  return beforeMean === null
    ? `histogram of pixel values ${after}`
    : `histograms of pixel values, ${beforeLabel}: mean ${formatNumber(beforeMean, 3)} ${unit}, ${after}`;
}
