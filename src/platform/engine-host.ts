import type { EngineThread } from "./engine-thread.js";

/** Threads that this machine runs at a time. */
export async function parallelism(): Promise<number> {
  return (await platform()).parallelism();
}

/** Starts an engine thread: a worker thread in Node, a web worker in a page. */
export async function startEngineThread(): Promise<EngineThread> {
  return (await platform()).startThread();
}

function platform() {
  const inNode = typeof process !== "undefined" && process.versions?.node !== undefined;
  return inNode ? import("./node-thread.js") : import("./browser-thread.js");
}
