import { formatNumber, narrowSpace } from "../../src/drawing/format.js";
import type { GrowthBar } from "./growth-bar.js";
import type { BoxState, ImageBox } from "./image-box.js";
import type { MoviePlayerModel } from "./movie-player-model.js";

/** A frame that is late by less is not worth a word. */
const loadingAfterMs = 250;

type Said = readonly [state: BoxState, message: string, repair?: { readonly label: string; readonly do: () => void }];

/** What keeps the wanted frame of a player away, said in its image; that it is on its way only after a while. */
export class PlayerMessage {
  readonly #model: MoviePlayerModel;
  readonly #image: ImageBox;
  readonly #growth: GrowthBar;
  #loading: ReturnType<typeof setTimeout> | undefined;

  constructor(model: MoviePlayerModel, image: ImageBox, growth: GrowthBar) {
    this.#model = model;
    this.#image = image;
    this.#growth = growth;
  }

  /** Says it, and gives the state that the player is in. */
  draw(): BoxState {
    const said = this.#said();
    if (said[0] !== "loading") {
      this.close();
      this.#image.say(...said);
    } else {
      this.#loading ??= setTimeout(() => {
        this.#loading = undefined;
        this.#image.say(...this.#said());
      }, loadingAfterMs);
    }
    return said[0];
  }

  close(): void {
    clearTimeout(this.#loading);
    this.#loading = undefined;
  }

  #said(): Said {
    const model = this.#model;
    const { shown, loader } = model;
    if (!model.comm_live) {
      const what = shown ? "last frame shown · run the cell again to go on" : "run the cell again to see the movie";
      return ["gone", `Kernel stopped · ${what}`];
    }
    if (model.frameCount === 0) return ["empty", "No frames in this movie. Its spec ends before the first image."];
    const missing = this.#growth.missing(model.position);
    if (missing) return [missing.isComing ? "loading" : "missing", missing.message];
    if (loader.failure) return ["error", loader.failure, { label: "Try again", do: () => loader.retry() }];
    const isShown =
      shown?.frame === model.position &&
      shown.stage.name === model.trait("stage") &&
      shown.generation === model.trait("generation");
    return isShown ? ["ready", ""] : ["loading", `Loading frame ${formatNumber(model.position)}${narrowSpace}…`];
  }
}
