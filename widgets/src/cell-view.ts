import type { CellField, Slab } from "../../src/drawing/cells.js";
import { depthRange } from "../../src/drawing/cells.js";
import { colourAt } from "../../src/drawing/colormaps.js";
import { formatNumber, formatQuantity } from "../../src/drawing/format.js";
import type { Palette } from "../../src/drawing/palette.js";
import type { CellAnswer } from "../../src/widgets/traits/why.js";
import { cellInWords, cellTable, countTable } from "./cell-details.js";
import type { CellModel } from "./cell-model.js";
import { CellPlot, type CellPlotDrawing } from "./cell-plot.js";
import { CellVerdict } from "./cell-verdict.js";
import { setPressed, textButton } from "./controls.js";
import { html } from "./dom.js";
import { claimKeys } from "./keys.js";
import { showFacts, summaryLine } from "./summary-line.js";
import { onThemeChange, themePalette } from "./theme.js";
import { kernelGone, TraitView } from "./trait-model.js";
import { layoutOf } from "./view-layout.js";

const mostPlot = 664;

/** What views of cells have in common: a plot, the selected cell in numbers, and the counts. */
export abstract class CellView<Model extends CellModel> extends TraitView<Model> {
  declare protected plot: CellPlot;
  declare protected field: CellField;
  declare protected palette: Palette;
  declare private summary: HTMLElement;
  declare private line: HTMLElement;
  declare private details: HTMLElement;
  declare private verdict: CellVerdict;
  declare private counts: HTMLElement;
  declare private legend: HTMLElement;
  declare private byState: HTMLButtonElement;
  declare private byDepth: HTMLButtonElement;
  declare private resizer: ResizeObserver;
  declare private endTheme: () => void;
  declare private endKeys: () => void;

  protected abstract title(): string;
  protected abstract hint(field: CellField): string;
  protected abstract drawing(): CellPlotDrawing;
  protected abstract controls(): readonly HTMLElement[];
  protected abstract slab(): Slab | null;

  override render(): void {
    super.render();
    const { el, model } = this;
    el.classList.add("ms-widget");
    el.tabIndex = -1;
    this.field = this.readField();
    this.palette = themePalette();
    this.summary = summaryLine();
    this.line = html("div", { class: "ms-line ms-small", "aria-live": "polite" });
    this.details = html("section", { class: "ms-section ms-details" });
    this.verdict = new CellVerdict();
    this.counts = html("section", { class: "ms-section" });
    this.legend = html("div", { class: "ms-legend ms-small ms-hint" });
    this.byState = textButton("State", () => model.change({ colour: "state" }), "Colour by state");
    this.byDepth = textButton("Depth", () => model.change({ colour: "depth" }), "Colour by depth");
    this.plot = new CellPlot(this.field, this.drawing(), model.selection);
    const colours = html(
      "span",
      { class: "ms-segments", role: "group", "aria-label": "colour" },
      this.byState,
      this.byDepth,
    );
    const header = html(
      "header",
      { class: "ms-header" },
      html("b", {}, this.title()),
      this.summary,
      html("span", { class: "ms-space" }),
    );
    header.append(
      ...this.controls(),
      html("span", { class: "ms-field" }, html("span", { class: "ms-hint" }, "colour"), colours),
    );
    const column = html("div", { class: "ms-column" }, this.plot.element, this.line, this.legend);
    const rail = html("div", { class: "ms-rail" }, this.details);
    el.replaceChildren(header, html("div", { class: "ms-split" }, column, rail), this.counts);
    this.endKeys = claimKeys(el, (event) => this.actionOf(event));
    this.listenTo(model, "change:selected change:also_selected change:verdict", () => this.drawSelection());
    this.listenTo(model, "hover", () => {
      this.plot.draw();
      this.drawLine();
    });
    this.listenTo(model, "change:generation", () => this.onCells());
    this.listenTo(model, "change:colour change:slab_um", () => this.drawAll());
    this.resizer = new ResizeObserver(() => this.resize());
    this.resizer.observe(el);
    this.endTheme = onThemeChange(() => this.drawAll());
    this.drawAll();
    this.watchKernel(() => this.drawLine());
  }

  override remove(): CellView<Model> {
    this.resizer?.disconnect();
    this.endTheme?.();
    this.endKeys?.();
    return super.remove();
  }

  /** Pictures of the selected cell, beside its numbers. */
  protected pictures(_id: number): readonly HTMLElement[] {
    return [];
  }

  /** The cells as they are drawn. */
  protected readField(): CellField {
    return this.model.field;
  }

  /** Other cells took over. */
  protected onCells(): void {
    this.field = this.readField();
    this.plot.setField(this.field);
    this.drawAll();
  }

