/** Runs tasks in the order in which they come, a few at a time. */
export class Queue {
  readonly #atOnce: number;
  #tasks: (() => Promise<void>)[] = [];

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  add(task: () => Promise<void>): void {
    this.#tasks.push(task);
  }

  /** Runs all tasks; after one has failed no further one begins. */
  onIdle() {
    const work = async () => {
      for (let task = this.#tasks.shift(); task; task = this.#tasks.shift()) await task();
    };
    const workers = Array.from({ length: this.#atOnce }, () =>
      work().catch((error: unknown) => {
        this.#tasks = [];
        throw error;
      }),
    );
    return Promise.all(workers);
  }
}
