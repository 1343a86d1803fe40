import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { END } from "./end-of-thread.js";
import type { EngineThread, ThreadOptions } from "./engine-thread.js";

// From a folder beside it: the package is bundled into chunks.
const scripts = {
  engine: new URL("../platform/node-engine.js", import.meta.url),
  frames: new URL("../platform/node-frames.js", import.meta.url),
  small: new URL("../video/small/small-worker.js", import.meta.url),
};

/** Rendering allocates little; what goes beyond is a step of one's own that never stops to collect. */
const FRAMES_HEAP_MB = 1024;

/** Room (MB) for short-lived values: V8 would let it grow for as long as any outlive a collection, to 48 MB in each thread. */
const YOUNG_MB = { engine: 12, frames: 3, small: 12 };

/** For how long a thread may go on with what it is at when it is told to end. */
const GRACE_MS = 1000;

export function startThread<Request, Reply>(
  kind: keyof typeof scripts,
  { heapMb = FRAMES_HEAP_MB }: ThreadOptions = {},
): EngineThread<Request, Reply> {
  const resourceLimits = {
    maxYoungGenerationSizeMb: YOUNG_MB[kind],
    ...(kind === "frames" ? { maxOldGenerationSizeMb: heapMb } : {}),
  };
  const worker = new Worker(scripts[kind], { name: `miniscope-lab ${kind}`, resourceLimits });
  worker.unref();
  let replied: (reply: Reply) => void = () => {};
  let died: (error: Error) => void = () => {};
  let cause: Error | null = null;
  let death: Error | null = null;
  worker.on("message", (reply: Reply) => replied(reply));
  worker.on("error", (error) => {
    cause = error;
  });
  worker.on("exit", (code) => {
    death = cause ?? new Error(`The engine's worker thread ended with code ${code}.`);
    died(death);
  });
  return {
    post: (request, transfer) => worker.postMessage(request, transfer),
    listen(onReply, onDeath) {
      replied = onReply;
      died = onDeath;
      if (death) onDeath(death);
    },
    setBusy: (busy) => (busy ? worker.ref() : worker.unref()),
    // Node 20 may abort when a thread is terminated while V8 still optimises its code; one that ends by itself waits for that.
    end() {
      worker.ref();
      worker.postMessage(END);
      const force = setTimeout(() => void worker.terminate(), GRACE_MS);
      worker.once("exit", () => clearTimeout(force));
    },
    terminate: () => void worker.terminate(),
  };
}

export const parallelism = availableParallelism;
