import { type ColormapName, signedColormap } from "../../src/drawing/colormaps.js";
import type { Limits } from "../../src/drawing/colourise.js";
import { autoLimits, differenceLimit } from "../../src/drawing/contrast.js";
import type { MoviePlayerTraits } from "../../src/widgets/traits/movie-player.js";
import type { MoviePlayerModel } from "./movie-player-model.js";

/** The values of a player that are drawn black and white, and the colours in between. */
export class MovieContrast {
  readonly #model: MoviePlayerModel;
  readonly #ofStage = new Map<string, Pick<MoviePlayerTraits, "limits" | "difference_limit">>();

  constructor(model: MoviePlayerModel) {
    this.#model = model;
    model.on("change:limits change:difference_limit change:contrast", () => this.complete());
  }

  /** The limits in force: those of the traits, or none before the first frame. */
  get limits(): Limits | null {
    if (!this.#isSigned) return this.#model.trait("limits");
    const limit = this.#model.trait("difference_limit");
    return limit ? [-limit, limit] : null;
  }

  get colormap(): ColormapName | typeof signedColormap {
    return this.#isSigned ? signedColormap : this.#model.trait("colormap");
  }

  set([low, high]: Limits): void {
    if (!(low < high)) return;
    if (this.#isSigned) this.#model.change({ difference_limit: Math.max(Math.abs(low), Math.abs(high)) });
    else this.#model.change({ limits: [low, high] });
  }

  /** Limits from the frame on show, or from the whole movie. */
  auto(): void {
    const { shown, comm_live } = this.#model;
    if (!shown) return;
    if (shown.isSigned) this.#model.change({ difference_limit: differenceLimit(Float32Array.from(shown.data)) });
    else if (this.#model.trait("contrast") === "movie" && comm_live) this.#ask(shown.stage.name);
    else this.set(autoLimits(shown.data));
  }

  /** Finds limits where there are none for what is on show. */
  complete(): void {
    const { shown } = this.#model;
    if (this.limits === null && shown?.stage.name === this.#model.trait("stage")) this.auto();
  }

  /** The limits that a stage was seen with last; those of the stage that is left are kept. */
  changeTo(stage: string): Pick<MoviePlayerTraits, "limits" | "difference_limit"> {
    const { limits, difference_limit } = this.#model.attributes;
    this.#ofStage.set(this.#model.trait("stage"), { limits, difference_limit });
    return this.#ofStage.get(stage) ?? { limits: null, difference_limit: null };
  }

  get #isSigned(): boolean {
    return this.#model.compare === "difference";
  }

  #ask(stage: string): void {
    const { asker, shown } = this.#model;
    // Until the whole movie has been looked at, the frame's own limits do.
    if (this.#model.trait("limits") === null && shown) this.set(autoLimits(shown.data));
    asker.ask(
      this.#model.trait("generation"),
      { kind: "limits", stage },
      {
        answer: ([buffer]) => {
          const limits: Limits = [buffer.getFloat64(0, true), buffer.getFloat64(8, true)];
          if (stage === this.#model.trait("stage") && this.#model.trait("contrast") === "movie") this.set(limits);
        },
      },
    );
  }
}
