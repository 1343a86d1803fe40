import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { EngineReply } from "../simulation/engine-protocol.js";
import type { EngineThread } from "./engine-thread.js";

export function startThread(): EngineThread {
  const worker = new Worker(new URL("./node-engine.js", import.meta.url), { name: "miniscope-lab engine" });
  worker.unref();
  return {
    post: (request) => worker.postMessage(request),
    listen(onReply, onDeath) {
      worker.on("message", (reply: EngineReply) => onReply(reply));
      let cause: Error | null = null;
      worker.on("error", (error) => {
        cause = error;
      });
      worker.on("exit", (code) => onDeath(cause ?? new Error(`The engine's worker thread ended with code ${code}.`)));
    },
    setBusy: (busy) => (busy ? worker.ref() : worker.unref()),
    terminate: () => void worker.terminate(),
  };
}

export const parallelism = availableParallelism;
