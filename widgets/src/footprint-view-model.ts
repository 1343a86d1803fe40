import { composeFootprints, type FootprintMap } from "../../src/drawing/footprints.js";
import type { FootprintViewTraits } from "../../src/widgets/traits/cell-view.js";
import type { FootprintReply } from "../../src/widgets/traits/footprint-messages.js";
import { CellModel } from "./cell-model.js";
import { randomId } from "./random-id.js";

/** The page's side of a FootprintView: fetches the footprints when they are looked at. Triggers "footprints". */
export class FootprintViewModel extends CellModel<FootprintViewTraits> {
  /** The footprints that came last; they stay while others are on their way. */
  declare map: FootprintMap | null;
  /** The cells that they belong to. */
  declare mapGeneration: number;
  declare problem: string | null;
  declare private client: string;
  declare private asked: string;

  override initialize(...[attributes, options]: Parameters<CellModel["initialize"]>): void {
    super.initialize(attributes, options);
    this.client = randomId();
    this.map = null;
    this.mapGeneration = -1;
    this.problem = null;
    this.asked = "";
    this.on("msg:custom", (reply: FootprintReply, buffers?: DataView[]) => this.receive(reply, buffers ?? []));
  }

  /** Asks for what is to be shown, unless it is here or on its way. */
  fetchFootprints(): void {
    const kind = this.trait("footprints");
    const generation = this.trait("generation");
    const asked = `${generation} ${kind}`;
    if (kind === "cells" || asked === this.asked || !this.comm_live) return;
    this.asked = asked;
    this.send({ type: "footprints", client: this.client, generation, kind });
  }

  private receive(reply: FootprintReply, buffers: readonly DataView[]): void {
    if (reply.type !== "footprints" || reply.client !== this.client) return;
    if (`${reply.generation} ${reply.kind}` !== this.asked) return;
    this.problem = reply.problem;
    const [offsets, shapes, data] = buffers.map(({ buffer, byteOffset, byteLength }) =>
      new Uint8Array(buffer, byteOffset, byteLength).slice(),
    );
    const { height, width, generation } = reply;
    if (!reply.problem && data) {
      this.mapGeneration = generation;
      const integers = (bytes: Uint8Array) => new Int32Array(bytes.buffer);
      this.map = composeFootprints({ height, width, offsets: integers(offsets), shapes: integers(shapes), data });
    }
    this.trigger("footprints");
  }
}
