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
