import { z } from "zod";
import { axisMargins } from "../drawing/axes.js";
import { decimate, decimationStep } from "../drawing/decimate.js";
import { colourBytes, colourFootprints, composeFootprints, type FootprintMap, nearer } from "../drawing/footprints.js";
import { boxFromAbove, cellColours, drawCellsFromAbove } from "../drawing/from-above.js";
import { lightPalette, statesOnImage } from "../drawing/palette.js";
import { browserPackage } from "./browser-package.js";
import { cellFootprints } from "./cell-footprints.js";
import {
  type CellSource,
  cellConflict,
  cellField,
  checkCellSource,
  fieldOf,
  fieldTraits,
  footprintPatches,
} from "./cell-source.js";
import { judgeSelected, verdictOf } from "./cell-verdict.js";
import type { GivenTraits, TraitsOf } from "./define-widget.js";
import { type DomShape, defineDomWidget } from "./dom-widget.js";
import { drawPicture, mostPicturePixels } from "./picture.js";
import { SharedSelection, selectionOf } from "./selection.js";
import { type FootprintViewTraits, footprintViewTraits } from "./traits/cell-view.js";
import type { CellReply, CellRequest, FootprintReply, FootprintRequest } from "./traits/footprint-messages.js";

const asked = { client: z.string().min(1).max(64), generation: z.int().min(0) };

const requestSchema: z.ZodType<FootprintRequest | CellRequest> = z.discriminatedUnion("type", [
  z.strictObject({ ...asked, type: z.literal("footprints"), kind: z.enum(["planted", "observed"]) }),
  z.strictObject({ ...asked, type: z.literal("cell"), cell: z.int().min(0) }),
]);

/** What a FootprintView shows first, and how it is laid out. */
export type FootprintViewOptions = Partial<
  Pick<
    GivenTraits<typeof footprintViewTraits.shape>,
    "footprints" | "morph" | "scale" | "colour" | "selected" | "also_selected" | "slab_um"
  >
> &
  Partial<GivenTraits<DomShape>>;

/**
 * The field of view from above: every cell at its true size, or the footprints as planted or as the scope sees them,
 * coloured by state or by depth.
 *
 * Traits: `footprints` ("cells", "planted" or "observed"), `morph` (0 planted … 1 observed), `scale` ("own" scales each
 * footprint to its own peak, "common" all to the highest), `colour` ("state" or "depth"), `selected` (a cell's number
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
    super({ ...selectionOf(checked.groundTruth), ...morphOf(options), ...options, ...fieldTraits(cellField(checked)) });
    this.#source = checked;
    judgeSelected(this);
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
    const generation = this.generation + 1;
    const selection = selectionOf(source.groundTruth, this);
    const verdict = verdictOf(source, selection.selected, generation);
    this.set({ ...fieldTraits(field), generation, ...selection, verdict });
    this.#selection.move(source.groundTruth);
  }

  /** What is shown, as a PNG. */
  protected override staticPicture(): Promise<Uint8Array | undefined> {
    const { colour, selected, also_selected: also, slab_um: slab, footprints: kind } = this;
    const field = fieldOf(this);
    const footprints = kind === "cells" ? null : this.#source.groundTruth[kind];
    const { left, right, top, bottom } = axisMargins;
    const map = footprints && smallMap(composeFootprints(footprintPatches(footprints), this.scale));
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

  /** Footprints that are named are shown without anything of the others; in between, the nearer ones are named. */
  override set(traits: Partial<TraitsOf<typeof footprintViewTraits.shape & DomShape>>): void {
    super.set({ ...morphOf(traits), ...traits });
  }

  #answer(content: unknown): void {
    const { success, data: request } = requestSchema.safeParse(content);
    if (!success || request.generation !== this.generation) return;
    const { planted, observed } = this.#source.groundTruth;
    if (request.type === "cell") {
      if (request.cell >= planted.count) return;
      const { height, width, ...kinds } = cellFootprints(planted, observed, request.cell);
      const reply: CellReply = { ...request, height, width };
      this.send(reply, [kinds.planted, kinds.observed ?? new Float32Array()]);
      return;
    }
    const footprints = request.kind === "planted" ? planted : observed;
    const [height, width] = planted.fovShape;
    const problem = footprints ? null : "Nothing is observed yet: the spec has no optics step.";
    const reply: FootprintReply = { ...request, height, width, problem };
    const patches = footprints && footprintPatches(footprints);
    this.send(reply, patches ? [patches.offsets, patches.shapes, patches.data, patches.peaks] : []);
  }
}

/** Where the slider between planted and observed stands with some footprints named, and the other way round. */
function morphOf({ footprints, morph }: Partial<Pick<FootprintViewTraits, "footprints" | "morph">>) {
  if (morph !== undefined && footprints === undefined) return { footprints: nearer(morph) };
  if (footprints === undefined || footprints === "cells" || morph !== undefined) return {};
  return { morph: footprints === "observed" ? 1 : 0 };
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
