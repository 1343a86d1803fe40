import { movieOfPanel } from "../../src/drawing/compared-panels.js";
import type { StageInfo } from "../../src/simulation/frame-source.js";
import { type ChunkAnswer, type Quality, qualities } from "../../src/widgets/traits/movie-messages.js";
import type { Comparison, TruthTrait } from "../../src/widgets/traits/movie-player.js";
import type { QuestionAnswer } from "../../src/widgets/traits/movie-questions.js";
import { CellTruth } from "./cell-truth.js";
import { MovieAsker } from "./movie-asker.js";
import { MovieContrast } from "./movie-contrast.js";
import { MovieProjection } from "./movie-projection.js";
import { PlayedMovieModel } from "./played-movie-model.js";
import { CellSelection } from "./selection.js";
import { pictureKey, type ShownFrame, shownFrame } from "./shown-frame.js";

/**
 * The page's side of a MoviePlayer: fetches frames, moves on while playing, and keeps the frame on show for all views.
 * Triggers "show" when another frame is on show, "move" when the wanted place changed, "load" when frames arrived,
 * "cells" when outlines or traces arrived, "hover" when the pointer is at another cell.
 */
export class MoviePlayerModel extends PlayedMovieModel {
  declare selection: CellSelection;
  declare asker: MovieAsker;
  declare projection: MovieProjection;
  declare contrast: MovieContrast;
  declare truth: CellTruth;
  /** The frame on show; it stays while others are on their way. */
  declare shown: ShownFrame | null;

  override defaults(): Record<string, unknown> {
    return { ...super.defaults(), movie: null, generation: 0, frame: 0, stage: "", limits: null, colormap: "gcamp" };
  }

  override initialize(...[attributes, options]: Parameters<PlayedMovieModel["initialize"]>): void {
    super.initialize(attributes, options);
    this.selection = new CellSelection(this);
    this.asker = new MovieAsker((request: object) => this.send({ ...request }));
    this.projection = new MovieProjection(this);
    this.contrast = new MovieContrast(this);
    this.truth = new CellTruth(this);
    this.shown = null;
    this.follow();
    this.on("change:stage change:compare change:projection change:window_frames change:range", () => this.update());
    this.on("change:loop change:speed change:progress change:quality", () => this.update());
    this.on("comm_live_update", () => this.onConnection());
    this.on("msg:custom", (answer: ChunkAnswer | QuestionAnswer, buffers: DataView[] = []) => {
      if ("number" in answer) this.asker.receive(answer, buffers);
      else this.loader.receive(answer, buffers[0]);
    });
  }

  /** Whether frames are to come exact or small, or as the link allows. */
  get quality(): Quality {
    return this.trait("quality") ?? "auto";
  }

  nextQuality(): void {
    this.change({ quality: qualities[(qualities.indexOf(this.quality) + 1) % qualities.length] });
  }

  /** Names of the movies side by side; none of a single one. */
  get labels(): readonly string[] {
    return this.trait("movie")?.labels ?? [];
  }

  get movieCount(): number {
    return Math.max(1, this.labels.length);
  }

  /** How the movies are compared; a single one is not. */
  get compare(): Comparison {
    return this.movieCount > 1 ? (this.trait("compare") ?? "side_by_side") : "side_by_side";
  }

  /** Which of the movies a panel shows. */
  movieOf(panel: number): number {
    return movieOfPanel(panel, this.movieCount, this.compare);
  }

  /** Frames that are there already: all, but of a movie that is being made. */
  get available(): number {
    return this.trait("progress")?.framesDone ?? this.frameCount;
  }

  /** Has a movie that is being made end with what is there. */
  stop(): void {
    this.send({ type: "stop" });
  }

  get cells(): TruthTrait | null {
    return this.trait("truth") ?? null;
  }

  /** Cells whose traces are shown: those selected, those chosen by hand. */
  get chosen(): readonly number[] {
    return [...new Set([...(this.trait("cells") ?? []), ...this.selection.all])];
  }

  chooseStage(stage: string): void {
    this.change({ stage, ...this.contrast.changeTo(stage) });
  }

  /** Goes to a frame, and gives it once it is on show. */
  reach(frame: number, signal: AbortSignal): Promise<ShownFrame> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const { shown, loader } = this;
        const isAsWanted = shown?.coding === "raw" || this.quality === "small";
        const isHere = shown?.frame === frame && shown.stage === this.stageInfo && isAsWanted;
        if (!isHere && !signal.aborted && !loader.failure && this.comm_live) {
          this.seek(frame);
          return;
        }
        this.off("show load", look);
        signal.removeEventListener("abort", look);
        if (signal.aborted) reject(signal.reason);
        else if (isHere) resolve(shown);
        else reject(new Error(loader.failure ?? "The kernel is gone."));
      };
      this.on("show load", look);
      signal.addEventListener("abort", look);
      look();
    });
  }

  protected override openMovie(): void {
    this.asker.forget();
    super.openMovie();
  }

  private onConnection(): void {
    if (!this.comm_live) this.clock.stop();
    this.trigger("load");
  }

  protected override onLoaded(): void {
    super.onLoaded();
    this.trigger("load");
  }

  override update(): void {
    const stage = this.stageInfo;
    this.trigger("move");
    if (!stage || this.viewers === 0) return;
    this.show(stage);
    if (!this.comm_live) return;
    const isPlaying = this.clock.running;
    const ahead = this.isScrubbing ? "none" : this.trait("playing") || this.isGoingThrough ? "much" : "little";
    this.loader.read({
      stage: stage.name,
      frame: this.position,
      ahead,
      behind: this.projection.behind,
      range: this.range,
      loop: this.trait("loop"),
      available: this.available,
      isSettled: !isPlaying && !this.isScrubbing,
      isPlaying,
      rate: this.rate,
      isLate: this.clock.isLate,
      // What is kept is not spoilt by a slow link.
      quality: this.isGoingThrough && this.quality === "auto" ? "exact" : this.quality,
    });
  }

  private show(stage: StageInfo): void {
    const { shown, position } = this;
    if (shown?.key === pictureKey(this, stage, position) && shown.stage === stage) return;
    const frame = shownFrame(this, stage, position);
    if (!frame) return;
    this.shown = frame;
    if (this.contrast.limits === null) this.contrast.auto();
    this.trigger("show");
  }
}
