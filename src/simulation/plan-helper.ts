import { startFramesThread } from "../platform/engine-host.js";
import { type PlanWork, planWorkMs } from "../steps/plan-work.js";
import { EngineError, RunError } from "./errors.js";
import type { FramesReply } from "./frames-protocol.js";
import type { FramesThread } from "./frames-threads.js";
import { SILENCE_S, SilenceWatch } from "./silence-watch.js";

/** A machine may be so much slower than what is estimated for a value. */
const SLOWEST = 50;

interface Asked {
  readonly work: PlanWork;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** A thread that computes values of a plan, until a run takes it for its frames. It answers in the order in which it is asked. */
export class PlanHelper {
  readonly #thread: Promise<FramesThread>;
  readonly #asked: Asked[] = [];
  readonly #silence_s: number;
  readonly #watch = new SilenceWatch((silence_s) => this.#hangs(silence_s));
  #failure: Error | null = null;
  #taken = false;

  /** `silence_s`: for how long at least a value may take, of which nothing is heard before it is there. */
  constructor(start: () => Promise<FramesThread> = startFramesThread, silence_s = SILENCE_S) {
    this.#silence_s = silence_s;
    this.#thread = start();
    this.#thread.then(
      (thread) =>
        thread.listen(
          (reply) => this.#take(reply),
          (cause) => this.#fail(this.#error("crash", `A worker died (${cause.message})`, cause)),
        ),
      (error) => this.#fail(error),
    );
  }

  /** Whether it has died or was stopped. */
  get failed(): boolean {
    return this.#failure !== null;
  }

  /** Whether a run may have it. */
  get free(): boolean {
    return !this.#taken && !this.failed && this.#asked.length === 0;
  }

  compute(work: PlanWork): Promise<unknown> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#asked.push({ work, resolve, reject });
      if (this.#asked.length === 1) this.#watchNext();
      this.#thread.then((thread) => thread.post({ ask: "compute", id: 0, work }), reject);
    });
  }

  /** Its thread, which helps no more and ends with whoever has it. */
  give(): Promise<FramesThread> {
    this.#taken = true;
    return this.#thread;
  }

  /** Ends it, unless a run has it. */
  stop(): void {
    if (this.#taken) return;
    this.#fail(new RunError("stopped", "The run has ended."));
    this.#thread.then((thread) => thread.end()).catch(() => {});
  }

  #take(reply: FramesReply): void {
    const asked = this.#asked.shift();
    this.#watchNext();
    if ("failure" in reply) asked?.reject(new EngineError(reply.failure));
    else if ("value" in reply) asked?.resolve(reply.value);
  }

  #watchNext(): void {
    const [asked] = this.#asked;
    if (asked) this.#watch.start(Math.max(this.#silence_s, (SLOWEST * planWorkMs(asked.work)) / 1000));
    else this.#watch.stop();
  }

  #hangs(silence_s: number): void {
    this.#fail(this.#error("hang", `A worker hangs: for ${silence_s} s it gave no sign of life`));
    this.#thread.then((thread) => thread.end()).catch(() => {});
  }

  #error(reason: "crash" | "hang", what: string, cause?: Error): RunError {
    const [asked] = this.#asked;
    const where = asked ? ` while it computed "${asked.work.name}" of the plan` : "";
    const help = "Plan it again, with fewer workers if memory is short.";
    return new RunError(reason, `${what}${where}. ${help}`, null, null, { cause });
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#watch.stop();
    for (const { reject } of this.#asked.splice(0)) reject(this.#failure);
  }
}
