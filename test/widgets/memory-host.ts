import { type Comm, type CommMessage, type KernelHost, type OutputSink, setKernelHost } from "../../src/kernel/host.js";

export interface Sent {
  readonly type: "open" | "msg" | "close";
  readonly commId: string;
  readonly data: Record<string, unknown>;
  readonly buffers: readonly ArrayBufferView[];
  readonly metadata?: Record<string, unknown>;
}

/** A kernel without sockets: keeps what is sent, and delivers what a page would send. */
export class MemoryHost implements KernelHost {
  readonly sent: Sent[] = [];
  readonly comms = new Map<string, Comm>();
  readonly targets = new Map<string, (comm: Comm, open: CommMessage) => void>();

  static install(): MemoryHost {
    const host = new MemoryHost();
    setKernelHost(host);
    return host;
  }

  openComm(
    targetName: string,
    data: Record<string, unknown>,
    options: { id?: string; metadata?: Record<string, unknown>; buffers?: readonly ArrayBufferView[] } = {},
  ): Comm {
    const { id = `comm${this.comms.size}`, buffers = [], metadata } = options;
    this.sent.push({ type: "open", commId: id, data: throughJson(data), buffers, metadata });
    return this.comm(id, targetName);
  }

  /** Has the page open a comm. */
  offer(id: string, targetName: string, data: Record<string, unknown>): void {
    this.targets.get(targetName)?.(this.comm(id, targetName), { data: throughJson(data), buffers: [], metadata: {} });
  }

  private comm(id: string, targetName: string): Comm {
    const comm: Comm = {
      id,
      targetName,
      send: (message, sendBuffers = []) =>
        void this.sent.push({ type: "msg", commId: id, data: throughJson(message), buffers: sendBuffers }),
      close: () => void this.sent.push({ type: "close", commId: id, data: {}, buffers: [] }),
      onMessage: null,
      onClose: null,
    };
    this.comms.set(id, comm);
    return comm;
  }

  registerTarget(targetName: string, handler: (comm: Comm, open: CommMessage) => void): void {
    this.targets.set(targetName, handler);
  }

  display(): void {}
  clearOutput(): void {}
  async format(value: unknown) {
    return { data: { "text/plain": String(value) }, metadata: {} };
  }
  async capture<T>(_sink: OutputSink, callback: () => T | Promise<T>): Promise<T | undefined> {
    return callback();
  }

  input(): Promise<string> {
    return Promise.reject(new Error("nobody to ask"));
  }

  /** Delivers a message of the page. */
  deliver(commId: string | undefined, data: Record<string, unknown>, buffers: readonly Uint8Array[] = []): void {
    void this.comms.get(commId ?? "")?.onMessage?.({ data: throughJson(data), buffers, metadata: {} });
  }

  /** What was sent since the last call. */
  take(): Sent[] {
    return this.sent.splice(0);
  }
}

/** The wire carries JSON: what does not survive it must not be sent. */
function throughJson(data: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(data));
}
