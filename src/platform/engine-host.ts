import type { EngineThread } from "./engine-thread.js";

/** Starts an engine thread: a worker thread in Node, a web worker in a page. */
export async function startEngineThread(): Promise<EngineThread> {
  const inNode = typeof process !== "undefined" && process.versions?.node !== undefined;
  const platform = inNode ? await import("./node-thread.js") : await import("./browser-thread.js");
  return platform.startThread();
}
