import { currentContext } from "./interrupt.js";
import type { KernelIO } from "./io.js";
import { OutputLimit } from "./output-limit.js";
import type { MessageHeader } from "./wire.js";

type StreamName = "stdout" | "stderr";
type Header = MessageHeader | Record<string, never>;

interface Buffered {
  readonly header: Header;
  readonly texts: Map<StreamName, string>;
  length: number;
}

const postedPerTurn = 100;
const maxBuffered = 16 * 1024;
const retry_ms = 1000;

/**
 * Sends what is written to stdout and stderr to the cell that wrote it. The first writes of a turn of the event loop
 * leave at once, so they show while synchronous code goes on; a flood is put together in larger pieces, and limited.
 */
export class OutputStreams {
  private buffered: Buffered | undefined;
  private posted = 0;
  private turnEnds = false;
  private readonly limits = new WeakMap<Header, Map<StreamName, OutputLimit>>();

  constructor(
    private readonly io: KernelIO,
    private readonly fallback: () => Header,
  ) {}

  /** Replaces the write methods of the process's standard streams. */
  capture(): void {
    for (const name of ["stdout", "stderr"] as const) {
      const decoder = new TextDecoder();
      process[name].write = ((chunk: string | Uint8Array, encoding?: unknown, done?: unknown): boolean => {
        this.write(name, typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true }));
        const callback = typeof encoding === "function" ? encoding : done;
        if (typeof callback === "function") process.nextTick(callback as () => void);
        return true;
      }) as typeof process.stdout.write;
    }
  }

  write(name: StreamName, text: string): void {
    const context = currentContext();
    if (context?.sink !== undefined) {
      context.sink("stream", { name, text });
      return;
    }
    if (context?.silent === true || text === "") return;
    const header = context?.header ?? this.fallback();
    if (!this.turnEnds) {
      this.turnEnds = true;
      setImmediate(() => {
        this.turnEnds = false;
        this.posted = 0;
        this.flush();
      });
    }
    if (this.posted++ < postedPerTurn) {
      this.flush();
      this.send(name, header, text);
      return;
    }
    if (this.buffered?.header !== header) this.flush();
    this.buffered ??= { header, texts: new Map(), length: 0 };
    this.buffered.texts.set(name, (this.buffered.texts.get(name) ?? "") + text);
    this.buffered.length += text.length;
    if (this.buffered.length > maxBuffered) this.flush();
  }

  flush(): void {
    if (this.buffered === undefined) return;
    const { header, texts } = this.buffered;
    this.buffered = undefined;
    for (const [name, text] of texts) this.send(name, header, text);
  }

  /** Sends all that was written for a request, also what its limit held back. */
  finish(header: Header): void {
    this.flush();
    for (const [name, limit] of this.limits.get(header) ?? []) this.post(name, header, limit.release());
  }

  private send(name: StreamName, header: Header, text: string): void {
    const limit = this.limitOf(name, header);
    const held = limit.holds;
    this.post(name, header, limit.pass(text));
    if (limit.holds && !held) this.retry(name, header, limit);
  }

  private retry(name: StreamName, header: Header, limit: OutputLimit): void {
    setTimeout(() => {
      if (!limit.holds) return;
      this.post(name, header, limit.pass(""));
      if (limit.holds) this.retry(name, header, limit);
    }, retry_ms).unref();
  }

  private post(name: StreamName, header: Header, text: string): void {
    if (text !== "") this.io.stream({ name, text, parentHeader: header });
  }

  private limitOf(name: StreamName, header: Header): OutputLimit {
    const limits = this.limits.get(header) ?? new Map<StreamName, OutputLimit>();
    this.limits.set(header, limits);
    const limit = limits.get(name) ?? new OutputLimit();
    limits.set(name, limit);
    return limit;
  }
}
