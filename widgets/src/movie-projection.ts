import type { FrameData } from "../../src/simulation/frame-source.js";
import type { ChunkCoding } from "../../src/widgets/traits/movie-messages.js";
import { valuesOf } from "./chunk-decoder.js";
import type { MoviePlayerModel } from "./movie-player-model.js";
import { RollingProjection } from "./rolling-projection.js";

/** What a picture is made of: a frame, the mean or maximum of the last ones, or the maximum of all that are played. */
export class MovieProjection {
  readonly #model: MoviePlayerModel;
  readonly #rolling = new RollingProjection();
  #brightest: { readonly of: string; readonly data: FrameData | null } | null = null;
  /** How far the maximum of all frames is (0 … 1), while it is being computed. */
  share: number | null = null;

  constructor(model: MoviePlayerModel) {
    this.#model = model;
  }

  /** Tells pictures apart that differ though frame and stage are the same. */
  get key(): string {
    const kind = this.#model.trait("projection") ?? "none";
    if (kind === "none") return "";
    if (kind === "max_of_all")
      return `${kind} ${this.#all} ${this.#brightest?.of === this.#all && this.#brightest.data !== null}`;
    return `${kind} ${this.#model.trait("window_frames")}`;
  }

  /** Frames that are needed together with the one on show. */
  get behind(): number {
    const kind = this.#model.trait("projection");
    return kind === "mean" || kind === "max" ? this.#model.trait("window_frames") : 0;
  }

  /** The picture at a frame, once what it needs is here. */
  at(stage: string, frame: number): FrameData | undefined {
    const { loader } = this.#model;
    const kind = this.#model.trait("projection") ?? "none";
    const frameAt = (t: number) => loader.frame(stage, t);
    if (kind === "none") return frameAt(frame);
    if (kind === "max_of_all") return this.#maximumOfAll(stage) ?? frameAt(frame);
    const from = Math.max(0, frame + 1 - this.#model.trait("window_frames"));
    if (kind === "max") return this.#rolling.maximum(from, frame + 1, frameAt);
    const of = `${this.#model.trait("generation")} ${stage} ${loader.exchanges}`;
    return this.#rolling.mean(from, frame + 1, of, frameAt);
  }

  /** How the frames have come that the picture at a frame is made of. */
  codingAt(stage: string, frame: number): ChunkCoding {
    if (this.#brightest?.data && this.#model.trait("projection") === "max_of_all") return "raw";
    for (let t = frame; t >= 0 && t > frame - Math.max(1, this.behind); t--) {
      const coding = this.#model.loader.codingOf(stage, t);
      if (coding && coding !== "raw") return coding;
    }
    return "raw";
  }

  get #all(): string {
    const { range, stageInfo } = this.#model;
    const isWhole = !this.#model.trait("progress");
    return `${this.#model.trait("generation")} ${stageInfo?.name} ${range.join("-")} ${isWhole}`;
  }

  #maximumOfAll(stage: string): FrameData | null {
    const of = this.#all;
    if (this.#brightest?.of === of) return this.#brightest.data;
    const { asker, range, stageInfo, comm_live } = this.#model;
    if (!comm_live || !stageInfo) return null;
    this.#brightest = { of, data: null };
    this.share = 0;
    const settle = (data: FrameData | null) => {
      if (this.#brightest?.of !== of) return;
      this.share = null;
      this.#brightest = { of, data };
      this.#model.update();
    };
    asker.ask(
      this.#model.trait("generation"),
      { kind: "maximum", stage, from: range[0], to: range[1] },
      {
        answer: ([buffer]) => settle(valuesOf(buffer, stageInfo.dtype)),
        problem: () => settle(null),
        progress: (share) => {
          this.share = share;
          this.#model.trigger("move");
        },
      },
    );
    return null;
  }
}
