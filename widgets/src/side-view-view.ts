import { type CellField, cellAt, isInSlab, type Slab } from "../../src/drawing/cells.js";
import { formatNumber, formatQuantity } from "../../src/drawing/format.js";
import { boxFromSide, drawSideView, placeFromSide } from "../../src/drawing/side-view.js";
import type { SideViewTraits } from "../../src/widgets/traits/cell-view.js";
import { CellModel } from "./cell-model.js";
import type { CellPlotDrawing } from "./cell-plot.js";
import { CellView } from "./cell-view.js";

/** The page's side of a SideView. */
export class SideViewModel extends CellModel<SideViewTraits> {}

/** The tissue from the side. */
export class SideViewView extends CellView<SideViewModel> {
  override render(): void {
    super.render();
    this.el.classList.add("ms-side-view");
  }

  protected override title(): string {
    return "From the side";
  }

  protected override hint(field: CellField): string {
    const slab = this.slab();
    const inSlab = Array.from({ length: field.count }, (_, id) => id).filter((id) => isInSlab(field, id, slab)).length;
    const range = slab ? ` in slab y ${formatNumber(slab[0])} to ${formatQuantity(slab[1], "µm")}` : "";
    return `equal scale in x and depth · ${formatNumber(inSlab)} cells${range}`;
  }

  protected override controls(): readonly HTMLElement[] {
    return [];
  }

  protected override slab(): Slab | null {
    return this.model.trait("slab_um");
  }

  protected override drawing(): CellPlotDrawing {
    return {
      label: "cells from the side",
      layOut: boxFromSide,
      place: (field, box, id) => {
        if (!isInSlab(field, id, this.slab())) return null;
        const { x, depth } = cellAt(field, id);
        return placeFromSide(field, box, x, depth);
      },
      draw: (context, field, box) => {
        const { selected, also, hovered } = this.model.selection;
        const options = { colour: this.model.trait("colour"), selected, also, hovered, slab: this.slab() };
        drawSideView(context, field, box, this.palette, options);
      },
    };
  }
}
