import { type ColormapName, colormapNames } from "../../src/drawing/colormaps.js";
import type { Limits } from "../../src/drawing/colourise.js";
import { autoLimits } from "../../src/drawing/contrast.js";
import type { FrameData, StageInfo } from "../../src/simulation/frame-source.js";
import type { ChunkAnswer } from "../../src/widgets/traits/movie-messages.js";
import type { MoviePlayerTraits } from "../../src/widgets/traits/movie-player.js";
import { FrameLoader } from "./frame-loader.js";
import { MovieClock } from "./movie-clock.js";
import { randomId } from "./random-id.js";
import { TraitModel } from "./trait-model.js";

/** A frame that is here: the one on show. */
export interface ShownFrame {
  readonly stage: StageInfo;
  readonly frame: number;
  readonly generation: number;
  readonly data: FrameData;
}

const speeds = [0.25, 0.5, 1, 2, 4, 8];
const syncIntervalMs = 125;

/**
 * The page's side of a MoviePlayer: fetches frames, moves on while playing, and keeps the frame on show for all views.
 * Triggers "show" when another frame is on show, "move" when the wanted place changed, "load" when frames arrived.
 */
export class MoviePlayerModel extends TraitModel<MoviePlayerTraits> {
  declare loader: FrameLoader;
  /** The frame on show; it stays while others are on their way. */
  declare shown: ShownFrame | null;
  /** The frame that is wanted; the `frame` trait follows at intervals while playing. */
  declare position: number;
  declare isScrubbing: boolean;
  declare private clock: MovieClock;
  declare private client: string;
  declare private viewers: number;
  declare private syncedAt: number;
  declare private limitsOfStage: Map<string, Limits>;

  override defaults(): Record<string, unknown> {
    return { ...super.defaults(), movie: null, generation: 0, frame: 0, stage: "", limits: null, colormap: "gcamp" };
  }

  override initialize(...[attributes, options]: Parameters<TraitModel<MoviePlayerTraits>["initialize"]>): void {
    super.initialize(attributes, options);
    const send = (request: object) => this.send({ ...request });
    this.loader = new FrameLoader(send, () => this.onLoaded());
    this.clock = new MovieClock(this.clockedMovie());
    this.shown = null;
    this.position = this.trait("frame");
    this.isScrubbing = false;
    this.client = randomId();
    this.viewers = 0;
    this.syncedAt = 0;
    this.limitsOfStage = new Map();
    this.openMovie();
    this.on("change:movie change:generation", () => this.openMovie());
    this.on("change:frame", () => this.onFrame());
    this.on("change:stage", () => this.update());
    this.on("change:limits", () => this.onLimits());
    this.on("change:playing change:driver", () => this.onPlaying());
    this.on("change:loop change:speed", () => this.trigger("move"));
    this.on("comm_live_update", () => this.onConnection());
    this.on("msg:custom", (answer: ChunkAnswer, buffers?: DataView[]) => this.loader.receive(answer, buffers?.[0]));
  }

  get stageInfo(): StageInfo | undefined {
    return this.trait("movie")?.stages.find(({ name }) => name === this.trait("stage"));
  }

  get frameCount(): number {
    return this.trait("movie")?.frameCount ?? 0;
  }

  get fps(): number {
    return this.trait("movie")?.fps ?? 1;
  }

  /** The limits in force: those of the trait, or none before the first frame. */
  get limits(): Limits | null {
    return this.trait("limits");
  }

  /** Frames are fetched only while somebody looks. */
  addViewer(): void {
    this.viewers += 1;
    if (this.viewers === 1 && this.trait("playing")) this.takeOver();
    this.update();
  }

  removeViewer(): void {
    this.viewers -= 1;
    if (this.viewers > 0) return;
    this.clock.stop();
    this.loader.close();
  }

  seek(frame: number): void {
    const target = Math.min(Math.max(0, Math.round(frame)), Math.max(0, this.frameCount - 1));
    if (target === this.position) return;
    this.position = target;
    this.syncFrame(this.isScrubbing || this.clock.running ? syncIntervalMs : 0);
    this.update();
  }

