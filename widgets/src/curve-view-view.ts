import type { DrawingContext } from "../../src/drawing/context.js";
import {
  type CurveFigure,
  type CurvePoint,
  drawCurves,
  layOutCurves,
  pointAt,
  pointInWords,
} from "../../src/drawing/curves.js";
import type { Palette } from "../../src/drawing/palette.js";
import type { CurveViewTraits } from "../../src/widgets/traits/curves.js";
import { floats } from "./floats.js";
import { PlotView } from "./plot-view.js";
import { TraitModel } from "./trait-model.js";

/** The page's side of a CurveView. */
export class CurveViewModel extends TraitModel<CurveViewTraits> {}

/** Curves whose points are read off with the pointer or the arrow keys. */
export class CurveViewView extends PlotView<CurveViewTraits> {
  declare private figure: CurveFigure;
  declare private chosen: CurvePoint | null;

  override render(): void {
    super.render();
    this.el.classList.add("ms-curve-view");
    this.canvas.addEventListener("pointermove", ({ clientX, clientY }) => {
      const { left, top } = this.canvas.getBoundingClientRect();
      this.choose(pointAt(this.figure, this.width, clientX - left, clientY - top));
    });
    this.canvas.addEventListener("pointerleave", () => this.choose(null));
  }

  protected override read(): void {
    const { curves, ...rest } = this.model.trait("figure");
    this.figure = { ...rest, curves: curves.map((curve) => ({ ...curve, x: floats(curve.x), y: floats(curve.y) })) };
    this.chosen = null;
  }

  protected override layOut(width: number): number {
    return layOutCurves(this.figure, width).height;
  }

  protected override draw(context: DrawingContext, palette: Palette): void {
    drawCurves(context, this.figure, this.width, palette, this.chosen);
  }

  protected override hint(): string {
    return this.chosen ? pointInWords(this.figure, this.chosen) : "Point at a curve, or press ← →, to read its values.";
  }

  protected override actionOf({ key }: KeyboardEvent): (() => void) | undefined {
    const { curves } = this.figure;
    const { curve, index } = this.chosen ?? { curve: 0, index: -1 };
    const length = curves[curve]?.x.length ?? 0;
    if (key === "Escape") return () => this.choose(null);
    if (key === "ArrowRight") return () => this.choose({ curve, index: Math.min(length - 1, index + 1) });
    if (key === "ArrowLeft") return () => this.choose({ curve, index: Math.max(0, index - 1) });
    const next = { ArrowUp: curve + curves.length - 1, ArrowDown: curve + 1 }[key];
    if (next === undefined || curves.length === 0) return undefined;
    return () => this.choose({ curve: next % curves.length, index: 0 });
  }

  private choose(point: CurvePoint | null): void {
    if (point?.curve === this.chosen?.curve && point?.index === this.chosen?.index) return;
    this.chosen = point;
    this.say(null);
    this.redraw();
  }
}
