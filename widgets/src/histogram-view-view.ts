import { drawHistogram, type HistogramFigure, histogramBox, histogramHeight } from "../../src/drawing/bars.js";
import type { DrawingContext } from "../../src/drawing/context.js";
import { formatNumber } from "../../src/drawing/format.js";
import type { Palette } from "../../src/drawing/palette.js";
import type { HistogramViewTraits } from "../../src/widgets/traits/plots.js";
import { floats } from "./floats.js";
import { PlotView } from "./plot-view.js";
import { TraitModel } from "./trait-model.js";

/** The page's side of a HistogramView. */
export class HistogramViewModel extends TraitModel<HistogramViewTraits> {}

/** A histogram. */
export class HistogramViewView extends PlotView<HistogramViewTraits> {
  declare private figure: HistogramFigure;

  override render(): void {
    super.render();
    this.el.classList.add("ms-histogram-view");
  }

  protected override read(): void {
    const { series, ...rest } = this.model.trait("figure");
    this.figure = { ...rest, series: series.map(({ label, counts }) => ({ label, counts: floats(counts) })) };
  }

  protected override layOut(): number {
    return histogramHeight;
  }

  protected override draw(context: DrawingContext, palette: Palette): void {
    drawHistogram(context, this.figure, histogramBox(this.width), palette);
  }

  protected override hint(): string {
    return this.figure.series
      .map(({ label, counts }) => `${label}: ${formatNumber(counts.reduce((sum, count) => sum + count, 0))}`)
      .join(" · ");
  }
}
