import type { DrawingContext } from "../../src/drawing/context.js";
import type { Palette } from "../../src/drawing/palette.js";
import { html, setText, sizeCanvas } from "./dom.js";
import { claimKeys } from "./keys.js";
import { onThemeChange, themePalette } from "./theme.js";
import { kernelGone, type TraitModel, TraitView } from "./trait-model.js";

/** The traits that every plot has. */
export interface PlotTraits {
  generation: number;
  figure: { readonly title: string };
}

/** What views of plots have in common: a title, a canvas that fills the width, a line of words under the pointer. */
export abstract class PlotView<Traits extends PlotTraits> extends TraitView<TraitModel<Traits>> {
  declare protected canvas: HTMLCanvasElement;
  declare protected width: number;
  declare private heading: HTMLElement;
  declare private line: HTMLElement;
  declare private resizer: ResizeObserver;
  declare private endTheme: () => void;
  declare private endKeys: () => void;

  /** How high the drawing is at the present width. */
  protected abstract layOut(width: number): number;
  protected abstract draw(context: DrawingContext, palette: Palette, density: number): void;
  /** What the line under the plot says while nothing is pointed at. */
  protected abstract hint(): string;
  /** Takes the data over from the traits. */
  protected abstract read(): void;
  protected actionOf(_event: KeyboardEvent): (() => void) | undefined {
    return undefined;
  }

  override render(): void {
    super.render();
    const { el, model } = this;
    el.classList.add("ms-widget", "ms-plot-view");
    el.tabIndex = -1;
    this.width = 0;
    this.heading = html("b");
    this.canvas = html("canvas", { class: "ms-cells", tabindex: 0, role: "img" });
    this.line = html("div", { class: "ms-plot-line ms-small ms-hint", "aria-live": "polite" });
    const header = html("header", { class: "ms-header" }, this.heading);
    el.replaceChildren(header, html("div", { class: "ms-plot-canvas" }, this.canvas), this.line);
    this.read();
    this.listenTo(model, "change:generation", () => {
      this.read();
      this.resize();
    });
    this.endKeys = claimKeys(el, (event) => this.actionOf(event));
    this.endTheme = onThemeChange(() => this.redraw());
    this.resizer = new ResizeObserver(() => this.resize());
    this.resizer.observe(el);
    this.watchKernel(() => this.width > 0 && this.say(null));
  }

  override remove(): PlotView<Traits> {
    this.resizer?.disconnect();
    this.endTheme?.();
    this.endKeys?.();
    return super.remove();
  }

  protected say(words: string | null): void {
    setText(this.line, words ?? (this.model.comm_live ? this.hint() : kernelGone));
  }

  protected redraw(): void {
    const context = this.canvas.getContext("2d");
    if (!context || this.width === 0) return;
    const density = window.devicePixelRatio || 1;
    context.setTransform(density, 0, 0, density, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.draw(context, themePalette(), density);
  }

  private resize(): void {
    const { title } = this.model.trait("figure");
    setText(this.heading, title);
    this.canvas.setAttribute("aria-label", title);
    const width = this.el.clientWidth - 24;
    if (width <= 0) return;
    this.width = width;
    this.el.dataset.layout = width >= 560 ? "stacked" : "compact";
    sizeCanvas(this.canvas, width, this.layOut(width));
    this.say(null);
    this.redraw();
    this.el.dataset.generation = String(this.model.trait("generation"));
  }
}
