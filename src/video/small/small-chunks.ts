import type { EngineThread } from "../../platform/engine-thread.js";
import { startThread } from "../../platform/node-thread.js";
import { dtypeOf, newFrameData } from "../../simulation/frame-data.js";
import type { FrameChunk } from "../../simulation/frame-source.js";
import type { SmallChunk, SmallCoding, SmallReply, SmallRequest } from "./small-chunk.js";

/** A thread that nobody has asked for so long ends. */
const IDLE_MS = 30_000;

interface Asked {
  resolve(chunk: SmallChunk | null): void;
  reject(error: Error): void;
}

/** A thread that makes frames small. It ends by itself when nobody asks it any more. */
class SmallThread {
  readonly #thread: EngineThread<SmallRequest, SmallReply> = startThread("small");
  readonly #asked = new Map<number, Asked>();
  readonly #onEnd: () => void;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #id = 0;

  constructor(onEnd: () => void) {
    this.#onEnd = onEnd;
    this.#thread.listen(
      ({ id, chunk }) => this.#settle(id, (asked) => asked.resolve(chunk)),
      (cause) => {
        onEnd();
        for (const id of this.#asked.keys()) this.#settle(id, (asked) => asked.reject(cause));
      },
    );
  }

  ask(coding: SmallCoding, { height, width, data }: FrameChunk, frameBytes?: number): Promise<SmallChunk | null> {
    clearTimeout(this.#idle);
    this.#thread.setBusy(true);
    // A copy: what is transferred is gone here, and the source may still need it.
    const values = new ArrayBuffer(data.byteLength);
    newFrameData(dtypeOf(data), data.length, values).set(data);
    this.#id += 1;
    const id = this.#id;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.#thread.post({ id, coding, dtype: dtypeOf(data), values, height, width, frameBytes }, [values]);
    });
  }

  #settle(id: number, settle: (asked: Asked) => void): void {
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    if (asked) settle(asked);
    if (this.#asked.size > 0) return;
    this.#thread.setBusy(false);
    this.#idle = setTimeout(() => {
      this.#onEnd();
      this.#thread.end();
    }, IDLE_MS);
    this.#idle.unref();
  }
}

let shared: SmallThread | null = null;

/** Frames in few bytes, each in `frameBytes` if it can be, made on a thread of their own; null of values that are not finite. */
export function smallChunk(coding: SmallCoding, chunk: FrameChunk, frameBytes?: number): Promise<SmallChunk | null> {
  shared ??= new SmallThread(() => {
    shared = null;
  });
  return shared.ask(coding, chunk, frameBytes);
}
