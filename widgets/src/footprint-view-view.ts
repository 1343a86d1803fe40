import { type CellField, cellAt, type Slab } from "../../src/drawing/cells.js";
import { colourBytes, colourFootprints } from "../../src/drawing/footprints.js";
import { formatQuantity } from "../../src/drawing/format.js";
import { boxFromAbove, cellColours, drawCellsFromAbove, placeFromAbove } from "../../src/drawing/from-above.js";
import { statesOnImage } from "../../src/drawing/palette.js";
import type { FootprintViewTraits } from "../../src/widgets/traits/cell-view.js";
import type { CellPlotDrawing } from "./cell-plot.js";
import { CellView } from "./cell-view.js";
import { setPressed, textButton } from "./controls.js";
import { html } from "./dom.js";
import type { FootprintViewModel } from "./footprint-view-model.js";

type Kind = FootprintViewTraits["footprints"];

const kinds: readonly (readonly [kind: Kind, label: string, hint: string])[] = [
  ["cells", "Cells", "Every cell as a disc of its true size"],
  ["planted", "Planted", "Footprints as they are in the tissue"],
  ["observed", "Observed", "Footprints as the scope sees them"],
];

/** The field of view from above. */
export class FootprintViewView extends CellView<FootprintViewModel> {
  declare private kinds: Map<Kind, HTMLButtonElement>;
  declare private image: HTMLCanvasElement;

  override render(): void {
    this.image = html("canvas", { class: "ms-footprints" });
    super.render();
    this.el.classList.add("ms-footprint-view");
    this.listenTo(this.model, "change:footprints", () => this.drawAll());
    this.listenTo(this.model, "footprints", () => this.drawAll());
  }

  protected override title(): string {
    return "From above";
  }

  protected override hint(field: CellField): string {
    const kind = this.model.trait("footprints");
    if (kind !== "cells") return this.model.problem ?? `${kind} footprints, each scaled to its own peak`;
    const radii = new Set(field.radii);
    return radii.size === 1 ? `true soma size, radius ${formatQuantity(field.radii[0], "µm", 1)}` : "true soma size";
  }

  protected override slab(): Slab | null {
    return this.model.trait("slab_um");
  }

  protected override controls(): readonly HTMLElement[] {
    this.kinds = new Map(
      kinds.map(([kind, label, hint]) => {
        const button = textButton(label, () => this.model.change({ footprints: kind }), hint);
        button.dataset.footprints = kind;
        return [kind, button];
      }),
    );
    const group = html("span", { class: "ms-segments", role: "group", "aria-label": "footprints" });
    group.append(...this.kinds.values());
    return [group];
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
    this.drawImage(kind);
    this.el.dataset.footprints = kind;
    super.drawAll();
  }

  private drawImage(kind: Kind): void {
    const { map, mapGeneration } = this.model;
    this.plot.setImage(kind === "cells" ? null : this.image);
    // Until the footprints of other cells are here, the picture of the previous ones stays.
    if (!map || kind === "cells" || mapGeneration !== this.model.trait("generation")) return;
    this.image.width = map.width;
    this.image.height = map.height;
    const context = this.image.getContext("2d", { alpha: false });
    if (!context) return;
    const image = context.createImageData(map.width, map.height);
    const colours = colourBytes(cellColours(this.field, this.model.trait("colour"), statesOnImage));
    colourFootprints(map, colours, image.data);
    context.putImageData(image, 0, 0);
  }
}
