import type { FrameChunk } from "./frame-source.js";

/** Takes pieces of a movie in any order and gives them out in order; whoever is too far ahead waits. */
export class OrderedFrames {
  readonly #ready = new Map<number, FrameChunk>();
  #next: number;
  #failure: { readonly reason: unknown } | null = null;
  #waiting: (() => void)[] = [];

  constructor(
    from: number,
    /** How far a piece may be ahead of the frame that is given out next. */
    readonly window: number,
  ) {
    this.#next = from;
  }

  /** Waits until the frame `from` is within the window. */
  async room(from: number): Promise<void> {
    await this.#until(() => from < this.#next + this.window);
  }

  put(chunk: FrameChunk): void {
    this.#ready.set(chunk.from, chunk);
    this.#wake();
  }

  /** The next piece. */
  async take(): Promise<FrameChunk> {
    await this.#until(() => this.#ready.has(this.#next));
    const chunk = this.#ready.get(this.#next)!;
    this.#ready.delete(this.#next);
    this.#next = chunk.to;
    this.#wake();
    return chunk;
  }

  /** Ends all waiting, now and later; the first reason counts. */
  fail(reason: unknown): void {
    this.#failure ??= { reason };
    this.#ready.clear();
    this.#wake();
  }

  async #until(condition: () => boolean): Promise<void> {
    for (;;) {
      if (this.#failure) throw this.#failure.reason;
      if (condition()) return;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
