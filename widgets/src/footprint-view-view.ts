import { type CellField, cellAt, type Slab } from "../../src/drawing/cells.js";
import { colourBytes, colourFootprints, type FootprintMap, nearer } from "../../src/drawing/footprints.js";
import { formatQuantity, formatShare } from "../../src/drawing/format.js";
import {
  boxFromAbove,
  type CellColour,
  cellColours,
  drawCellsFromAbove,
  placeFromAbove,
} from "../../src/drawing/from-above.js";
import { statesOnImage } from "../../src/drawing/palette.js";
import type { FootprintViewTraits } from "../../src/widgets/traits/cell-view.js";
import { cellPictures } from "./cell-pictures.js";
import type { CellPlotDrawing } from "./cell-plot.js";
import { CellView } from "./cell-view.js";
import { setPressed, textButton } from "./controls.js";
import { html } from "./dom.js";
import type { FootprintViewModel } from "./footprint-view-model.js";
import { MorphControl } from "./morph-control.js";

type Kind = FootprintViewTraits["footprints"];

const kinds: readonly (readonly [kind: Kind, label: string, hint: string])[] = [
  ["cells", "Cells", "Every cell as a disc of its true size"],
  ["planted", "Planted", "Footprints as they are in the tissue"],
  ["observed", "Observed", "Footprints as the scope sees them"],
];

/** The field of view from above. */
export class FootprintViewView extends CellView<FootprintViewModel> {
  declare private kinds: Map<Kind, HTMLButtonElement>;
  declare private morph: MorphControl;
  declare private scale: HTMLButtonElement;
  declare private image: HTMLCanvasElement;
  /** Maps in colours, while they are those of these cells. */
  declare private images: WeakMap<FootprintMap, { canvas: HTMLCanvasElement; field: CellField; colour: CellColour }>;

  override render(): void {
    this.image = html("canvas", { class: "ms-footprints" });
    this.images = new WeakMap();
    super.render();
    this.el.classList.add("ms-footprint-view");
    this.listenTo(this.model, "change:footprints change:scale footprints", () => this.drawAll());
    this.listenTo(this.model, "change:morph", () => {
      this.model.fetchFootprints();
      this.drawImage();
      this.drawLine();
    });
    this.listenTo(this.model, "cell", () => this.drawSelection());
  }

  override remove(): FootprintViewView {
    this.morph.stop();
    super.remove();
    return this;
  }

  protected override title(): string {
    return "From above";
  }

  protected override hint(field: CellField): string {
    const kind = this.model.trait("footprints");
    if (kind !== "cells") {
      const scale = this.model.trait("scale") === "own" ? "each scaled to its own peak" : "on one scale";
      const [first, second] = this.model.kinds;
      const share = formatShare(this.model.trait("morph"));
      const shown = second ? `${share} of the way from ${first} to ${second} footprints` : `${first} footprints`;
      return (kind === "observed" && this.model.problem) || `${shown}, ${scale}`;
    }
    const radii = new Set(field.radii);
    return radii.size === 1 ? `true soma size, radius ${formatQuantity(field.radii[0], "µm", 1)}` : "true soma size";
  }

  protected override slab(): Slab | null {
    return this.model.trait("slab_um");
  }

  protected override controls(): readonly HTMLElement[] {
    this.kinds = new Map(
      kinds.map(([kind, label, hint]) => {
        const button = textButton(label, () => this.name(kind), hint);
        button.dataset.footprints = kind;
        return [kind, button];
      }),
    );
    const group = html("span", { class: "ms-segments", role: "group", "aria-label": "footprints" });
    group.append(...this.kinds.values());
    this.morph = new MorphControl((morph) => this.model.change({ morph, footprints: nearer(morph) }));
    const { model } = this;
    this.scale = textButton(
      "Dimmed",
      () => model.change({ scale: model.trait("scale") === "own" ? "common" : "own" }),
      "All on one scale, as dim as they are, rather than each to its own peak",
    );
    return [this.scale, this.morph.element, group];
  }

  protected override drawing(): CellPlotDrawing {
    return {
      label: "cells from above",
      layOut: boxFromAbove,
      place: (field, box, id) => {
        const { x, y } = cellAt(field, id);
        return placeFromAbove(field, box, x, y);
      },
      draw: (context, field, box) => {
        const { selected, also, hovered } = this.model.selection;
        const cells = this.model.trait("footprints") === "cells";
        const options = { colour: this.model.trait("colour"), selected, also, hovered, slab: this.slab(), cells };
        drawCellsFromAbove(context, field, box, this.palette, options);
      },
    };
  }

  protected override drawAll(): void {
    const kind = this.model.trait("footprints");
    this.model.fetchFootprints();
    for (const [name, button] of this.kinds) setPressed(button, name === kind);
    this.scale.hidden = kind === "cells";
    setPressed(this.scale, this.model.trait("scale") === "common");
    this.drawImage();
    this.el.dataset.footprints = kind;
    super.drawAll();
  }

  protected override pictures(id: number): readonly HTMLElement[] {
    const { pictures } = this.model;
    this.model.fetchCell(id);
    // Until these are here, an empty box keeps their place.
    return [pictures?.cell === id ? cellPictures(pictures) : html("div", { class: "ms-cell-pictures" })];
  }

  protected override actionOf(event: KeyboardEvent): (() => void) | undefined {
    const { model } = this;
    if (event.key.toLowerCase() !== "m") return super.actionOf(event);
    return () => {
      if (model.trait("footprints") === "cells") this.name("planted");
      this.morph.play(model.trait("morph"));
    };
  }

  private name(kind: Kind): void {
    this.morph.stop();
    this.model.change(
      kind === "cells" ? { footprints: kind } : { footprints: kind, morph: kind === "observed" ? 1 : 0 },
    );
  }

  private drawImage(): void {
    const { kinds } = this.model;
    this.morph.show(this.model.trait("morph"), kinds.length > 0);
    this.plot.setImage(kinds.length === 0 ? null : this.image);
    const layers = kinds.map((kind) => this.model.mapOf(kind));
    // Until the footprints of other cells are here, the picture of the previous ones stays.
    const [first, second] = layers.flatMap((layer) => (layer?.isCurrent ? [this.coloured(layer.map)] : []));
    if (!first) return;
    this.image.width = first.width;
    this.image.height = first.height;
    const context = this.image.getContext("2d", { alpha: false });
    if (!context) return;
    context.drawImage(first, 0, 0);
    context.globalAlpha = this.model.trait("morph");
    if (second) context.drawImage(second, 0, 0);
  }

  /** A map in the cells' colours. */
  private coloured(map: FootprintMap): HTMLCanvasElement {
    const { field } = this;
    const colour = this.model.trait("colour");
    const known = this.images.get(map);
    if (known && known.field === field && known.colour === colour) return known.canvas;
    const canvas = html("canvas", { width: map.width, height: map.height });
    const context = canvas.getContext("2d", { alpha: false });
    if (context) {
      const image = context.createImageData(map.width, map.height);
      colourFootprints(map, colourBytes(cellColours(field, colour, statesOnImage)), image.data);
      context.putImageData(image, 0, 0);
    }
    this.images.set(map, { canvas, field, colour });
    return canvas;
  }
}
