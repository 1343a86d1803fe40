import { currentContext } from "./interrupt.js";
import type { KernelIO } from "./io.js";
import type { MessageHeader } from "./wire.js";

type StreamName = "stdout" | "stderr";
type Header = MessageHeader | Record<string, never>;

const postedPerTurn = 100;
const maxBuffered = 16 * 1024;

/**
 * Sends what is written to stdout and stderr to the cell that wrote it. The first writes of a turn of the event loop
 * leave at once, so they show while synchronous code goes on; a flood is put together in larger pieces.
 */
export class OutputStreams {
  private buffered: { name: StreamName; header: Header; text: string } | undefined;
  private posted = 0;
  private turnEnds = false;

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
      this.io.stream({ name, text, parentHeader: header });
      return;
    }
    if (this.buffered !== undefined && (this.buffered.name !== name || this.buffered.header !== header)) this.flush();
    if (this.buffered === undefined) this.buffered = { name, header, text };
    else this.buffered.text += text;
    if (this.buffered.text.length > maxBuffered) this.flush();
  }

  flush(): void {
    if (this.buffered === undefined) return;
    const { name, header, text } = this.buffered;
    this.buffered = undefined;
    this.io.stream({ name, text, parentHeader: header });
  }
}
