/** What a clock asks of the movie that it drives. */
export interface ClockedMovie {
  readonly position: number;
  /** The frames [from, to) that are played. */
  readonly range: readonly [from: number, to: number];
  readonly loop: boolean;
  /** Frames a second at the present speed. */
  readonly rate: number;
  has(frame: number): boolean;
  moveTo(frame: number): void;
  finish(): void;
}

const lateMs = 200;

/** Moves a movie on with the display's own rhythm; frames that are late hold it up, none is shown before its time. */
export class MovieClock {
  readonly #movie: ClockedMovie;
  #request = 0;
  #anchor = { time: 0, frame: 0, rate: 0 };
  /** Since when it waits for a frame. */
  #waitsSince: number | null = null;

  constructor(movie: ClockedMovie) {
    this.#movie = movie;
  }

  get running(): boolean {
    return this.#request !== 0;
  }

  /** Whether it waits for a frame that should have been shown a while ago. */
  get isLate(): boolean {
    return this.running && this.#waitsSince !== null && performance.now() - this.#waitsSince > lateMs;
  }

  start(): void {
    if (this.running) return;
    this.#reset(performance.now());
    this.#next();
  }

  stop(): void {
    cancelAnimationFrame(this.#request);
    this.#request = 0;
    this.#waitsSince = null;
  }

  #next(): void {
    this.#request = requestAnimationFrame((time) => {
      this.#tick(time);
      if (this.running) this.#next();
    });
  }

  #tick(time: number): void {
    const { position, range, loop, rate } = this.#movie;
    if (position !== this.#anchor.frame || rate !== this.#anchor.rate) this.#reset(time);
    const due = Math.floor(((time - this.#anchor.time) / 1000) * rate);
    if (due < 1) return;
    const [from, to] = range;
    const ahead = (step: number) => {
      const frame = position + step;
      return loop && frame >= to ? from + ((frame - to) % (to - from)) : frame;
    };
    let reached = position;
    for (let step = 1; step <= Math.min(due, to - from); step++) {
      const frame = ahead(step);
      if (frame >= to) {
        this.stop();
        if (reached !== position) this.#movie.moveTo(reached);
        this.#movie.finish();
        return;
      }
      if (!this.#movie.has(frame)) break;
      reached = frame;
    }
    const isOnTime = reached === ahead(due);
    this.#waitsSince = isOnTime ? null : (this.#waitsSince ?? time);
    const anchor = isOnTime ? this.#anchor.time + (due / rate) * 1000 : time;
    if (reached !== position) this.#movie.moveTo(reached);
    this.#anchor = { time: anchor, frame: reached, rate };
  }

  #reset(time: number): void {
    this.#anchor = { time, frame: this.#movie.position, rate: this.#movie.rate };
  }
}
