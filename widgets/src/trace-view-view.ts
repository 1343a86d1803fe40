import { clipped } from "../../src/drawing/axes.js";
import type { DrawingContext } from "../../src/drawing/context.js";
import { unpackTraces } from "../../src/drawing/packed-traces.js";
import type { Palette } from "../../src/drawing/palette.js";
import {
  layOutTraces,
  mostTraceHeight,
  panelAt,
  type TraceLayout,
  type TraceWindow,
  traceMargins,
} from "../../src/drawing/trace-layout.js";
import {
  drawTraces,
  sampleAt,
  sampleCount,
  type TraceFigure,
  type TraceMarks,
  valuesInWords,
} from "../../src/drawing/traces.js";
import type { TraceViewTraits } from "../../src/widgets/traits/plots.js";
import { html, onDrag } from "./dom.js";
import { floats } from "./floats.js";
import { PlotView } from "./plot-view.js";
import { CellSelection } from "./selection.js";
import { themePalette } from "./theme.js";
import { TraitModel } from "./trait-model.js";

/** The page's side of a TraceView. */
export class TraceViewModel extends TraitModel<TraceViewTraits> {
  declare selection: CellSelection;

  override initialize(...[attributes, options]: Parameters<TraitModel<TraceViewTraits>["initialize"]>): void {
    super.initialize(attributes, options);
    this.selection = new CellSelection(this);
    // The frame may come from a linked player, which knows nothing of the axis.
    this.on("change:frame", () => {
      const cursor = this.cursorAt(this.trait("frame"));
      if (cursor.time_s !== this.trait("time_s")) this.change(cursor);
    });
  }

  /** The cursor as a sample and as a place on the axis. */
  cursorAt(frame: number | null): Pick<TraceViewTraits, "frame" | "time_s"> {
    const { start, step } = this.trait("figure").x;
    return { frame, time_s: frame === null ? null : start + frame * step };
  }
}

/** Panels of traces with a cursor; many of them scroll, and only those that are seen are drawn. */
export class TraceViewView extends PlotView<TraceViewTraits> {
  declare model: TraceViewModel;
  declare private figure: TraceFigure;
  declare private layout: TraceLayout;
  declare private scroller: HTMLElement;
  declare private room: HTMLElement;
  declare private drawing: number;
  /** What of the panels the canvas shows; null where it does not show them as they are. */
  declare private shown: TraceWindow | null;

  override render(): void {
    super.render();
    const { el, canvas, model } = this;
    el.classList.add("ms-trace-view");
    this.drawing = 0;
    this.shown = null;
    this.room = html("div");
    this.scroller = html("div", { class: "ms-trace-scroll" }, this.room);
    canvas.replaceWith(this.scroller);
    this.room.append(canvas);
    this.scroller.addEventListener("scroll", () => this.drawSoon());
    this.listenTo(model, "change:frame", () => this.onFrame());
    this.listenTo(model, "change:selected change:also_selected hover", () => this.onSelection());
    canvas.style.touchAction = "pan-y";
    onDrag(canvas, (event) => {
      if (!this.labelUnder(event)) this.moveTo(this.sampleUnder(event.clientX));
    });
    canvas.addEventListener("click", (event) => {
      const label = this.labelUnder(event);
      if (label) model.selection.select(label.cell, { add: event.shiftKey });
    });
    canvas.addEventListener("pointermove", (event) => {
      const panel = this.panelUnder(event);
      const cell = panel === null ? null : this.figure.panels[panel].cell;
      canvas.style.cursor = this.labelUnder(event) ? "pointer" : "default";
      model.selection.hover(cell);
      this.say(this.words(this.sampleUnder(event.clientX), panel));
    });
    canvas.addEventListener("pointerleave", () => {
      model.selection.hover(null);
      this.say(null);
    });
    this.onFrame();
    this.onSelection();
  }

  protected override read(): void {
    const { values, events, ...figure } = this.model.trait("figure");
    this.figure = unpackTraces({ ...figure, values: floats(values), events: floats(events) });
  }

  protected override layOut(width: number): number {
    this.layout = layOutTraces(this.figure, width);
    this.room.style.height = `${this.layout.height}px`;
    const seen = Math.min(this.layout.content, mostTraceHeight) + traceMargins.axis;
    this.scroller.style.maxHeight = `${seen}px`;
    this.el.dataset.panels = String(this.figure.panels.length);
    return seen;
  }

  protected override draw(context: DrawingContext, palette: Palette): void {
    this.shown = this.seen();
    drawTraces(context, this.figure, this.width, palette, this.marks(this.shown));
  }

  /** What is seen of the panels, on whole pixels of the canvas. */
  private seen(): TraceWindow {
    const density = window.devicePixelRatio || 1;
    const top = Math.round(this.scroller.scrollTop * density) / density;
    return { top, height: Math.min(this.layout.content, mostTraceHeight) };
  }

  private marks(window: TraceWindow): TraceMarks {
    const { selection } = this.model;
    return { sample: this.model.trait("frame"), selected: selection.all, hovered: selection.hovered, window };
  }