  step(frames: number): void {
    this.pause();
    this.seek(this.position + frames);
  }

  scrub(isScrubbing: boolean): void {
    this.isScrubbing = isScrubbing;
    if (!isScrubbing) this.syncFrame(0);
    this.update();
  }

  play(): void {
    if (!this.comm_live || this.frameCount < 2) return;
    if (!this.trait("loop") && this.position === this.frameCount - 1) this.seek(0);
    this.change({ playing: true, driver: this.client });
  }

  pause(): void {
    if (this.trait("playing")) this.change({ playing: false, frame: this.position });
  }

  togglePlay(): void {
    if (this.trait("playing")) this.pause();
    else this.play();
  }

  toggleLoop(): void {
    this.change({ loop: !this.trait("loop") });
  }

  changeSpeed(by: number): void {
    const at = speeds.findIndex((speed) => speed >= this.trait("speed"));
    this.change({ speed: speeds[Math.min(speeds.length - 1, Math.max(0, (at < 0 ? speeds.length : at) + by))] });
  }

  chooseStage(stage: string): void {
    const { limits } = this;
    if (limits) this.limitsOfStage.set(this.trait("stage"), limits);
    const known = this.limitsOfStage.get(stage);
    this.change({ stage, limits: known ? [known[0], known[1]] : null });
  }

  setLimits([low, high]: Limits): void {
    if (low < high) this.change({ limits: [low, high] });
  }

  autoContrast(): void {
    if (this.shown) this.setLimits(autoLimits(this.shown.data));
  }

  setColormap(colormap: ColormapName): void {
    this.change({ colormap });
  }

  nextColormap(): void {
    this.setColormap(colormapNames[(colormapNames.indexOf(this.trait("colormap")) + 1) % colormapNames.length]);
  }

  private openMovie(): void {
    const movie = this.trait("movie");
    if (!movie) return;
    this.loader.open(movie, this.trait("generation"));
    this.position = Math.min(this.position, Math.max(0, movie.frameCount - 1));
    this.update();
  }

  private onFrame(): void {
    if (this.trait("frame") === this.position) return;
    this.position = this.trait("frame");
    this.update();
  }

  private onLimits(): void {
    if (this.trait("limits") === null && this.shown?.stage.name === this.trait("stage")) this.autoContrast();
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

  private onLoaded(): void {
    this.update();
    this.trigger("load");
  }

  /** Fetches what is missing, and shows the wanted frame if it is here. */
  private update(): void {
    const stage = this.stageInfo;
    this.trigger("move");
    if (!stage || this.viewers === 0) return;
    const data = this.loader.frame(stage.name, this.position);
    const generation = this.trait("generation");
    const isShown =
      this.shown?.stage === stage && this.shown.frame === this.position && this.shown.generation === generation;
    if (data && !isShown) {
      this.shown = { stage, frame: this.position, generation, data };
      if (this.trait("limits") === null) this.autoContrast();
      this.trigger("show");
    }
    if (!this.comm_live) return;
    const ahead = this.isScrubbing ? "none" : this.trait("playing") ? "much" : "little";
    this.loader.read({ stage: stage.name, frame: this.position, ahead, loop: this.trait("loop") });
  }

  /** Tells the kernel the frame, unless it was told less than `interval` ms ago. */
  private syncFrame(interval: number): void {
    const now = performance.now();
    if (now - this.syncedAt < interval || this.trait("frame") === this.position) return;
    this.syncedAt = now;
    this.change({ frame: this.position });
  }

  private clockedMovie() {
    const model = this;
    return {
      get position() {
        return model.position;
      },
      get frameCount() {
        return model.frameCount;
      },
      get loop() {
        return model.trait("loop");
      },
      get rate() {
        return model.fps * model.trait("speed");
      },
      has: (frame: number) => model.loader.has(model.trait("stage"), frame),
      moveTo: (frame: number) => model.seek(frame),
      finish: () => model.pause(),
    };
  }
}
