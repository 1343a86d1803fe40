import type { EngineReply } from "../simulation/engine-protocol.js";
import type { EngineThread } from "./engine-thread.js";

export function startThread(): EngineThread {
  const worker = new Worker(new URL("./browser-engine.js", import.meta.url), { type: "module" });
  return {
    post: (request) => worker.postMessage(request),
    listen(onReply, onDeath) {
      worker.onmessage = (event: MessageEvent<EngineReply>) => onReply(event.data);
      worker.onerror = (event) => {
        worker.onerror = null;
        worker.terminate();
        onDeath(new Error(`The engine's web worker failed: ${event.message || "it could not be loaded"}.`));
      };
    },
    setBusy: () => {},
    terminate: () => worker.terminate(),
  };
}

export const parallelism = () => navigator.hardwareConcurrency;
