import type { WhyTraits } from "../../src/widgets/traits/why.js";
import { FrameModel } from "./frame-model.js";

/** The page's side of a Why. */
export class WhyModel extends FrameModel<WhyTraits> {
  override defaults(): Record<string, unknown> {
    return { ...super.defaults(), frame: 0, generation: 0, pixel: null, cell: null, pick: "pixel", limits: null };
  }

  /** Whether the stage on show moves with the brain. */
  get moves(): boolean {
    const names = this.trait("movie").stages.map(({ name }) => name);
    const moved = names.indexOf("brain_motion");
    return moved >= 0 && names.indexOf(this.trait("stage")) >= moved;
  }
}
