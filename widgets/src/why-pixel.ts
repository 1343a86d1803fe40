import { formatNumber, formatQuantity } from "../../src/drawing/format.js";
import {
  drawHatched,
  drawPartBar,
  drawSlimBar,
  type PartRow,
  type PixelStage,
  partBarHeight,
  partColour,
  partRows,
  pixelSentence,
  reachByUnit,
} from "../../src/drawing/pixel-parts.js";
import type { PixelAnswer } from "../../src/widgets/traits/why.js";
import { iconButton } from "./controls.js";
import { html } from "./dom.js";
import { drawOn } from "./drawn.js";
import { themePalette } from "./theme.js";

interface PixelCardActions {
  close(): void;
  chooseStage(stage: string): void;
  chooseCell(cell: number): void;
  hoverCell(cell: number | null): void;
}

const slimHeight = 10;

/** What a pixel is made of, at the stage on show and at all the others. */
export class WhyPixel {
  readonly element = html("section", { class: "ms-section ms-why-card", "aria-label": "why this pixel" });
  readonly #on: PixelCardActions;
  #width = 0;

  constructor(on: PixelCardActions) {
    this.#on = on;
  }

  resize(width: number): void {
    this.#width = Math.max(240, width - 24);
  }

  draw(answer: PixelAnswer | null, stageName: string): void {
    const stage = answer?.stages.find(({ stage: name }) => name === stageName);
    if (!answer || !stage) {
      this.element.replaceChildren(html("p", { class: "ms-hint" }, "Click a pixel to see what it is made of."));
      return;
    }
    const { row, column, xUm, yUm } = answer;
    const place = `at ${formatNumber(xUm)}, ${formatQuantity(yUm, "µm")}`;
    const close = iconButton("close", "Close (Esc)", () => this.#on.close());
    close.classList.add("ms-quiet");
    const title = html(
      "div",
      { class: "ms-title" },
      html("b", {}, `Pixel x ${column}, y ${row}`),
      html("span", { class: "ms-hint" }, place),
      html("span", { class: "ms-space" }),
      close,
    );
    const palette = themePalette();
    const bar = html("canvas", { class: "ms-why-bar", role: "img", "aria-label": this.#inWords(stage) });
    drawOn(bar, this.#width, partBarHeight, (context) =>
      drawPartBar(context, stage, { x: 0, y: 0, width: this.#width }, palette),
    );
    const sentence = html("p", { class: "ms-why-answer", "aria-live": "polite" }, pixelSentence(stage));
    this.element.replaceChildren(
      title,
      sentence,
      bar,
      this.#table(stage),
      this.#cells(stage),
      this.#stages(answer, stageName),
    );
  }

  #inWords({ parts, unit, value }: PixelStage): string {
    const words = parts.map((part) => `${part.name} ${formatNumber(part.value, 2)}`);
    return `parts of the pixel value ${formatNumber(value, 2)} ${unit}: ${words.join(", ")}`;
  }

  #table(stage: PixelStage): HTMLElement {
    const rows = partRows(stage).map((row) =>
      html(
        "tr",
        { class: row.isTotal ? "ms-total" : null },
        html("td", { class: "ms-swatch-cell" }, ...this.#swatch(row)),
        html("th", { scope: "row" }, row.label),
        html("td", { class: "ms-number" }, row.value),
        html("td", { class: "ms-hint" }, stage.unit),
        html("td", { class: "ms-number ms-hint" }, row.share),
      ),
    );
    return html("table", { class: "ms-why-table" }, ...rows);
  }

  #swatch({ name, mark }: PartRow): Node[] {
    if (mark === "none") return [];
    const palette = themePalette();
    const swatch = html("canvas", { "aria-hidden": "true" });
    drawOn(swatch, 12, 12, (context) => {
      context.fillStyle = partColour(name, palette);
      if (mark === "hatched") drawHatched(context, { x: 0, y: 0, width: 12, height: 12 }, palette);
      else context.fillRect(0, 0, 12, 12);
    });
    return [swatch];
  }

  /** The brightest cells, each to be asked about. */
  #cells({ cells, unit, noiseSigma }: PixelStage): HTMLElement {
    const decimals = noiseSigma === null ? 4 : 2;
    const chips = cells.flatMap(({ cell, value }) => {
      if (cell === null) return [];
      const look = { type: "button", class: "ms-button ms-small", title: `Why cell #${cell}?` };
      const chip = html("button", look, `#${cell} `, html("span", { class: "ms-hint" }, formatNumber(value, decimals)));
      chip.addEventListener("click", () => this.#on.chooseCell(cell));
      for (const event of ["pointerenter", "focus"]) chip.addEventListener(event, () => this.#on.hoverCell(cell));
      for (const event of ["pointerleave", "blur"]) chip.addEventListener(event, () => this.#on.hoverCell(null));
      return [chip];
    });
    if (chips.length === 0) return html("div");
    return html(
      "div",
      { class: "ms-why-cells" },
      html("span", { class: "ms-hint ms-small" }, `cells (${unit})`),
      ...chips,
    );
  }

  /** The same pixel at every stage, to the scale of its unit. */
  #stages({ stages }: PixelAnswer, shown: string): HTMLElement {
    const palette = themePalette();
    const most = reachByUnit(stages);
    const width = Math.max(80, this.#width - 268);
    const rows = stages.map((stage) => {
      const name = html(
        "button",
        { type: "button", class: "ms-button ms-quiet ms-small" },
        stage.stage.replaceAll("_", " "),
      );
      name.setAttribute("aria-pressed", String(stage.stage === shown));
      name.addEventListener("click", () => this.#on.chooseStage(stage.stage));
      const bar = html("canvas", { role: "img", "aria-label": this.#inWords(stage) });
      drawOn(bar, width, slimHeight, (context) =>
        drawSlimBar(context, stage, most.get(stage.unit)!, { x: 0, y: 0, width, height: slimHeight }, palette),
      );
      const decimals = stage.noiseSigma === null ? 4 : 0;
      return html(
        "tr",
        {},
        html("th", { scope: "row" }, name),
        html("td", {}, bar),
        html("td", { class: "ms-number" }, formatNumber(stage.value, decimals)),
        html("td", { class: "ms-hint" }, stage.unit),
      );
    });
    return html("table", { class: "ms-why-table ms-why-stages", "aria-label": "stage by stage" }, ...rows);
  }
}
