import type { GroundTruth } from "../recording/ground-truth.js";
import { sameData } from "../simulation/same-data.js";
import type { Scene } from "../simulation/scene.js";
import { areSameCells, type CellPlaces, cellPlaces } from "./cell-places.js";
import type { ExploredMovie } from "./explored-movie.js";
import { type AskedMovie, askedWhole } from "./movie-answers.js";
import { joinSelections, SharedSelection, selectionOf } from "./selection.js";
import type { SelectionTraits } from "./traits/selection.js";
import type { Widget } from "./widget.js";

type CellTraits = SelectionTraits & CellPlaces & { readonly footprints: number };

/** The cells of a scene that gives way to others: what is selected of them stays as long as they are the same cells. */
export class ExploredCells {
  readonly #widget: Widget<CellTraits>;
  #truth: GroundTruth | null = null;
  #shape: unknown = null;
  #selection: SharedSelection | null = null;

  constructor(widget: Widget<CellTraits>) {
    this.#widget = widget;
  }

  show({ groundTruth: truth, plan, pixelSizeUm }: Scene): void {
    if (truth === this.#truth) return;
    if (this.#truth && areSameCells(this.#truth, truth)) joinSelections(truth, this.#truth);
    this.#truth = truth;
    const own = { selected: this.#widget.get("selected"), also_selected: this.#widget.get("also_selected") };
    const shape = [plan.canvas, plan.cells.planted, plan.cells.focus?.sigmaPx];
    const footprints = this.#widget.get("footprints") + (sameData(shape, this.#shape) ? 0 : 1);
    this.#shape = shape;
    this.#widget.set({ ...cellPlaces(truth, plan.fov, pixelSizeUm), ...selectionOf(truth, own), footprints });
    if (this.#selection) this.#selection.move(truth);
    else this.#selection = new SharedSelection(this.#widget, truth);
  }
}

/** What a page's questions about a movie are answered from, once its scene is there. */
export function askedOf(movie: ExploredMovie): AskedMovie {
  const part = <Name extends keyof GroundTruth>(name: Name) => movie.scene.then(({ groundTruth }) => groundTruth[name]);
  const truth = {
    get observed() {
      return part("observed");
    },
    get planted() {
      return part("planted");
    },
    get C() {
      return part("C");
    },
    get S() {
      return part("S");
    },
  };
  return askedWhole(movie, truth);
}
