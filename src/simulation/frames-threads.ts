import { parallelism, startFramesThread } from "../platform/engine-host.js";
import type { EngineThread } from "../platform/engine-thread.js";
import type { PlanWork } from "../steps/plan-work.js";
import type { FramesReply, FramesRequest } from "./frames-protocol.js";
import { PlanHelper } from "./plan-helper.js";

export type FramesThread = EngineThread<FramesRequest, FramesReply>;

/** Threads that were started for runs whose scene is still being planned. */
const ready: PlanHelper[] = [];

/** Threads that help with plans that no run waits for: a few for all of them, while there is any such plan. */
const common: PlanHelper[] = [];
let commonUsers = 0;

/** Values of a plan that are computed at a time beside the engine's own: there are no more that take long. */
const MOST_HELPERS = 2;

/** The threads that help with a plan, and then render its frames where there is a run. */
export class PlanThreads {
  readonly #threads: PlanHelper[];
  readonly #most: number;
  #next = 0;
  #released = false;

  private constructor(threads: PlanHelper[], most: number) {
    this.#threads = threads;
    this.#most = most;
    if (threads === common) commonUsers++;
  }

  /** Starts threads ahead of a run, which takes them when it has its plan; without any, some help as far as they are needed. */
  static async start(count: number): Promise<PlanThreads> {
    if (count === 0) return new PlanThreads(common, Math.min((await parallelism()) - 1, MOST_HELPERS));
    const threads = Array.from({ length: count }, () => new PlanHelper());
    ready.push(...threads);
    return new PlanThreads(threads, Math.min(count, MOST_HELPERS));
  }

  /** Whether there is anyone to help. */
  get help(): boolean {
    return this.#most > 0;
  }

  compute(work: PlanWork): Promise<unknown> {
    const turn = this.#next++ % this.#most;
    if (!this.#threads[turn] || this.#threads[turn].failed) this.#threads[turn] = new PlanHelper();
    return this.#threads[turn].compute(work);
  }

  /** Ends the threads that no run has taken, and no other plan uses. */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    if (this.#threads === common && --commonUsers > 0) return;
    for (const thread of this.#threads.splice(0)) {
      const at = ready.indexOf(thread);
      if (at >= 0) ready.splice(at, 1);
      thread.stop();
    }
  }
}

/** A thread that was started ahead, or a new one. */
export function takeThread(): Promise<FramesThread> {
  const at = ready.findIndex(({ free }) => free);
  return at < 0 ? startFramesThread() : ready.splice(at, 1)[0].give();
}
