/** Work that is done again for as long as it was asked for meanwhile; what was asked for in between is skipped. */
export class Rerun {
  readonly #work: () => Promise<void>;
  #isStale = false;
  #running: Promise<void> | null = null;

  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  /** Whether it was asked for since it began last. */
  get isStale(): boolean {
    return this.#isStale;
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  ask(): void {
    this.#isStale = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
  }

  /** Resolves when it is done and nobody asked for more. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      await this.#work();
      // Messages are taken in between.
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }
}
