import { composeFootprints, type FootprintMap, type FootprintPatches } from "../../src/drawing/footprints.js";
import { randomId } from "../../src/widgets/random-id.js";
import type { FootprintViewTraits } from "../../src/widgets/traits/cell-view.js";
import type {
  CellReply,
  CellRequest,
  FootprintReply,
  FootprintRequest,
} from "../../src/widgets/traits/footprint-messages.js";
import { CellModel } from "./cell-model.js";
import { floats } from "./floats.js";

type Kind = FootprintRequest["kind"];

/** Footprints that came, and the cells that they belong to. */
interface Fetched {
  readonly generation: number;
  readonly patches: FootprintPatches;
}

/** One cell's footprints on a common rectangle of pixels. */
export interface CellPictures {
  readonly generation: number;
  readonly cell: number;
  readonly height: number;
  readonly width: number;
  readonly planted: Float32Array;
  /** Null without optics. */
  readonly observed: Float32Array | null;
}

/** The page's side of a FootprintView: fetches footprints when they are looked at. Triggers "footprints" and "cell". */
export class FootprintViewModel extends CellModel<FootprintViewTraits> {
  declare problem: string | null;
  /** The footprints of the cell that was asked for last. */
  declare pictures: CellPictures | null;
  declare private client: string;
  declare private fetched: Partial<Record<Kind, Fetched>>;
  declare private maps: Map<string, FootprintMap>;
  declare private asked: Set<string>;

  override initialize(...[attributes, options]: Parameters<CellModel["initialize"]>): void {
    super.initialize(attributes, options);
    this.client = randomId();
    this.problem = null;
    this.pictures = null;
    this.fetched = {};
    this.maps = new Map();
    this.asked = new Set();
    this.on("change:generation", () => this.asked.clear());
    this.on("msg:custom", (reply: FootprintReply | CellReply, buffers?: DataView[]) => {
      if (reply.client !== this.client || reply.generation !== this.trait("generation")) return;
      if (reply.type === "cell") this.receiveCell(reply, buffers ?? []);
      else this.receive(reply, buffers ?? []);
    });
  }

  /** The kinds that are on show: one of them, or both on the way from one to the other. */
  get kinds(): readonly Kind[] {
    const morph = this.trait("morph");
    if (this.trait("footprints") === "cells") return [];
    return morph <= 0 ? ["planted"] : morph >= 1 ? ["observed"] : ["planted", "observed"];
  }

  /** The footprints of a kind that came last, those of other cells too: they stay while these are on their way. */
  mapOf(kind: Kind): { readonly map: FootprintMap; readonly isCurrent: boolean } | null {
    const fetched = this.fetched[kind];
    if (!fetched) return null;
    const scale = this.trait("scale");
    const key = `${kind} ${scale}`;
    const map = this.maps.get(key) ?? composeFootprints(fetched.patches, scale);
    this.maps.set(key, map);
    return { map, isCurrent: fetched.generation === this.trait("generation") };
  }

  /** Asks for what is to be shown, unless it is here or on its way. */
  fetchFootprints(): void {
    for (const kind of this.kinds) this.ask({ ...this.request(), type: "footprints", kind });
  }

  /** Asks for one cell's footprints, unless they are here or on their way. */
  fetchCell(cell: number): void {
    const { pictures } = this;
    const isHere = pictures?.cell === cell && pictures.generation === this.trait("generation");
    if (!isHere) this.ask({ ...this.request(), type: "cell", cell });
  }

  private request() {
    return { client: this.client, generation: this.trait("generation") };
  }

  private ask(request: FootprintRequest | CellRequest): void {
    const name = request.type === "cell" ? `cell ${request.cell}` : request.kind;
    if (this.asked.has(name) || !this.comm_live) return;
    this.asked.add(name);
    this.send({ ...request });
  }

  private receive({ kind, height, width, generation, problem }: FootprintReply, buffers: readonly DataView[]): void {
    this.problem = problem;
    const [offsets, shapes, data] = buffers.map(({ buffer, byteOffset, byteLength }) =>
      new Uint8Array(buffer, byteOffset, byteLength).slice(),
    );
    if (!problem && data) {
      const integers = (bytes: Uint8Array) => new Int32Array(bytes.buffer);
      const patches = { height, width, offsets: integers(offsets), shapes: integers(shapes), data };
      this.fetched[kind] = { generation, patches: { ...patches, peaks: floats(buffers[3]) } };
      for (const scale of ["own", "common"]) this.maps.delete(`${kind} ${scale}`);
    }
    this.trigger("footprints");
  }

  private receiveCell({ cell, generation, height, width }: CellReply, buffers: readonly DataView[]): void {
    this.asked.delete(`cell ${cell}`);
    const [planted, observed] = buffers.map(floats);
    this.pictures = { generation, cell, height, width, planted, observed: observed?.length ? observed : null };
    this.trigger("cell");
  }
}
