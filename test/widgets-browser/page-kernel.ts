import { type Comm, type CommMessage, type KernelHost, type OutputSink, setKernelHost } from "../../src/kernel/host.js";

/** What a page sees of a kernel's end of a comm. */
export interface KernelMessage {
  readonly content: { readonly comm_id: string; readonly data: Record<string, unknown> };
  readonly buffers: DataView[];
  readonly parent_header: { readonly msg_id?: string };
}

/** One page, or one window: what the kernel sends reaches all of them. */
export interface FrontEnd {
  receive(type: "open" | "msg" | "close", message: KernelMessage): void;
}

/** A kernel in the page: comms between the real kernel-side models and the real views, with the wire's JSON between. */
export class PageKernel implements KernelHost {
  readonly frontEnds = new Set<FrontEnd>();
  readonly #comms = new Map<string, Comm>();
  readonly #opened: KernelMessage[] = [];
  readonly #underWay: (() => void)[] = [];
  /** Bytes and messages sent to the pages. */
  readonly sent = { messages: 0, bytes: 0, chunks: [] as unknown[] };
  #parent: string | undefined;
  /** How fast messages reach the pages, one behind the other. */
  bytesPerSecond = Number.POSITIVE_INFINITY;
  #linkIsFree = 0;

  static install(): PageKernel {
    const kernel = new PageKernel();
    setKernelHost(kernel);
    return kernel;
  }

  /** Another window opens: it hears of the comms that are there. */
  join(frontEnd: FrontEnd): void {
    for (const message of this.#opened) frontEnd.receive("open", structuredClone(message));
    this.frontEnds.add(frontEnd);
  }

  openComm(
    targetName: string,
    data: Record<string, unknown>,
    options: { buffers?: readonly ArrayBufferView[] } = {},
  ): Comm {
    const id = `comm-${this.#comms.size}`;
    const comm: Comm = {
      id,
      targetName,
      send: (message, buffers = []) => this.#publish("msg", id, message, buffers),
      close: () => this.#publish("close", id, {}, []),
      onMessage: null,
      onClose: null,
    };
    this.#comms.set(id, comm);
    this.#publish("open", id, data, options.buffers ?? []);
    return comm;
  }

  registerTarget(): void {}
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

  /** A message of a page, handled like a cell's: its own answers carry its id. */
  async handle(commId: string, msgId: string, data: Record<string, unknown>): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 1));
    const message: CommMessage = { data: JSON.parse(JSON.stringify(data)), buffers: [], metadata: {} };
    this.#parent = msgId;
    void this.#comms.get(commId)?.onMessage?.(message);
    this.#parent = undefined;
  }

  #publish(
    type: "open" | "msg" | "close",
    comm_id: string,
    data: Record<string, unknown>,
    views: readonly ArrayBufferView[],
  ): void {
    const json = JSON.parse(JSON.stringify(data));
    const copy = (view: ArrayBufferView) =>
      new DataView(new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice().buffer);
    const message: KernelMessage = {
      content: { comm_id, data: json },
      buffers: views.map(copy),
      parent_header: { msg_id: this.#parent },
    };
    this.sent.messages += 1;
    this.sent.bytes += views.reduce((sum, { byteLength }) => sum + byteLength, 0);
    if (json.content?.type) this.sent.chunks.push(json.content);
    if (type === "open") this.#opened.push(message);
    const bytes = message.buffers.reduce((sum, { byteLength }) => sum + byteLength, 0);
    const now = performance.now();
    this.#linkIsFree = Math.max(now, this.#linkIsFree) + (1000 * bytes) / this.bytesPerSecond;
    this.#underWay.push(() => {
      for (const frontEnd of this.frontEnds) frontEnd.receive(type, structuredClone(message));
    });
    // A timer counts whole milliseconds: one that is due later may come before another.
    setTimeout(() => this.#underWay.shift()?.(), this.#linkIsFree - now);
  }
}
