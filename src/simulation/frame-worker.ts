import type { EngineThread } from "../platform/engine-thread.js";
import { EngineError, RunError } from "./errors.js";
import type { FrameChunk, FrameData } from "./frame-source.js";
import type { FramesReply, FramesRequest } from "./frames-protocol.js";
import { SilenceWatch } from "./silence-watch.js";

interface Asked {
  readonly from: number;
  readonly to: number;
  /** The part of shared memory that they are written into. */
  readonly room: FrameData | null;
  resolve(chunk: FrameChunk): void;
  reject(error: Error): void;
}

/** What a worker renders. */
export type Load = Omit<FramesRequest & { readonly ask: "load" }, "ask" | "id">;

/** A thread that renders frames of one stage of one plan for a run. It answers in the order in which it is asked. */
export class FrameWorker {
  readonly #thread: EngineThread<FramesRequest, FramesReply>;
  readonly #stage: string;
  readonly #silence_s: number;
  readonly #asked: Asked[] = [];
  readonly #watch = new SilenceWatch((s) => this.#fail("hang", `A worker hangs: for ${s} s it gave no sign of life`));
  #failure: Error | null = null;
  #waiting: { resolve(places: readonly number[]): void; reject(error: Error): void } | null = null;
  /** Where it has put what frames are rendered from. */
  readonly loaded: Promise<readonly number[]>;

  /** `load` is what it renders; `silence_s`: for how long it may give no sign of life while it has work. */
  constructor(thread: EngineThread<FramesRequest, FramesReply>, load: Load, silence_s: number) {
    this.#thread = thread;
    this.#stage = load.stage;
    this.#silence_s = silence_s;
    thread.listen(
      (reply) => this.#take(reply),
      (cause) => this.#fail("crash", `A worker died (${cause.message})`, cause),
    );
    this.loaded = new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
    this.loaded.catch(() => {});
    thread.post({ ask: "load", id: 0, ...load });
    this.#setBusy(true);
  }

  /** `room` is memory that may be written over: that of earlier frames, or a part of one that threads share. */
  render(from: number, to: number, room: ArrayBuffer | FrameData | null = null): Promise<FrameChunk> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      const own = room instanceof ArrayBuffer;
      this.#asked.push({ from, to, room: own ? null : room, resolve, reject });
      this.#thread.post({ ask: "render", id: from + 1, from, to, room }, own ? [room] : []);
      if (!this.#watch.on) this.#setBusy(true);
    });
  }

  /** Ends the thread; nobody hears of it any more. */
  stop(): void {
    this.#failure ??= new RunError("stopped", "The run has ended.");
    this.#setBusy(false);
    this.#thread.end();
    this.#waiting?.reject(this.#failure);
    for (const { reject } of this.#asked.splice(0)) reject(this.#failure);
  }

  #take(reply: FramesReply): void {
    this.#watch.heard();
    if (this.#failure) return;
    if ("failure" in reply) {
      if (reply.failure.userFacing) this.#end(new EngineError(reply.failure));
      else this.#fail("crash", `A worker failed (${reply.failure.message})`);
      return;
    }
    if ("chunk" in reply) this.#give(reply.chunk);
    else if ("places" in reply) this.#waiting?.resolve(reply.places);
    if (this.#asked.length === 0) this.#setBusy(false);
  }

  /** What was written into memory of the caller's, the caller has: what comes back are other views of it. */
  #give(chunk: FrameChunk): void {
    const asked = this.#asked.shift();
    asked?.resolve(asked.room ? { ...chunk, data: asked.room } : chunk);
  }

  /** An idle worker keeps no process alive, and nobody waits for its signs of life. */
  #setBusy(busy: boolean): void {
    this.#thread.setBusy(busy);
    if (busy) this.#watch.start(this.#silence_s);
    else this.#watch.stop();
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
