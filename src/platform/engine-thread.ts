/** A thread of the engine, and what passes between it and this one. */
export interface EngineThread<Request, Reply> {
  /** Sends a request; what is transferred is gone here. */
  post(request: Request, transfer?: readonly ArrayBuffer[]): void;
  /** Called for each reply, and once with an error if the thread dies; whoever listened before hears no more. */
  listen(onReply: (reply: Reply) => void, onDeath: (error: Error) => void): void;
  /** Keeps the process alive while there is work, and lets it end when there is none. */
  setBusy(busy: boolean): void;
  /** Ends it as soon as it has done what it is at; after a moment, whatever it is at. */
  end(): void;
  /** Ends it at once. */
  terminate(): void;
}

/**
 * What a thread does: `engine` compiles specs and renders single frames, `frames` renders those of a run and knows nothing
 * of specs.
 */
export type ThreadKind = "engine" | "frames";

export interface ThreadOptions {
  /** Most memory (MB) of its own values, arrays of numbers aside; beyond it the thread dies. Where the host has such a limit. */
  readonly heapMb?: number;
}
