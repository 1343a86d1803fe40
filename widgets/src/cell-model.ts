import type { CellField } from "../../src/drawing/cells.js";
import type { CellTraits } from "../../src/widgets/traits/cell-view.js";
import { CellSelection } from "./selection.js";
import { TraitModel } from "./trait-model.js";

/** The page's side of a view of cells. */
export class CellModel<Traits extends CellTraits = CellTraits> extends TraitModel<Traits> {
  declare selection: CellSelection;

  override initialize(...[attributes, options]: Parameters<TraitModel<Traits>["initialize"]>): void {
    super.initialize(attributes, options);
    this.selection = new CellSelection(this);
  }

  /** The cells; their arrays reach the page as bytes. */
  get field(): CellField {
    const states = new Uint8Array(bytesOf(this.get("states")));
    return {
      view: this.get("view"),
      count: states.length,
      centres: new Float32Array(bytesOf(this.get("centres"))),
      radii: new Float32Array(bytesOf(this.get("radii"))),
      states,
      snr: new Float32Array(bytesOf(this.get("snr"))),
      blur: new Float32Array(bytesOf(this.get("blur"))),
      vessels: new Float32Array(bytesOf(this.get("vessels"))),
    };
  }
}

/** A copy, as a view into a message may start anywhere. */
function bytesOf(value: ArrayBufferView | undefined): ArrayBuffer {
  if (!value) return new ArrayBuffer(0);
  const { buffer, byteOffset, byteLength } = value;
  return new Uint8Array(buffer, byteOffset, byteLength).slice().buffer;
}
