import type { EngineThread } from "../platform/engine-thread.js";
import type { EngineReply } from "./engine-protocol.js";
import { EngineError, RunError } from "./errors.js";
import type { FrameChunk } from "./frame-source.js";
import type { Plan } from "./plan.js";

interface Asked {
  readonly from: number;
  readonly to: number;
  resolve(chunk: FrameChunk): void;
  reject(error: Error): void;
}

/** How often a worker is looked after before it counts as hanging. */
const LOOKS = 8;

/** A thread that renders frames of one stage of one plan for a run. It answers in the order in which it is asked. */
export class FrameWorker {
  readonly #thread: EngineThread;
  readonly #stage: string;
  readonly #silence_s: number;
  readonly #asked: Asked[] = [];
  #watch: ReturnType<typeof setInterval> | undefined;
  #looks = 0;
  #failure: Error | null = null;

  /** `silence_s`: for how long it may give no sign of life while it has work. */
  constructor(thread: EngineThread, plan: Plan, stage: string, silence_s: number) {
    this.#thread = thread;
    this.#stage = stage;
    this.#silence_s = silence_s;
    thread.listen(
      (reply) => this.#take(reply),
      (cause) => this.#fail("crash", `A worker died (${cause.message})`, cause),
    );
    thread.post({ ask: "load", id: 0, planId: 0, plan });
  }

  render(from: number, to: number): Promise<FrameChunk> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#asked.push({ from, to, resolve, reject });
      this.#thread.post({ ask: "render", id: from + 1, planId: 0, stage: this.#stage, from, to, options: {} });
      if (this.#watch === undefined) this.#setBusy(true);
    });
  }

  /** Ends the thread, whatever it is at. */
  stop(): void {
    this.#failure ??= new RunError("stopped", "The run has ended.");
    this.#setBusy(false);
    this.#thread.terminate();
    for (const { reject } of this.#asked.splice(0)) reject(this.#failure);
  }

  #take(reply: EngineReply): void {
    this.#looks = 0;
    if (reply.id === 0 || this.#failure) return;
    if (!("chunk" in reply)) {
      if ("failure" in reply && reply.failure.userFacing) this.#end(new EngineError(reply.failure));
      else this.#fail("crash", `A worker failed (${"failure" in reply ? reply.failure.message : "it lost the plan"})`);
      return;
    }
    this.#asked.shift()?.resolve(reply.chunk);
    if (this.#asked.length === 0) this.#setBusy(false);
  }

  /** An idle worker keeps no process alive, and nobody waits for its signs of life. */
  #setBusy(busy: boolean): void {
    this.#thread.setBusy(busy);
    clearInterval(this.#watch);
    this.#looks = 0;
    // Several looks, because while this thread is blocked itself, only one of them passes and no reply is heard.
    this.#watch = busy ? setInterval(() => this.#look(), (this.#silence_s * 1000) / LOOKS) : undefined;
  }

  #look(): void {
    if (++this.#looks >= LOOKS) this.#fail("hang", `A worker hangs: for ${this.#silence_s} s it gave no sign of life`);
  }

  #fail(reason: "crash" | "hang", what: string, cause?: Error): void {
    const from = this.#asked[0]?.from ?? null;
    const to = this.#asked.at(-1)?.to ?? null;
    const where = from === null ? "" : ` while it rendered frames ${from} to ${to} of "${this.#stage}"`;
    const help = "The run has ended; start it again, with fewer workers if memory is short.";
    this.#end(new RunError(reason, `${what}${where}. ${help}`, from, to, { cause }));
  }

  #end(error: Error): void {
    this.#failure ??= error;
    this.stop();
  }
}
