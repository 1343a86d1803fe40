import type { EngineReply, EngineRequest } from "../simulation/engine-protocol.js";

/** A thread that runs the engine. */
export interface EngineThread {
  post(request: EngineRequest): void;
  /** Called for each reply, and once with an error if the thread dies. */
  listen(onReply: (reply: EngineReply) => void, onDeath: (error: Error) => void): void;
  /** Keeps the process alive while there is work, and lets it end when there is none. */
  setBusy(busy: boolean): void;
  terminate(): void;
}

/** Starts an engine thread: a worker thread in Node, a web worker in a page. */
export async function startEngineThread(): Promise<EngineThread> {
  const inNode = typeof process !== "undefined" && process.versions?.node !== undefined;
  const platform = inNode ? await import("./node-thread.js") : await import("./browser-thread.js");
  return platform.startThread();
}
