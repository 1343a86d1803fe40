import type { WhyTraits } from "../../src/widgets/traits/why.js";
import { FrameModel } from "./frame-model.js";

/** The page's side of a Why. */
export class WhyModel extends FrameModel<WhyTraits> {
  override defaults(): Record<string, unknown> {
    return { ...super.defaults(), frame: 0, generation: 0, pixel: null, pick: "pixel", limits: null };
  }

  /** Asks about a cell. */
  ask(cell: number): void {
    if (cell !== this.selection.selected) this.selection.select(cell);
  }

  override get moves(): boolean {
    const names = this.trait("movie").stages.map(({ name }) => name);
    const moved = names.indexOf("brain_motion");
    return moved >= 0 && names.indexOf(this.trait("stage")) >= moved;
  }

  /** A click finds cells where they are. */
  override get areAllSeen(): boolean {
    return this.trait("pick") === "cell";
  }
}
