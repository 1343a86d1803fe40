import { startFramesThread } from "../platform/engine-host.js";
import type { PlanWork, PlanWorkName } from "../steps/plan-work.js";
import { EngineError, RunError } from "./errors.js";
import type { FramesReply } from "./frames-protocol.js";
import type { FramesThread } from "./frames-threads.js";

interface Asked {
  readonly name: PlanWorkName;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** A thread that computes values of a plan, until a run takes it for its frames. It answers in the order in which it is asked. */
export class PlanHelper {
  readonly #thread: Promise<FramesThread>;
  readonly #asked: Asked[] = [];
  #failure: Error | null = null;
  #taken = false;

  constructor(start: () => Promise<FramesThread> = startFramesThread) {
    this.#thread = start();
    this.#thread.then(
      (thread) =>
        thread.listen(
          (reply) => this.#take(reply),
          (cause) => this.#fail(this.#died(cause)),
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
      this.#asked.push({ name: work.name, resolve, reject });
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
    if ("failure" in reply) asked?.reject(new EngineError(reply.failure));
    else if ("value" in reply) asked?.resolve(reply.value);
  }

  #died(cause: Error): RunError {
    const [asked] = this.#asked;
    const where = asked ? ` while it computed "${asked.name}" of the plan` : "";
    const help = "Plan it again, with fewer workers if memory is short.";
    return new RunError("crash", `A worker died (${cause.message})${where}. ${help}`, null, null, { cause });
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#asked.splice(0)) reject(this.#failure);
  }
}
