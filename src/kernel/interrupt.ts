import { AsyncLocalStorage } from "node:async_hooks";
import type { OutputSink } from "./host.js";
import type { InterruptState } from "./io.js";
import type { ModuleRuntime } from "./modules.js";
import type { Message, MessageHeader } from "./wire.js";

/** Thrown where running code is stopped by an interrupt. */
export class KeyboardInterrupt extends Error {
  override readonly name = "KeyboardInterrupt";
  constructor() {
    super("interrupted");
    this.stack = `${this.name}: ${this.message}`;
  }
}

/** The request on whose behalf code runs; it follows that code through timers and promises. */
export interface RequestContext {
  readonly header: MessageHeader;
  readonly silent: boolean;
  /** The request whose sender may be asked for input; undefined when it takes none. */
  readonly asker?: Message;
  /** Takes the output in place of the cell. */
  readonly sink?: OutputSink;
  interrupted: boolean;
}

const contexts = new AsyncLocalStorage<RequestContext>();

export function currentContext(): RequestContext | undefined {
  return contexts.getStore();
}

export function runInContext<T>(context: RequestContext, run: () => T): T {
  return contexts.run(context, run);
}

/**
 * Stops the running cell: instrumented loops by a flag in shared memory, everything that awaits by a rejection, and
 * synchronous code of libraries by a signal.
 */
export class Interrupter implements ModuleRuntime {
  private readonly rejections = new Set<() => void>();

  constructor(private readonly state: InterruptState) {}

  get flag(): Int32Array {
    return this.state.flag;
  }

  reset(): void {
    Atomics.store(this.flag, 0, 0);
  }

  /** Stops what awaits. */
  readonly interruptWaiting = (): void => {
    this.reset();
    for (const reject of this.rejections) reject();
  };

  /** Runs synchronous code that a signal may stop. */
  runSignalled<T>(run: () => T): T {
    Atomics.add(this.state.turn, 0, 1);
    try {
      // An interrupt that came while the cell was compiled sends no signal.
      if (Atomics.load(this.flag, 0) !== 0) this.interrupt();
      return run();
    } catch (error) {
      throw wasSignalled(error) ? new KeyboardInterrupt() : error;
    } finally {
      Atomics.add(this.state.turn, 0, 1);
    }
  }

  /** Settles as `work` does, or rejects when an interrupt comes first. */
  async race<T>(context: RequestContext, work: Promise<T>): Promise<T> {
    let interrupt: (() => void) | undefined;
    const interrupted = new Promise<never>((_, reject) => {
      interrupt = () => {
        context.interrupted = true;
        reject(new KeyboardInterrupt());
      };
      this.rejections.add(interrupt);
    });
    try {
      return await Promise.race([work, interrupted]);
    } finally {
      this.rejections.delete(interrupt!);
    }
  }

  /** For loops that await: also stops code that outlived the cell it was interrupted in. */
  readonly poll = (): void => {
    if (this.flag[0] !== 0 || currentContext()?.interrupted === true) this.interrupt();
  };

  readonly interrupt = (): never => {
    this.reset();
    const context = currentContext();
    if (context !== undefined) context.interrupted = true;
    throw new KeyboardInterrupt();
  };
}

function wasSignalled(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_INTERRUPTED";
}