  /** Moves the rows that are still seen, and draws only those that have come into view. */
  private scrollOn(): void {
    if (this.width === 0) return;
    const { shown, canvas } = this;
    const [seen, density] = [this.seen(), window.devicePixelRatio || 1];
    const context = canvas.getContext("2d");
    const by = shown ? seen.top - shown.top : Number.POSITIVE_INFINITY;
    if (by === 0) return;
    if (!context || !this.layout.isDense || Math.abs(by) >= seen.height) {
      this.redraw();
      return;
    }
    this.shown = seen;
    context.setTransform(1, 0, 0, 1, 0, 0);
    clipped(context, { x: 0, y: 0, width: canvas.width, height: Math.floor(seen.height * density) }, () => {
      context.globalCompositeOperation = "copy";
      context.drawImage(canvas, 0, -Math.round(by * density));
    });
    context.setTransform(density, 0, 0, density, 0, 0);
    // A pixel more than has come into view, whose edge may lie within one.
    const height = Math.min(seen.height, Math.abs(by) + 1);
    const part = { top: by > 0 ? seen.top + seen.height - height : seen.top, height };
    context.clearRect(0, part.top - seen.top, this.width, part.height);
    drawTraces(context, this.figure, this.width, themePalette(), { ...this.marks(seen), part });
  }

  protected override hint(): string {
    const frame = this.model.trait("frame");
    return frame === null ? "Point at a trace to read its values." : this.words(frame, null);
  }

  protected override actionOf({ key, shiftKey }: KeyboardEvent): (() => void) | undefined {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
    if (key === "Escape") return () => this.model.change(this.model.cursorAt(null));
    if (step) return () => this.moveTo((this.model.trait("frame") ?? 0) + step * (shiftKey ? 10 : 1));
    const panels = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10 }[key];
    return panels ? () => this.goThrough(panels) : undefined;
  }

  /** Goes on by some panels: to their cells where they have some, and so that they are seen. */
  private goThrough(panels: number): void {
    const { boxes } = this.layout;
    const { selected } = this.model.selection;
    const at = this.figure.panels.findIndex(({ cell }) => cell !== null && cell === selected);
    if (this.figure.panels.some(({ cell }) => cell !== null)) {
      const next = Math.min(boxes.length - 1, Math.max(0, at < 0 ? 0 : at + panels));
      const { cell } = this.figure.panels[next];
      if (cell !== selected) this.model.selection.select(cell);
    } else if (boxes.length > 1) this.scroller.scrollTop += panels * (boxes[1].y - boxes[0].y);
  }

  private onSelection(): void {
    const { selection } = this.model;
    this.el.dataset.selected = selection.all.join(" ");
    this.el.dataset.hovered = String(selection.hovered ?? "");
    const at = this.figure.panels.findIndex(({ cell }) => cell !== null && cell === selection.selected);
    const box = this.layout?.boxes[at];
    if (box) {
      const { scrollTop } = this.scroller;
      const lowest = box.y + box.height + 8 - Math.min(this.layout.content, mostTraceHeight);
      if (box.y - traceMargins.title < scrollTop) this.scroller.scrollTop = box.y - traceMargins.title;
      else if (lowest > scrollTop) this.scroller.scrollTop = lowest;
    }
    this.shown = null;
    this.drawSoon();
  }

  private drawSoon(): void {
    cancelAnimationFrame(this.drawing);
    this.drawing = requestAnimationFrame(() => this.scrollOn());
  }

  /** Of few panels the values of all, of many those of the one that is meant. */
  private words(sample: number, panel: number | null): string {
    const { panels } = this.figure;
    return valuesInWords(this.figure, sample, panels.length <= 4 ? panels : panel === null ? [] : [panels[panel]]);
  }

  private moveTo(sample: number): void {
    const last = Math.max(0, sampleCount(this.figure) - 1);
    const frame = Math.min(last, Math.max(0, sample));
    if (frame !== this.model.trait("frame")) this.model.change(this.model.cursorAt(frame));
  }

  private onFrame(): void {
    this.el.dataset.frame = String(this.model.trait("frame") ?? "");
    this.say(null);
    this.redraw();
  }

  private sampleUnder(clientX: number): number {
    return sampleAt(this.figure, this.width, clientX - this.canvas.getBoundingClientRect().left);
  }

  private panelUnder({ clientY }: MouseEvent): number | null {
    const y = clientY - this.canvas.getBoundingClientRect().top;
    return y > Math.min(this.layout.content, mostTraceHeight)
      ? null
      : panelAt(this.layout, y + this.scroller.scrollTop);
  }

  /** The cell whose label is under the pointer: beside its row, or over its panel. */
  private labelUnder(event: MouseEvent): { readonly cell: number } | null {
    const panel = this.panelUnder(event);
    const cell = panel === null ? null : this.figure.panels[panel].cell;
    if (panel === null || cell === null) return null;
    const { left, top } = this.canvas.getBoundingClientRect();
    const box = this.layout.boxes[panel];
    const isBeside = event.clientX - left < box.x;
    const isOver = !this.layout.isDense && event.clientY - top + this.scroller.scrollTop < box.y;
    return isBeside || isOver ? { cell } : null;
  }
}
