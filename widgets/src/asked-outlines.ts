import { noOutlines, type Outlines } from "../../src/drawing/outlines.js";
import { bytesOf, floats } from "./floats.js";

/** Asks for the outlines of cells, and takes the buffers that come. */
type AskForOutlines = (key: string, cells: readonly number[], take: (buffers: readonly DataView[]) => void) => void;

/** Outlines of cells, asked for when they are not here, while those that are stay. */
export class AskedOutlines {
  readonly #ask: AskForOutlines;
  #outlines = noOutlines;
  #here = "";

  constructor(ask: AskForOutlines) {
    this.#ask = ask;
  }

  /** Those of some cells, of the footprints that `version` names. */
  of(cells: readonly number[], version: number): Outlines {
    const key = `${version} ${cells.join(",")}`;
    if (key === this.#here) return this.#outlines;
    if (cells.length === 0) {
      this.#here = key;
      this.#outlines = noOutlines;
    } else {
      this.#ask(`outlines ${key}`, cells, ([owners, starts, points]) => {
        this.#here = key;
        this.#outlines = { cells: ints(owners), starts: ints(starts), points: floats(points) };
      });
    }
    return this.#outlines;
  }

  forget(): void {
    this.#here = "";
  }
}

function ints(view: ArrayBufferView): Int32Array {
  return new Int32Array(bytesOf(view));
}
