import { type ColormapName, signedColormap } from "../../src/drawing/colormaps.js";
import type { Limits } from "../../src/drawing/colourise.js";
import { comparedPanels, movieOfPanel, type Panel } from "../../src/drawing/compared-panels.js";
import { autoLimits, differenceLimit } from "../../src/drawing/contrast.js";
import type { FrameData, StageInfo } from "../../src/simulation/frame-source.js";
import { randomId } from "../../src/widgets/random-id.js";
import {
  type ChunkAnswer,
  type ChunkCoding,
  type Quality,
  qualities,
} from "../../src/widgets/traits/movie-messages.js";
import type { Comparison, MoviePlayerTraits, TruthTrait } from "../../src/widgets/traits/movie-player.js";
import type { QuestionAnswer } from "../../src/widgets/traits/movie-questions.js";
import { CellTruth } from "./cell-truth.js";
import { MovieAsker } from "./movie-asker.js";
import { MovieModel } from "./movie-model.js";
import { MovieProjection } from "./movie-projection.js";
import { CellSelection } from "./selection.js";

/** A frame that is here: the one on show. */
export interface ShownFrame {
  readonly stage: StageInfo;
  readonly frame: number;
  readonly generation: number;
  /** The images that are seen, of one movie or of several. */
  readonly panels: readonly Panel[];
  /** All values that contrast is taken from. */
  readonly data: FrameData;
  /** How the frames that it is made of have come: it is exact only if raw. */
  readonly coding: ChunkCoding;
  /** Whether these are differences, with limits and a colour map of their own. */
  readonly isSigned: boolean;
  /** What tells this picture from others of the same frame. */
  readonly key: string;
}

const speeds = [0.25, 0.5, 1, 2, 4, 8];

/**
 * The page's side of a MoviePlayer: fetches frames, moves on while playing, and keeps the frame on show for all views.
 * Triggers "show" when another frame is on show, "move" when the wanted place changed, "load" when frames arrived,
 * "cells" when outlines or traces arrived, "hover" when the pointer is at another cell.
 */
export class MoviePlayerModel extends MovieModel<MoviePlayerTraits> {
  declare selection: CellSelection;
  declare asker: MovieAsker;
  declare projection: MovieProjection;
  declare truth: CellTruth;
  /** The frame on show; it stays while others are on their way. */
  declare shown: ShownFrame | null;
  declare isScrubbing: boolean;
  /** Whether frames are gone through one after another, though not played. */
  declare private isGoingThrough: boolean;
  declare private client: string;
  declare private limitsOfStage: Map<string, Pick<MoviePlayerTraits, "limits" | "difference_limit">>;

  override defaults(): Record<string, unknown> {
    return { ...super.defaults(), movie: null, generation: 0, frame: 0, stage: "", limits: null, colormap: "gcamp" };
  }

