import { randomId } from "../../src/widgets/random-id.js";
import type { MoviePlayerTraits } from "../../src/widgets/traits/movie-player.js";
import { MovieModel } from "./movie-model.js";

/** How fast a movie can be played, in multiples of its own pace. */
export const speeds = [0.25, 0.5, 1, 2, 4, 8];

/** A movie that is played as its traits say; of several pages that show it one moves it on. */
export abstract class PlayedMovieModel extends MovieModel<MoviePlayerTraits> {
  declare isScrubbing: boolean;
  /** Whether frames are gone through one after another, though not played. */
  declare protected isGoingThrough: boolean;
  declare private client: string;

  override initialize(...[attributes, options]: Parameters<MovieModel<MoviePlayerTraits>["initialize"]>): void {
    super.initialize(attributes, options);
    this.isScrubbing = false;
    this.isGoingThrough = false;
    this.client = randomId();
    this.on("change:playing change:driver", () => this.onPlaying());
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

  override addViewer(): void {
    this.viewers += 1;
    if (this.viewers === 1 && this.trait("playing")) this.takeOver();
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

  changeSpeed(by: number): void {
    const at = speeds.findIndex((speed) => speed >= this.trait("speed"));
    this.change({ speed: speeds[Math.min(speeds.length - 1, Math.max(0, (at < 0 ? speeds.length : at) + by))] });
  }

  /** Sets the frames [from, to) that are played; null plays all again. */
  setRange(range: readonly [from: number, to: number] | null): void {
    const [from, to] = range ?? [0, this.frameCount];
    const isAll = from <= 0 && to >= this.frameCount;
    if (from < to) this.change({ range: isAll ? null : [Math.max(0, from), Math.min(this.frameCount, to)] });
  }

  /** Says that frames will be wanted one after another, or no longer. */
  goThrough(isGoingThrough: boolean): void {
    this.isGoingThrough = isGoingThrough;
  }

  scrub(isScrubbing: boolean): void {
    this.isScrubbing = isScrubbing;
    if (!isScrubbing) this.syncFrame(0);
    this.update();
  }

  private onPlaying(): void {
    const isPlaying = this.trait("playing");
    if (isPlaying && this.trait("driver") === null) this.takeOver();
    if (isPlaying && this.trait("driver") === this.client && this.viewers > 0) this.clock.start();
    else this.clock.stop();
    this.update();
  }

  /** Of several pages the one that played last, or that opened last, moves the frame on. */
  private takeOver(): void {
    if (!this.comm_live) return;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) this.change({ playing: false });
    else this.change({ driver: this.client });
  }
}
