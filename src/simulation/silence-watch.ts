/** For how long (s) a thread may give no sign of life while it has work. */
export const SILENCE_S = 60;

/** How often a thread is looked after before it counts as hanging. */
const LOOKS = 8;

/** Looks after a thread that has work: one that gives no sign of life for so long hangs. */
export class SilenceWatch {
  readonly #onSilence: (silence_s: number) => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  #looks = 0;

  constructor(onSilence: (silence_s: number) => void) {
    this.#onSilence = onSilence;
  }

  get on(): boolean {
    return this.#timer !== undefined;
  }

  /** Begins anew. */
  start(silence_s: number): void {
    this.stop();
    this.#looks = 0;
    // Several looks, because while this thread is blocked itself, only one of them passes and no reply is heard.
    this.#timer = setInterval(() => this.#look(silence_s), (silence_s * 1000) / LOOKS);
  }

  /** A sign of life. */
  heard(): void {
    this.#looks = 0;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(silence_s: number): void {
    if (++this.#looks < LOOKS) return;
    this.stop();
    this.#onSilence(silence_s);
  }
}
