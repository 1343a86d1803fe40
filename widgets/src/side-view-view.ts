import { type CellField, cellAt, focalDepthAt, isInSlab, type Slab } from "../../src/drawing/cells.js";
import { formatNumber, formatQuantity } from "../../src/drawing/format.js";
import {
  boxFromSide,
  drawSideView,
  focalHandleY,
  placeFromSide,
  refocused,
  sideViewDepths,
} from "../../src/drawing/side-view.js";
import type { SideViewTraits } from "../../src/widgets/traits/cell-view.js";
import { CellModel } from "./cell-model.js";
import type { CellPlotDrawing } from "./cell-plot.js";
import { CellView } from "./cell-view.js";
import { numberInput, setPressed, showValue, textButton } from "./controls.js";
import { html } from "./dom.js";
import { FocalHandle } from "./focal-handle.js";

/** The page's side of a SideView. */
export class SideViewModel extends CellModel<SideViewTraits> {}

/** The tissue from the side. */
export class SideViewView extends CellView<SideViewModel> {
  /** The cells as they were computed; `field` has them with the focal plane where it stands now. */
  declare private computed: CellField;
  /** Where the focal plane is being dragged to: what arrives meanwhile is older. */
  declare private dragged: number | null;
  declare private handle: FocalHandle;
  declare private depthInput: HTMLInputElement;
  declare private slabButton: HTMLButtonElement;
  declare private slabInputs: readonly [middle: HTMLInputElement, half: HTMLInputElement];

  override render(): void {
    this.computed = this.model.field;
    this.dragged = null;
    this.handle = new FocalHandle({
      depthAt: (y) => this.depthAt(y),
      move: (depth) => {
        this.dragged = depth;
        this.model.change({ focal_depth_um: depth });
        this.refocus();
      },
      end: () => {
        this.dragged = null;
        this.refocus();
      },
    });
    super.render();
    this.el.classList.add("ms-side-view");
    this.plot.element.append(this.handle.element);
    this.listenTo(this.model, "change:focal_depth_um", () => {
      if (this.dragged === null) this.refocus();
    });
    this.placeHandle();
  }

  protected override title(): string {
    return "From the side";
  }

  protected override hint(field: CellField): string {
    const slab = this.slab();
    const inSlab = Array.from({ length: field.count }, (_, id) => id).filter((id) => isInSlab(field, id, slab)).length;
    const { focalDepthUm } = this.computed.view;
    const detection = this.isAsSimulated()
      ? ""
      : ` · detection as computed for ${formatQuantity(focalDepthUm ?? 0, "µm")}`;
    return `equal scale in x and depth · ${formatNumber(inSlab)} cells${slab ? " in slab" : ""}${detection}`;
  }

  protected override isAsSimulated(): boolean {
    return this.field.view.focalDepthUm === this.computed.view.focalDepthUm;
  }

  protected override controls(): readonly HTMLElement[] {
    const { model } = this;
    const slabTo = (middle: number, half: number) =>
      half > 0 && model.change({ slab_um: [middle - half, middle + half] });
    this.depthInput = numberInput("focal depth in µm", (depth) => {
      model.change({ focal_depth_um: Math.max(0, depth) });
      this.refocus();
    });
    const label = (text: string, ...inputs: readonly (HTMLElement | string)[]) =>
      html("span", { class: "ms-field" }, html("span", { class: "ms-hint" }, text), ...inputs);
    this.slabButton = textButton(
      "Slab",
      () => model.change({ slab_um: this.slab() ? null : [-60, 60] }),
      "Look through a part of the field only",
    );
    this.slabInputs = [
      numberInput("middle of the slab in µm", (middle) => slabTo(middle, this.slabMiddleAndHalf()[1])),
      numberInput("half the slab's thickness in µm", (half) => slabTo(this.slabMiddleAndHalf()[0], half)),
    ];
    const unit = () => html("span", { class: "ms-unit" }, "µm");
    return [
      ...(this.computed.view.focalDepthUm === null ? [] : [label("focal depth", this.depthInput, unit())]),
      label(
        "",
        this.slabButton,
        html("span", { class: "ms-hint" }, "y"),
        this.slabInputs[0],
        "±",
        this.slabInputs[1],
        unit(),
      ),
    ];
  }

  protected override slab(): Slab | null {
    return this.model.trait("slab_um");
  }

  protected override onCells(): void {
    this.computed = this.model.field;
    super.onCells();
    this.placeHandle();
  }

  protected override readField(): CellField {
    return refocused(this.computed, this.dragged ?? this.model.trait("focal_depth_um") ?? null);
  }

  protected override resize(): void {
    super.resize();
    this.placeHandle();
  }

  protected override drawAll(): void {
    super.drawAll();
    const slab = this.slab();
    setPressed(this.slabButton, slab !== null);
    const values = this.slabMiddleAndHalf();
    this.slabInputs.forEach((input, i) => {
      input.disabled = slab === null;
      showValue(input, formatNumber(values[i]));
    });
    showValue(this.depthInput, formatNumber(this.field.view.focalDepthUm ?? Number.NaN));
    this.el.dataset.focalDepth = String(this.field.view.focalDepthUm ?? "");
    this.placeHandle();
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

  private refocus(): void {
    this.field = this.readField();
    this.plot.setField(this.field);
    this.drawAll();
  }

  private slabMiddleAndHalf(): readonly [middle: number, half: number] {
    const [from, to] = this.slab() ?? [-60, 60];
    return [(from + to) / 2, (to - from) / 2];
  }

  private depthAt(y: number): number {
    const { field, plot } = this;
    const [top] = sideViewDepths(field);
    const depth = top + ((y - plot.box.y) * field.view.widthUm) / plot.box.width;
    const { focalDepthUm, widthUm } = field.view;
    const [from, to] = this.slab() ?? [0, 0];
    const bow = (focalDepthUm ?? 0) - (focalDepthAt(field.view, widthUm / 2, (from + to) / 2) ?? 0);
    return depth + bow;
  }

  private placeHandle(): void {
    const { field, plot } = this;
    const y = focalHandleY(field, plot.box, this.slab());
    const [, bottom] = sideViewDepths(field);
    const at = y === null ? null : ([plot.box.x + plot.box.width, y] as const);
    this.handle.place(at, field.view.focalDepthUm ?? 0, Math.floor(bottom));
  }
}
