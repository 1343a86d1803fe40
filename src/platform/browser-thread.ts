import type { EngineReply } from "../simulation/engine-protocol.js";
import type { EngineThread } from "./engine-host.js";

export function startThread(): EngineThread {
  const worker = new Worker(new URL("./browser-engine.js", import.meta.url), { type: "module" });
  return {
    post: (request) => worker.postMessage(request),
    listen(onReply, onDeath) {
      worker.onmessage = (event: MessageEvent<EngineReply>) => onReply(event.data);
      worker.onerror = (event) => onDeath(new Error(event.message));
    },
    setBusy: () => {},
    terminate: () => worker.terminate(),
  };
}