  override initialize(...[attributes, options]: Parameters<MovieModel<MoviePlayerTraits>["initialize"]>): void {
    super.initialize(attributes, options);
    this.selection = new CellSelection(this);
    this.asker = new MovieAsker((request: object) => this.send({ ...request }));
    this.projection = new MovieProjection(this);
    this.truth = new CellTruth(this);
    this.shown = null;
    this.isScrubbing = false;
    this.isGoingThrough = false;
    this.client = randomId();
    this.limitsOfStage = new Map();
    this.follow();
    this.on("change:stage change:compare change:projection change:window_frames change:range", () => this.update());
    this.on("change:limits change:difference_limit change:contrast", () => this.onLimits());
    this.on("change:playing change:driver", () => this.onPlaying());
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

  /** Frames that are there already: all, but of a movie that is being made. */
  get available(): number {
    return this.trait("progress")?.framesDone ?? this.frameCount;
  }

  /** Has a movie that is being made end with what is there. */
  stop(): void {
    this.send({ type: "stop" });
  }

  /** Which of the movies a panel shows. */
  movieOf(panel: number): number {
    return movieOfPanel(panel, this.movieCount, this.compare);
  }

  override get range(): readonly [from: number, to: number] {
    return this.trait("range") ?? [0, this.frameCount];
  }

  protected override get isLooping(): boolean {
    return this.trait("loop");
  }

  protected override get rate(): number {
    return this.fps * this.trait("speed");
  }

  protected override get isMoving(): boolean {
    return this.isScrubbing || this.clock.running || this.isGoingThrough;
  }

  /** The limits in force: those of the traits, or none before the first frame. */
  get limits(): Limits | null {
    if (this.compare !== "difference") return this.trait("limits");
    const limit = this.trait("difference_limit");
    return limit ? [-limit, limit] : null;
  }

  get colormap(): ColormapName | typeof signedColormap {
    return this.compare === "difference" ? signedColormap : this.trait("colormap");
  }

  get cells(): TruthTrait | null {
    return this.trait("truth") ?? null;
  }

  /** Cells whose traces are shown: those selected, those chosen by hand. */
  get chosen(): readonly number[] {
    return [...new Set([...(this.trait("cells") ?? []), ...this.selection.all])];
  }

  override addViewer(): void {
    this.viewers += 1;
    if (this.viewers === 1 && this.trait("playing")) this.takeOver();
    this.update();
  }

  /** Says that frames will be wanted one after another, or no longer. */
  goThrough(isGoingThrough: boolean): void {
    this.isGoingThrough = isGoingThrough;
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

  scrub(isScrubbing: boolean): void {
    this.isScrubbing = isScrubbing;
    if (!isScrubbing) this.syncFrame(0);
    this.update();
  }

  play(): void {
    if (!this.comm_live || this.frameCount < 2) return;
    const [from, to] = this.range;
    if (this.position < from || this.position >= to || (!this.trait("loop") && this.position === to - 1)) {
      this.seek(from);
    }
    this.change({ playing: true, driver: this.client });
  }

  override pause(): void {
    if (this.trait("playing")) this.change({ playing: false, frame: this.position });
  }

  togglePlay(): void {
    if (this.trait("playing")) this.pause();
    else this.play();
  }

  toggleLoop(): void {
    this.change({ loop: !this.trait("loop") });
  }

  /** Sets an end of the frames that are played; null plays all again. */
  setRange(range: readonly [from: number, to: number] | null): void {
    const [from, to] = range ?? [0, this.frameCount];
    const isAll = from <= 0 && to >= this.frameCount;
    if (from < to) this.change({ range: isAll ? null : [Math.max(0, from), Math.min(this.frameCount, to)] });
  }

  changeSpeed(by: number): void {
    const at = speeds.findIndex((speed) => speed >= this.trait("speed"));
    this.change({ speed: speeds[Math.min(speeds.length - 1, Math.max(0, (at < 0 ? speeds.length : at) + by))] });
  }

  chooseStage(stage: string): void {
    const { limits, difference_limit } = this.attributes;
    this.limitsOfStage.set(this.trait("stage"), { limits, difference_limit });
    this.change({ stage, ...(this.limitsOfStage.get(stage) ?? { limits: null, difference_limit: null }) });
  }

  setLimits([low, high]: Limits): void {
    if (!(low < high)) return;
    if (this.compare === "difference") this.change({ difference_limit: Math.max(Math.abs(low), Math.abs(high)) });
    else this.change({ limits: [low, high] });
  }

  /** Limits from the frame on show, or from the whole movie. */
  autoContrast(): void {
    const { shown } = this;
    if (!shown) return;
    if (shown.isSigned) this.change({ difference_limit: differenceLimit(Float32Array.from(shown.data)) });
    else if (this.trait("contrast") === "movie" && this.comm_live) this.askLimits(shown.stage.name);
    else this.setLimits(autoLimits(shown.data));
  }

  setColormap(colormap: ColormapName): void {
    this.change({ colormap });
  }

  private askLimits(stage: string): void {
    const generation = this.trait("generation");
    // Until the whole movie has been looked at, the frame's own limits do.
    if (this.trait("limits") === null && this.shown) this.setLimits(autoLimits(this.shown.data));
    this.asker.ask(
      generation,
      { kind: "limits", stage },
      {
        answer: ([buffer]) => {
          const limits: Limits = [buffer.getFloat64(0, true), buffer.getFloat64(8, true)];
          if (stage === this.trait("stage") && this.trait("contrast") === "movie") this.setLimits(limits);
        },
      },
    );
  }

  protected override openMovie(): void {
    this.asker.forget();
    super.openMovie();
  }

  private onLimits(): void {
    if (this.limits === null && this.shown?.stage.name === this.trait("stage")) this.autoContrast();
  }

  private onPlaying(): void {
    const isPlaying = this.trait("playing");
    if (isPlaying && this.trait("driver") === null) this.takeOver();
    if (isPlaying && this.trait("driver") === this.client && this.viewers > 0) this.clock.start();
    else this.clock.stop();
    this.update();
  }

  private onConnection(): void {
    if (!this.comm_live) this.clock.stop();
    this.trigger("load");
  }

  /** Of several pages the one that played last, or that opened last, moves the frame on. */
  private takeOver(): void {
    if (!this.comm_live) return;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) this.change({ playing: false });
    else this.change({ driver: this.client });
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
    if (shown?.key === this.keyOf(stage, position) && shown.stage === stage) return;
    const frame = this.frameOf(stage, position);
    if (!frame) return;
    this.shown = frame;
    if (this.limits === null) this.autoContrast();
    this.trigger("show");
  }

  /** A frame as it is to be seen, if what it needs is here. */
  frameOf(stage: StageInfo, frame: number): ShownFrame | null {
    const { compare, movieCount } = this;
    const all = this.projection.at(stage.name, frame);
    if (!all) return null;
    const coding = this.projection.codingAt(stage.name, frame);
    const size = all.length / movieCount;
    const frames = Array.from({ length: movieCount }, (_, i) => all.subarray(i * size, (i + 1) * size));
    const panels = comparedPanels(frames, this.labels, compare);
    const isSigned = compare === "difference";
    const data = isSigned ? panels[0].data : all;
    const generation = this.trait("generation");
    return { stage, frame, generation, panels, data, coding, isSigned, key: this.keyOf(stage, frame) };
  }

  private keyOf(stage: StageInfo, frame: number): string {
    const { exchanges } = this.loader;
    return [this.trait("generation"), stage.name, frame, this.compare, this.projection.key, exchanges].join(" ");
  }
}
