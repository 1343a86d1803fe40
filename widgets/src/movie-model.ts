import { colormapNames } from "../../src/drawing/colormaps.js";
import type { StageInfo } from "../../src/simulation/frame-source.js";
import type { FrameTraits } from "../../src/widgets/traits/frames.js";
import { FrameLoader } from "./frame-loader.js";
import { MovieClock } from "./movie-clock.js";
import { TraitModel } from "./trait-model.js";

const syncIntervalMs = 125;

/** What the page's sides of all widgets with a movie have in common: its frames, the place in it, and a clock. */
export abstract class MovieModel<Traits extends FrameTraits> extends TraitModel<Traits> {
  declare loader: FrameLoader;
  /** The frame that is wanted; the `frame` trait follows at intervals while playing. */
  declare position: number;
  declare protected clock: MovieClock;
  declare protected viewers: number;
  declare private syncedAt: number;

  override initialize(...[attributes, options]: Parameters<TraitModel<Traits>["initialize"]>): void {
    super.initialize(attributes, options);
    this.loader = new FrameLoader(
      (request: object) => this.send({ ...request }),
      () => this.onLoaded(),
    );
    this.position = this.trait("frame") ?? 0;
    this.viewers = 0;
    this.syncedAt = 0;
    this.clock = new MovieClock(this.clockedMovie());
  }

  /** Fetches what is missing, and shows the wanted frame if it is here. */
  abstract update(): void;
  abstract pause(): void;

  get stageInfo(): StageInfo | undefined {
    return this.trait("movie")?.stages.find(({ name }) => name === this.trait("stage"));
  }

  get frameCount(): number {
    return this.trait("movie")?.frameCount ?? 0;
  }

  get fps(): number {
    return this.trait("movie")?.fps ?? 1;
  }

  /** The frames [from, to) that are played. */
  get range(): readonly [from: number, to: number] {
    return [0, this.frameCount];
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
    this.syncFrame(this.isMoving ? syncIntervalMs : 0);
    this.update();
  }

  step(frames: number): void {
    this.pause();
    this.seek(this.position + frames);
  }

  nextColormap(): void {
    const at = colormapNames.indexOf(this.trait("colormap"));
    this.put({ colormap: colormapNames[(at + 1) % colormapNames.length] });
  }

  /** Opens the movie, and follows what the kernel says of it; for the end of `initialize`. */
  protected follow(): void {
    this.openMovie();
    this.on("change:movie change:generation", () => this.openMovie());
    this.on("change:frame", () => this.onFrame());
  }

  /** Whether frames follow one another, so that the kernel need not hear of each. */
  protected get isMoving(): boolean {
    return this.clock.running;
  }

  protected get isLooping(): boolean {
    return true;
  }

  /** Frames a second of the clock. */
  protected get rate(): number {
    return this.fps;
  }

  protected put(traits: Partial<FrameTraits>): void {
    this.set(traits);
    if (this.comm_live) this.save_changes();
  }

  protected onLoaded(): void {
    this.update();
  }

  protected openMovie(): void {
    const movie = this.trait("movie");
    if (!movie) return;
    this.loader.open(movie, this.trait("generation"));
    this.position = Math.min(this.position, Math.max(0, movie.frameCount - 1));
    this.update();
  }

  /** Tells the kernel the frame, unless it was told less than `interval` ms ago. */
  protected syncFrame(interval: number): void {
    const now = performance.now();
    if (now - this.syncedAt < interval || this.trait("frame") === this.position) return;
    this.syncedAt = now;
    this.put({ frame: this.position });
  }

  private onFrame(): void {
    if (this.trait("frame") === this.position) return;
    this.position = this.trait("frame");
    this.update();
  }

  private clockedMovie() {
    const model = this;
    return {
      get position() {
        return model.position;
      },
      get range() {
        return model.range;
      },
      get loop() {
        return model.isLooping;
      },
      get rate() {
        return model.rate;
      },
      has: (frame: number) => model.loader.has(model.trait("stage"), frame),
      moveTo: (frame: number) => model.seek(frame),
      finish: () => model.pause(),
    };
  }
}
