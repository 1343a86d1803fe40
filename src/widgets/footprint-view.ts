import { z } from "zod";
import { axisMargins } from "../drawing/axes.js";
import { decimate, decimationStep } from "../drawing/decimate.js";
import { colourBytes, colourFootprints, composeFootprints, type FootprintMap } from "../drawing/footprints.js";
import { boxFromAbove, cellColours, drawCellsFromAbove } from "../drawing/from-above.js";
import { lightPalette, statesOnImage } from "../drawing/palette.js";
import { browserPackage } from "./browser-package.js";
import {
  type CellSource,
  cellConflict,
  cellField,
  checkCellSource,
  fieldOf,
  fieldTraits,
  footprintPatches,
} from "./cell-source.js";
import type { GivenTraits } from "./define-widget.js";
import { type DomShape, defineDomWidget } from "./dom-widget.js";
import { drawPicture, mostPicturePixels } from "./picture.js";
import { SharedSelection, selectionOf } from "./selection.js";
import { footprintViewTraits } from "./traits/cell-view.js";
import type { FootprintReply, FootprintRequest } from "./traits/footprint-messages.js";

const requestSchema: z.ZodType<FootprintRequest> = z.strictObject({
  type: z.literal("footprints"),
  client: z.string().min(1).max(64),
  generation: z.int().min(0),
  kind: z.enum(["planted", "observed"]),
});

/** What a FootprintView shows first, and how it is laid out. */
export type FootprintViewOptions = Partial<
  Pick<
    GivenTraits<typeof footprintViewTraits.shape>,
    "footprints" | "colour" | "selected" | "also_selected" | "slab_um"
  >
> &
  Partial<GivenTraits<DomShape>>;

/**
 * The field of view from above: every cell at its true size, or the footprints as planted or as the scope sees them,
 * coloured by state or by depth.
 *
 * Traits: `footprints` ("cells", "planted" or "observed"), `colour` ("state" or "depth"), `selected` (a cell's number
 * or null), `also_selected` (others besides) and `slab_um` ([from, to] in y, framed), all of them settable and
 * observable. Widgets that show the cells of one ground truth have the same ones selected.
 *
 * @example
 * ```ts
 * const view = new FootprintView(recording, { footprints: "observed" });
 * view.observe("selected", (cell) => console.log(cell));
 * ```
 */
export class FootprintView extends defineDomWidget({
  ...browserPackage,
  name: "FootprintView",
  traits: footprintViewTraits,
  conflict: cellConflict,
}) {
  #source: CellSource;
  readonly #selection: SharedSelection;

  /** @throws WidgetError when an option is wrong. */
  constructor(source: CellSource, options: FootprintViewOptions = {}) {
    const checked = checkCellSource("FootprintView", source);
    super({ ...selectionOf(checked.groundTruth), ...options, ...fieldTraits(cellField(checked)) });
    this.#source = checked;
    this.#selection = new SharedSelection(this, checked.groundTruth);
    this.onCustom((content) => this.#answer(content));
  }

  /** What is looked at. Another one takes over; the same number stays selected if it has as many cells. */
  get source(): CellSource {
    return this.#source;
  }

  set source(source: CellSource) {
    const field = cellField(checkCellSource("FootprintView", source));
    this.#source = source;
    this.set({ ...fieldTraits(field), generation: this.generation + 1, ...selectionOf(source.groundTruth, this) });
    this.#selection.move(source.groundTruth);
  }

  /** What is shown, as a PNG. */
  protected override staticPicture(): Promise<Uint8Array | undefined> {
    const { colour, selected, also_selected: also, slab_um: slab, footprints: kind } = this;
    const field = fieldOf(this);
    const footprints = kind === "cells" ? null : this.#source.groundTruth[kind];
    const { left, right, top, bottom } = axisMargins;
    const map = footprints && smallMap(composeFootprints(footprintPatches(footprints)));
    const box = map ? { x: left, y: top, width: map.width, height: map.height } : boxFromAbove(field, 560);
    return drawPicture(left + box.width + right, top + box.height + bottom, (context) => {
      context.fillStyle = lightPalette.ground;
      context.fillRect(0, 0, left + box.width + right, top + box.height + bottom);
      if (map) {
        const image = context.createImageData(box.width, box.height);
        colourFootprints(map, colourBytes(cellColours(field, colour, statesOnImage)), image.data);
        context.putImageData(image, box.x, box.y);
      }
      drawCellsFromAbove(context, field, box, lightPalette, { colour, selected, also, slab, cells: !map });
    });
  }

  #answer(content: unknown): void {
    const { success, data: request } = requestSchema.safeParse(content);
    if (!success || request.generation !== this.generation) return;
    const footprints = this.#source.groundTruth[request.kind];
    const [height, width] = this.#source.groundTruth.planted.fovShape;
    const problem = footprints ? null : "Nothing is observed yet: the spec has no optics step.";
    const reply: FootprintReply = { ...request, height, width, problem };
    const patches = footprints && footprintPatches(footprints);
    this.send(reply, patches ? [patches.offsets, patches.shapes, patches.data] : []);
  }
}

function smallMap({ height, width, owner, share }: FootprintMap): FootprintMap {
  const step = decimationStep(width, mostPicturePixels);
  const smaller = <T extends Uint8Array | Int32Array>(data: T) => decimate(data, width, height, step);
  return {
    height: Math.ceil(height / step),
    width: Math.ceil(width / step),
    owner: smaller(owner),
    share: smaller(share),
  };
}
