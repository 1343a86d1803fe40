import type { DrawingContext } from "../../src/drawing/context.js";
import type { Palette } from "../../src/drawing/palette.js";
import {
  drawTraces,
  layOutTraces,
  sampleAt,
  sampleCount,
  type TraceFigure,
  valuesInWords,
} from "../../src/drawing/traces.js";
import type { TraceViewTraits } from "../../src/widgets/traits/plots.js";
import { onDrag } from "./dom.js";
import { floats } from "./floats.js";
import { PlotView } from "./plot-view.js";
import { TraitModel } from "./trait-model.js";

/** The page's side of a TraceView. */
export class TraceViewModel extends TraitModel<TraceViewTraits> {}

/** Panels of traces with a cursor. */
export class TraceViewView extends PlotView<TraceViewTraits> {
  declare private figure: TraceFigure;

  override render(): void {
    super.render();
    this.el.classList.add("ms-trace-view");
    this.listenTo(this.model, "change:frame", () => this.onFrame());
    this.canvas.style.touchAction = "pan-y";
    onDrag(this.canvas, ({ clientX }) => this.moveTo(this.sampleUnder(clientX)));
    this.canvas.addEventListener("pointermove", ({ clientX }) =>
      this.say(valuesInWords(this.figure, this.sampleUnder(clientX))),
    );
    this.canvas.addEventListener("pointerleave", () => this.say(null));
    this.onFrame();
  }

  protected override read(): void {
    const { panels, ...rest } = this.model.trait("figure");
    this.figure = {
      ...rest,
      panels: panels.map(({ lines, events, ...panel }) => ({
        ...panel,
        events: floats(events),
        lines: lines.map((line) => ({ ...line, values: floats(line.values) })),
      })),
    };
  }

  protected override layOut(width: number): number {
    return layOutTraces(this.figure, width).height;
  }

  protected override draw(context: DrawingContext, palette: Palette): void {
    drawTraces(context, this.figure, this.width, palette, this.model.trait("frame"));
  }

  protected override hint(): string {
    const frame = this.model.trait("frame");
    return frame === null ? "Point at a trace to read its values." : valuesInWords(this.figure, frame);
  }

  protected override actionOf({ key, shiftKey }: KeyboardEvent): (() => void) | undefined {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
    if (key === "Escape") return () => this.model.change({ frame: null });
    if (!step) return undefined;
    return () => this.moveTo((this.model.trait("frame") ?? 0) + step * (shiftKey ? 10 : 1));
  }

  private moveTo(sample: number): void {
    const last = Math.max(0, sampleCount(this.figure) - 1);
    const frame = Math.min(last, Math.max(0, sample));
    if (frame !== this.model.trait("frame")) this.model.change({ frame });
  }

  private onFrame(): void {
    this.el.dataset.frame = String(this.model.trait("frame") ?? "");
    this.say(null);
    this.redraw();
  }

  private sampleUnder(clientX: number): number {
    return sampleAt(this.figure, this.width, clientX - this.canvas.getBoundingClientRect().left);
  }
}
