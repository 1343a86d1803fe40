import {
  type CellTraceRow,
  drawCellTraces,
  drawTraceAxis,
  traceAxisHeight,
  traceBox,
  traceRowHeight,
} from "../../src/drawing/cell-traces.js";
import { stateNames } from "../../src/drawing/cells.js";
import { formatNumber, formatQuantity, formatSnr } from "../../src/drawing/format.js";
import { stateSymbol } from "./cell-symbols.js";
import { textButton } from "./controls.js";
import { html, onDrag } from "./dom.js";
import { drawOn } from "./drawn.js";
import type { MoviePlayerModel } from "./movie-player-model.js";
import { themePalette } from "./theme.js";

const nameWidth = 112;
/** Rows of more cells are not drawn: the list would be longer than anybody reads. */
const mostRows = 12;

/** The traces of the chosen cells, with a cursor at the frame on show. */
export class TracesPanel {
  readonly element: HTMLElement;
  readonly #model: MoviePlayerModel;
  readonly #count = html("span", { class: "ms-small ms-hint" });
  readonly #legend = html("span", { class: "ms-small ms-hint ms-trace-legend" });
  readonly #rows = html("div", { class: "ms-trace-rows" });
  readonly #cursor = html("div", { class: "ms-trace-cursor" });
  readonly #axis = html("canvas", { class: "ms-trace-axis", "aria-hidden": "true" });
  readonly #hint = html("p", { class: "ms-hint ms-trace-hint" });
  readonly #measure: HTMLButtonElement;
  #canvases = new Map<number, HTMLCanvasElement>();
  #width = 0;
  #isCompact = false;
  #shown = "";

  constructor(model: MoviePlayerModel) {
    this.#model = model;
    this.#measure = textButton("Measure", () => {
      model.truth.measure({ isWanted: true });
      this.drawCells();
    });
    this.#measure.classList.add("ms-small");
    const title = html(
      "div",
      { class: "ms-title" },
      html("b", {}, "Traces"),
      this.#count,
      html("span", { class: "ms-space" }),
      this.#legend,
      this.#measure,
    );
    const plots = html("div", { class: "ms-trace-plots" }, this.#rows, this.#axis, this.#cursor);
    this.element = html("section", { class: "ms-section ms-traces" }, title, this.#hint, plots);
    const seek = ({ clientX }: PointerEvent) => {
      const box = traceBox(this.#width);
      const { left } = this.#axis.getBoundingClientRect();
      model.scrub(true);
      model.seek(((clientX - left - box.x) / box.width) * (model.frameCount - 1));
    };
    onDrag(
      this.#rows,
      (event) => event.target instanceof HTMLCanvasElement && seek(event),
      () => model.scrub(false),
    );
  }

  resize(width: number, isCompact: boolean): void {
    this.#width = Math.max(120, width - 24 - nameWidth);
    this.#isCompact = isCompact;
    this.#shown = "";
    this.drawCells();
  }

  /** Other cells are chosen, or what is known of them has arrived. */
  drawCells(): void {
    const { truth, chosen, movieCount, labels } = this.#model;
    this.element.hidden = truth.count === 0;
    if (truth.count === 0 || this.#width === 0) return;
    const rows = chosen.filter((id) => id < truth.count).slice(0, this.#isCompact ? 1 : mostRows);
    truth.measure();
    this.#count.textContent = `${formatNumber(chosen.length)} of ${formatNumber(truth.count)} cells`;
    this.#hint.hidden = rows.length > 0;
    this.#hint.textContent = "Click a cell in the movie to see its traces; with Shift, several.";
    this.#drawLegend(movieCount > 1 ? labels : []);
    this.#measure.hidden = rows.length === 0 || !truth.waitsToMeasure;
    this.#measure.title = `Takes the mean over each cell's region of interest in all ${this.#model.frameCount} frames`;
    this.#layOutRows(rows);
    for (const id of rows) this.#drawRow(id);
    this.#drawAxis(rows.length > 0);
    this.drawPosition();
  }

  drawPosition(): void {
    const { position, frameCount } = this.#model;
    const box = traceBox(this.#width);
    const x = nameWidth + box.x + (position / Math.max(1, frameCount - 1)) * box.width;
    this.#cursor.style.transform = `translateX(${Math.round(x)}px)`;
  }

  #drawLegend(labels: readonly string[]): void {
    const { measured, failure } = this.#model.truth;
    const key = (kind: string, text: string) =>
      html("span", { class: "ms-key" }, html("span", { class: `ms-key-line ms-key-${kind}` }), text);
    const unit = this.#model.stageInfo?.unit ?? "";
    const share = failure ? "cannot be measured" : measured === null ? unit : `${Math.round(100 * measured)} %`;
    const regions =
      labels.length > 0
        ? labels.map((label, i) => key(i === labels.length - 1 ? "measured" : "reference", label))
        : [key("measured", `naive ROI (${share})`)];
    this.#legend.replaceChildren(key("truth", "true C (a.u.)"), ...regions, key("spikes", "spikes"));
    this.#legend.title = failure ?? "";
  }

  #layOutRows(ids: readonly number[]): void {
    const { selection } = this.#model;
    const shown = `${ids.join()} ${selection.all.join()} ${this.#width} ${this.#model.trait("generation")}`;
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#canvases = new Map(ids.map((id) => [id, html("canvas", { class: "ms-trace" })]));
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.cell : undefined;
    this.#rows.replaceChildren(
      ...[...this.#canvases].map(([id, canvas]) => html("div", { class: "ms-trace-row" }, this.#name(id), canvas)),
    );
    if (focused) this.#rows.querySelector<HTMLElement>(`[data-cell="${focused}"]`)?.focus();
  }

  #name(id: number): HTMLElement {
    const { truth, selection } = this.#model;
    const cell = truth.cell(id);
    if (!cell) return html("span");
    const lines = [`${formatQuantity(cell.depth, "µm")} deep`];
    if (!Number.isNaN(cell.snr)) lines.push(`SNR ${formatSnr(cell.snr)}`);
    const name = html("button", {
      type: "button",
      class: "ms-trace-name",
      "data-cell": id,
      "aria-pressed": String(selection.all.includes(id)),
      title: stateNames[cell.state],
    });
    const title = html("span", { class: "ms-trace-id" }, stateSymbol(cell.state), `#${id}`);
    name.append(title, ...lines.map((line) => html("span", { class: "ms-small ms-hint" }, line)));
    name.addEventListener("click", (event) => selection.select(id, { add: event.shiftKey }));
    name.addEventListener("pointerenter", () => selection.hover(id));
    name.addEventListener("pointerleave", () => selection.hover(null));
    return name;
  }

  #drawRow(id: number): void {
    const canvas = this.#canvases.get(id);
    if (!canvas) return;
    const row: CellTraceRow = this.#model.truth.traces(id);
    const has = [row.C && "C", row.S && "spikes", row.regions && "regions"].filter(Boolean).join(" ");
    canvas.dataset.has = has;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", `traces of cell ${id}: ${has || "loading"}`);
    drawOn(canvas, this.#width, traceRowHeight, (context) => drawCellTraces(context, row, this.#width, themePalette()));
  }

  #drawAxis(isShown: boolean): void {
    this.#axis.hidden = !isShown;
    this.#cursor.hidden = !isShown;
    const { frameCount, fps } = this.#model;
    this.#axis.style.marginLeft = `${nameWidth}px`;
    drawOn(this.#axis, this.#width, traceAxisHeight, (context) =>
      drawTraceAxis(context, Math.max(1, frameCount - 1) / fps, this.#width, themePalette()),
    );
  }
}
