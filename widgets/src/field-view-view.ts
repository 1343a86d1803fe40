import type { DrawingContext } from "../../src/drawing/context.js";
import {
  drawField,
  type FieldFigure,
  type FieldLayout,
  layOutField,
  type Place,
  pixelAt,
  pixelInWords,
} from "../../src/drawing/field-map.js";
import type { Palette } from "../../src/drawing/palette.js";
import type { FieldViewTraits } from "../../src/widgets/traits/plots.js";
import { onDrag } from "./dom.js";
import { floats } from "./floats.js";
import { PlotView } from "./plot-view.js";
import { TraitModel } from "./trait-model.js";

/** The page's side of a FieldView. */
export class FieldViewModel extends TraitModel<FieldViewTraits> {}

/** A map with profiles through a pixel. */
export class FieldViewView extends PlotView<FieldViewTraits> {
  declare private figure: FieldFigure;
  declare private layout: FieldLayout;

  override render(): void {
    super.render();
    this.el.classList.add("ms-field-view");
    this.listenTo(this.model, "change:place", () => this.onPlace());
    onDrag(this.canvas, (event) => {
      const place = this.placeUnder(event);
      if (place) this.model.change({ place });
    });
    this.canvas.addEventListener("pointermove", (event) => {
      const place = this.placeUnder(event);
      this.canvas.style.cursor = place ? "crosshair" : "default";
      this.say(place && pixelInWords(this.figure, place));
    });
    this.canvas.addEventListener("pointerleave", () => this.say(null));
    this.onPlace();
  }

  protected override read(): void {
    const figure = this.model.trait("figure");
    this.figure = { ...figure, values: floats(figure.values) };
  }

  protected override layOut(width: number): number {
    this.layout = layOutField(this.figure, width);
    return this.layout.height;
  }

  protected override draw(context: DrawingContext, palette: Palette, density: number): void {
    drawField(context, this.figure, this.layout, this.place, palette, density);
  }

  protected override hint(): string {
    return pixelInWords(this.figure, this.place);
  }

  protected override actionOf({ key, shiftKey }: KeyboardEvent): (() => void) | undefined {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[key];
    if (!step) return undefined;
    const far = shiftKey ? 10 : 1;
    const within = (value: number, count: number) => Math.min(count - 1, Math.max(0, value));
    const row = within(this.place[0] + step[0] * far, this.figure.height);
    const column = within(this.place[1] + step[1] * far, this.figure.width);
    return () => this.model.change({ place: [row, column] });
  }

  private get place(): Place {
    return this.model.trait("place") ?? [this.figure.height >> 1, this.figure.width >> 1];
  }

  private onPlace(): void {
    this.el.dataset.place = this.place.join(" ");
    this.say(null);
    this.redraw();
  }

  private placeUnder({ clientX, clientY }: PointerEvent): [number, number] | null {
    if (!this.layout) return null;
    const { left, top } = this.canvas.getBoundingClientRect();
    const place = pixelAt(this.figure, this.layout, clientX - left, clientY - top);
    return place && [place[0], place[1]];
  }
}
