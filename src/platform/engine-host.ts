import type { EngineReply, EngineRequest } from "../simulation/engine-protocol.js";
import type { FramesReply, FramesRequest } from "../simulation/frames-protocol.js";
import type { EngineThread, ThreadOptions } from "./engine-thread.js";

/** Threads that this machine runs at a time. */
export async function parallelism(): Promise<number> {
  return (await platform()).parallelism();
}

/** Starts a thread that compiles specs and renders frames: a worker thread in Node, a web worker in a page. */
export async function startEngineThread(): Promise<EngineThread<EngineRequest, EngineReply>> {
  return (await platform()).startThread("engine");
}

/** Starts a thread that renders frames of one stage for a run. */
export async function startFramesThread(options?: ThreadOptions): Promise<EngineThread<FramesRequest, FramesReply>> {
  return (await platform()).startThread("frames", options);
}

function platform() {
  const inNode = typeof process !== "undefined" && process.versions?.node !== undefined;
  return inNode ? import("./node-thread.js") : import("./browser-thread.js");
}