  protected drawAll(): void {
    const { field, model, el } = this;
    this.palette = themePalette();
    const { widthUm, heightUm, na } = field.view;
    const size =
      widthUm === heightUm
        ? formatQuantity(widthUm, "µm")
        : `${formatNumber(widthUm)} × ${formatQuantity(heightUm, "µm")}`;
    showFacts(this.summary, `${formatNumber(field.count)} cells`, `NA ${formatNumber(na, 2)}`, `field of view ${size}`);
    const colour = model.trait("colour");
    setPressed(this.byState, colour === "state");
    setPressed(this.byDepth, colour === "depth");
    this.drawLegend(colour === "depth");
    this.counts.replaceChildren(countTable(field, this.slab()));
    Object.assign(el.dataset, { generation: model.trait("generation"), cells: field.count, colour });
    this.plot.draw();
    this.drawSelection();
  }

  protected drawSelection(): void {
    const { field, model, el } = this;
    const { selected, all } = model.selection;
    el.dataset.selected = all.join(" ");
    const title = html("div", { class: "ms-title" });
    const keys = html("span", { class: "ms-small ms-hint" }, html("kbd", {}, "←"), html("kbd", {}, "→"), " next cell");
    if (selected === null || selected >= field.count) {
      const hint =
        field.count > 0 ? "Click a cell to see its numbers." : "No cells: raise the density or widen the depth range.";
      title.append(html("span", { class: "ms-hint" }, hint), html("span", { class: "ms-space" }), keys);
      this.details.replaceChildren(title);
    } else {
      const { verdict } = this;
      title.append(
        ...cellInWords(field, selected).slice(0, 2),
        verdict.button,
        html("span", { class: "ms-space" }),
        keys,
      );
      const [table, pictures] = [cellTable(field, selected), this.pictures(selected)];
      const wasFocused = verdict.button === this.details.ownerDocument.activeElement;
      this.details.replaceChildren(title, table, verdict.element, ...pictures);
      verdict.draw(this.answer(selected), field.states[selected] !== 3);
      // Keys go on to work where the button was.
      if (wasFocused) (verdict.button.hidden ? el : verdict.button).focus({ preventScroll: true });
    }
    this.plot.draw();
    this.drawLine();
  }

  /** Whether what the kernel says of a cell is true of the cells as they are drawn. */
  protected isAsSimulated(): boolean {
    return true;
  }

  /** Why a cell is seen or lost, once that is known. */
  private answer(selected: number): CellAnswer | null {
    const { model } = this;
    const { generation, answer } = model.trait("verdict") ?? {};
    const isOf = answer?.cell === selected && generation === model.trait("generation") && this.isAsSimulated();
    return isOf ? answer : null;
  }

  protected drawLine(): void {
    const { hovered } = this.model.selection;
    this.el.dataset.hovered = hovered === null ? "" : String(hovered);
    if (hovered !== null && hovered < this.field.count) this.line.replaceChildren(...cellInWords(this.field, hovered));
    else {
      const words = this.model.comm_live ? this.hint(this.field) : kernelGone;
      this.line.replaceChildren(html("span", { class: "ms-hint" }, words));
    }
  }

  private drawLegend(isDepth: boolean): void {
    this.legend.hidden = !isDepth;
    if (!isDepth) return;
    const [low, high] = depthRange(this.field);
    const stops = Array.from({ length: 8 }, (_, i) => colourAt("viridis", 0.1 + (0.85 * i) / 7)).join(", ");
    const bar = html("span", { class: "ms-depths", style: `background:linear-gradient(90deg, ${stops})` });
    this.legend.replaceChildren(formatQuantity(low, "µm"), bar, `${formatQuantity(high, "µm")} deep`);
  }

  protected resize(): void {
    const width = this.el.clientWidth;
    if (width === 0) return;
    const layout = layoutOf(width);
    this.el.dataset.layout = layout;
    this.plot.resize(Math.max(304, Math.min(mostPlot, layout === "wide" ? mostPlot : width - 24)));
    this.verdict.redraw();
  }

  protected actionOf({ key, shiftKey }: KeyboardEvent): (() => void) | undefined {
    const { field } = this;
    const { selection } = this.model;
    if (key === "Escape") return () => selection.select(null);
    if (key === "w") return () => this.verdict.toggle();
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[key];
    if (!step || field.count === 0) return undefined;
    const from = selection.selected ?? (step > 0 ? -1 : 0);
    const to = from + step * (shiftKey ? 10 : 1);
    return () => selection.select(((to % field.count) + field.count) % field.count);
  }
}
