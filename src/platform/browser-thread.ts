import type { EngineThread, ThreadKind } from "./engine-thread.js";

/** Bundlers find the workers by these very expressions. */
const start = {
  engine: () => new Worker(new URL("../platform/browser-engine.js", import.meta.url), { type: "module" }),
  frames: () => new Worker(new URL("../platform/browser-frames.js", import.meta.url), { type: "module" }),
};

export function startThread<Request, Reply>(kind: ThreadKind): EngineThread<Request, Reply> {
  const worker = start[kind]();
  return {
    post: (request, transfer = []) => worker.postMessage(request, [...transfer]),
    listen(onReply, onDeath) {
      worker.onmessage = (event: MessageEvent<Reply>) => onReply(event.data);
      worker.onerror = (event) => {
        worker.onerror = null;
        worker.terminate();
        onDeath(new Error(`The engine's web worker failed: ${event.message || "it could not be loaded"}.`));
      };
    },
    setBusy: () => {},
    end: () => worker.terminate(),
    terminate: () => worker.terminate(),
  };
}

export const parallelism = () => navigator.hardwareConcurrency;
