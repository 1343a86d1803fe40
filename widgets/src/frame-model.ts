import { type ColormapName, colormapNames, type signedColormap } from "../../src/drawing/colormaps.js";
import type { Limits } from "../../src/drawing/colourise.js";
import { autoLimits } from "../../src/drawing/contrast.js";
import type { FrameData, StageInfo } from "../../src/simulation/frame-source.js";
import type { FrameTraits } from "../../src/widgets/traits/frames.js";
import type { ChunkAnswer } from "../../src/widgets/traits/movie-messages.js";
import { FrameLoader } from "./frame-loader.js";
import { MovieClock } from "./movie-clock.js";
import { TraitModel } from "./trait-model.js";

/** A frame that is here: the one on show. */
export interface ShownFrame {
  readonly stage: StageInfo;
  readonly frame: number;
  readonly generation: number;
  readonly data: FrameData;
}

const syncIntervalMs = 125;

/**
 * The page's side of a widget that shows one frame at a time. Triggers "show" when another frame is on show, "move" when
 * the wanted place or the state of the connection changed.
 */
export abstract class FrameModel<Traits extends FrameTraits> extends TraitModel<Traits> {
  declare loader: FrameLoader;
  /** The frame on show; it stays while others are on their way. */
  declare shown: ShownFrame | null;
  /** The frame that is wanted; the `frame` trait follows at intervals while playing. */
  declare position: number;
  declare private clock: MovieClock;
  declare private viewers: number;
  declare private syncedAt: number;

  override initialize(...[attributes, options]: Parameters<TraitModel<Traits>["initialize"]>): void {
    super.initialize(attributes, options);
    const send = (request: object) => this.send({ ...request });
    this.loader = new FrameLoader(send, () => this.update());
    this.shown = null;
    this.position = this.trait("frame") ?? 0;
    this.viewers = 0;
    this.syncedAt = 0;
    this.clock = new MovieClock(this.clockedMovie());
    this.openMovie();
    this.on("change:movie change:generation", () => this.openMovie());
    this.on("change:frame", () => this.onFrame());
    this.on("change:stage", () => this.update());
    this.on("change:limits", () => this.onLimits());
    this.on("comm_live_update", () => {
      if (!this.comm_live) this.pause();
      this.update();
    });
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

  get isPlaying(): boolean {
    return this.clock.running;
  }

  /** Whether what is wanted is on show. */
  get isReady(): boolean {
    const { shown } = this;
    const isThere = shown?.frame === this.position && shown.stage.name === this.trait("stage");
    return isThere && shown.generation === this.trait("generation");
  }

  /** The colours of what is on show. */
  get colours(): ColormapName | typeof signedColormap {
    return this.trait("colormap");
  }

  /** Limits that suit the frame on show. */
  protected limitsOf({ data }: ShownFrame): Limits {
    return autoLimits(data);
  }

  /** Frames are fetched only while somebody looks. */
  addViewer(): void {
    this.viewers += 1;
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
    this.syncFrame(this.clock.running ? syncIntervalMs : 0);
    this.update();
  }

  step(frames: number): void {
    this.pause();
    this.seek(this.position + frames);
  }

  pause(): void {
    if (!this.clock.running) return;
    this.clock.stop();
    this.syncFrame(0);
    this.trigger("move");
  }

  togglePlay(): void {
    if (this.clock.running) this.pause();
    else if (this.comm_live && this.frameCount > 1) {
      this.clock.start();
      this.update();
    }
  }

  nextColormap(): void {
    const at = colormapNames.indexOf(this.trait("colormap"));
    this.put({ colormap: colormapNames[(at + 1) % colormapNames.length] });
  }

  autoContrast(): void {
    if (!this.shown) return;
    const [low, high] = this.limitsOf(this.shown);
    this.put({ limits: [low, high] });
  }

  private put(traits: Partial<FrameTraits>): void {
    this.set(traits);
    if (this.comm_live) this.save_changes();
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

  /** Fetches what is missing, and shows the wanted frame if it is here. */
  private update(): void {
    const stage = this.stageInfo;
    this.trigger("move");
    if (!stage || this.viewers === 0) return;
    const data = this.loader.frame(stage.name, this.position);
    if (data && !this.isReady) {
      this.shown = { stage, frame: this.position, generation: this.trait("generation"), data };
      if (this.trait("limits") === null) this.autoContrast();
      this.trigger("show");
      this.trigger("move");
    }
    if (!this.comm_live) return;
    const ahead = this.clock.running ? "much" : "none";
    const place = { stage: stage.name, frame: this.position, range: [0, this.frameCount] } as const;
    this.loader.read({ ...place, ahead, behind: 0, loop: true, available: this.frameCount });
  }

  /** Tells the kernel the frame, unless it was told less than `interval` ms ago. */
  private syncFrame(interval: number): void {
    const now = performance.now();
    if (now - this.syncedAt < interval || this.trait("frame") === this.position) return;
    this.syncedAt = now;
    this.put({ frame: this.position });
  }

  private clockedMovie() {
    const model = this;
    return {
      get position() {
        return model.position;
      },
      get range() {
        return [0, model.frameCount] as const;
      },
      loop: true,
      get rate() {
        return model.fps;
      },
      has: (frame: number) => model.loader.has(model.trait("stage"), frame),
      moveTo: (frame: number) => model.seek(frame),
      finish: () => model.pause(),
    };
  }
}
