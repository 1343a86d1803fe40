import { startFramesThread } from "../platform/engine-host.js";
import type { EngineThread } from "../platform/engine-thread.js";
import type { FramesReply, FramesRequest } from "./frames-protocol.js";

export type FramesThread = EngineThread<FramesRequest, FramesReply>;

/** Threads that were started for runs whose scene is still being planned. */
const ready: Promise<FramesThread>[] = [];

/** Starts threads ahead of a run, which takes them when it has its plan; what is left of them ends with `release`. */
export function readyThreads(count: number): { release(): void } {
  const started = Array.from({ length: count }, () => startFramesThread());
  // Why one could not start is told to whoever takes it.
  for (const thread of started) thread.catch(() => {});
  ready.push(...started);
  return {
    release() {
      for (const thread of started) {
        const at = ready.indexOf(thread);
        if (at < 0) continue;
        ready.splice(at, 1);
        thread.then((idle) => idle.end()).catch(() => {});
      }
    },
  };
}

/** A thread that was started ahead, or a new one. */
export function takeThread(): Promise<FramesThread> {
  return ready.shift() ?? startFramesThread();
}
