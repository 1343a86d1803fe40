import { axisMargins } from "../drawing/axes.js";
import { lightPalette } from "../drawing/palette.js";
import { boxFromSide, drawSideView, refocused } from "../drawing/side-view.js";
import { browserPackage } from "./browser-package.js";
import { type CellSource, cellConflict, cellField, checkCellSource, fieldOf, fieldTraits } from "./cell-source.js";
import { judgeSelected, verdictOf } from "./cell-verdict.js";
import type { GivenTraits } from "./define-widget.js";
import { type DomShape, defineDomWidget } from "./dom-widget.js";
import { drawPicture } from "./picture.js";
import { SharedSelection, selectionOf } from "./selection.js";
import { sideViewTraits } from "./traits/cell-view.js";

/** What a SideView shows first, and how it is laid out. */
export type SideViewOptions = Partial<
  Pick<GivenTraits<typeof sideViewTraits.shape>, "colour" | "selected" | "also_selected" | "slab_um">
> &
  Partial<GivenTraits<DomShape>>;

/**
 * The tissue from the side, depth downwards at the scale of x: the surface, the focal plane with its depth of field,
 * vessels, the light that a selected cell sends to the scope, and the cells, all of them or those of a slab.
 *
 * The focal plane can be dragged: which of the detectable cells are in focus follows at once. In a sandbox with a slider
 * for `acquisition.focal_depth_in_tissue_um` it moves the slider, so that everything follows.
 *
 * Traits: `slab_um` ([from, to] in y; null for the whole field), `focal_depth_um` (where the focal plane stands), `colour` ("state" or "depth"), `selected` (a cell's
 * number or null) and `also_selected` (others besides), all of them settable and observable. Widgets that show the cells
 * of one ground truth have the same ones selected.
 */
export class SideView extends defineDomWidget({
  ...browserPackage,
  name: "SideView",
  traits: sideViewTraits,
  conflict: cellConflict,
}) {
  #source: CellSource;
  readonly #selection: SharedSelection;

  /** @throws WidgetError when an option is wrong. */
  constructor(source: CellSource, options: SideViewOptions = {}) {
    const checked = checkCellSource("SideView", source);
    const field = cellField(checked);
    const { focalDepthUm: focal_depth_um } = field.view;
    super({ ...selectionOf(checked.groundTruth), ...options, ...fieldTraits(field), focal_depth_um });
    this.#source = checked;
    judgeSelected(this);
    this.#selection = new SharedSelection(this, checked.groundTruth);
  }

  /** What is looked at. Another one takes over; the same number stays selected if it has as many cells. */
  get source(): CellSource {
    return this.#source;
  }

  set source(source: CellSource) {
    const field = cellField(checkCellSource("SideView", source));
    this.#source = source;
    const generation = this.generation + 1;
    const selection = selectionOf(source.groundTruth, this);
    this.set({
      ...fieldTraits(field),
      focal_depth_um: field.view.focalDepthUm,
      generation,
      ...selection,
      verdict: verdictOf(source, selection.selected, generation),
    });
    this.#selection.move(source.groundTruth);
  }

  /** What is shown, as a PNG. */
  protected override staticPicture(): Promise<Uint8Array | undefined> {
    const { colour, selected, also_selected: also, slab_um: slab } = this;
    const field = refocused(fieldOf(this), this.focal_depth_um);
    const box = boxFromSide(field, 560);
    const [width, height] = [560, axisMargins.top + box.height + axisMargins.bottom];
    return drawPicture(width, height, (context) => {
      context.fillStyle = lightPalette.ground;
      context.fillRect(0, 0, width, height);
      drawSideView(context, field, box, lightPalette, { colour, selected, also, slab });
    });
  }
}
