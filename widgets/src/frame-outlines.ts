import type { QuestionAnswer } from "../../src/widgets/traits/movie-questions.js";
import { AskedOutlines } from "./asked-outlines.js";
import { bytesOf } from "./floats.js";
import type { CellFrameTraits, FrameModel } from "./frame-model.js";
import { MovieAsker } from "./movie-asker.js";
import type { OutlineDrawing } from "./outline-layer.js";

/** The outlines of cells over a frame: each is asked for once of a scene; a question about an earlier one is not answered. */
export class FrameOutlines {
  readonly #model: FrameModel<CellFrameTraits>;
  readonly #asker: MovieAsker;
  readonly #outlines: AskedOutlines;
  #asked = "";

  constructor(model: FrameModel<CellFrameTraits>) {
    this.#model = model;
    this.#asker = new MovieAsker((request: object) => model.send({ ...request }));
    this.#outlines = new AskedOutlines((key, cells, take) => {
      if (this.#asked === key || !model.comm_live || model.footprints === 0) return;
      this.#asked = key;
      const answer = (buffers: readonly DataView[]) => {
        take(buffers);
        model.trigger("cells");
      };
      this.#asker.ask(model.trait("generation"), { kind: "outlines", cells }, { answer });
    });
    model.on("change:generation comm_live_update", () => {
      this.#asked = "";
      this.#asker.forget();
    });
  }

  receive(answer: QuestionAnswer, buffers: readonly DataView[]): void {
    this.#asker.receive(answer, buffers);
  }

  /** All cells, or those that are selected or pointed at, and how they are drawn. */
  drawing(areAllSeen: boolean): OutlineDrawing {
    const model = this.#model;
    const view = model.trait("states");
    const states = view ? new Uint8Array(bytesOf(view)) : new Uint8Array();
    const { all: selection, hovered } = model.selection;
    const marked = hovered === null || hovered >= states.length ? selection : [...new Set([...selection, hovered])];
    const outlines = this.#outlines.of(areAllSeen ? [...states.keys()] : marked, model.footprints);
    return { outlines, states, selection, hovered, labelled: selection };
  }
}
