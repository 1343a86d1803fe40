import { Worker } from "node:worker_threads";
import type { Connection } from "./connection.js";
import { createHeader, encode, type Message, type MessageHeader } from "./wire.js";

export interface IOThreadData {
  readonly connection: Connection;
  readonly session: string;
  readonly interruptState: InterruptState;
  readonly kernelInfo: Record<string, unknown>;
}

/** Int32s in shared memory; `flag` is 1 after an interrupt, `turn` is odd while synchronous code can take a signal. */
export interface InterruptState {
  readonly flag: Int32Array;
  readonly turn: Int32Array;
}

export interface StreamText {
  readonly name: "stdout" | "stderr";
  readonly text: string;
  readonly parentHeader: MessageHeader | Record<string, never>;
}

export type RequestChannel = "shell" | "control" | "stdin";

export type ToIOThread =
  | ({ readonly type: "stream" } & StreamText)
  | { readonly type: "send"; readonly channel: RequestChannel | "iopub"; readonly frames: readonly Uint8Array[] }
  | { readonly type: "listening" }
  | { readonly type: "flush"; readonly id: number };

export type FromIOThread =
  | { readonly type: "ready" }
  | { readonly type: "message"; readonly channel: RequestChannel; readonly message: Message }
  | { readonly type: "flushed"; readonly id: number }
  | { readonly type: "interrupt" }
  | { readonly type: "shutdown" };

export interface IOHandlers {
  onMessage(channel: RequestChannel, message: Message): void;
  onInterrupt(): void;
  onShutdown(): void;
  /** The I/O thread ended by itself: nothing can be received or sent any more. */
  onFailure(error: Error): void;
}

/** The main thread's end of the I/O thread. */
export class KernelIO {
  private readonly worker: Worker;
  private readonly flushes = new Map<number, () => void>();
  private nextFlush = 0;
  private handlers: IOHandlers | undefined;
  private early: FromIOThread[] = [];
  private isShutDown = false;
  readonly ready: Promise<void>;

  constructor(private readonly data: IOThreadData) {
    this.worker = new Worker(new URL("../kernel/io-thread.js", import.meta.url), { workerData: data });
    this.ready = new Promise((resolve, reject) => {
      const fail = (error: Error) => {
        reject(error);
        if (!this.isShutDown) this.handlers?.onFailure(error);
      };
      this.worker.on("error", fail);
      this.worker.on("exit", (code) => fail(new Error(`exited with code ${code}`)));
      this.worker.on("message", (message: FromIOThread) => {
        if (message.type === "ready") resolve();
        else if (this.handlers === undefined) this.early.push(message);
        else this.dispatch(message, this.handlers);
      });
    });
  }

  /** Starts the delivery of messages; those received before are delivered first. */
  listen(handlers: IOHandlers): void {
    this.handlers = handlers;
    this.post({ type: "listening" });
    for (const message of this.early.splice(0)) this.dispatch(message, handlers);
  }

  publish(
    msgType: string,
    content: Record<string, unknown>,
    parentHeader: Message["parentHeader"],
    metadata: Record<string, unknown> = {},
    buffers: readonly ArrayBufferView[] = [],
  ): void {
    const identities = [Buffer.from(msgType)];
    this.send("iopub", { identities, ...this.body(msgType, content, parentHeader, metadata, buffers) });
  }

  reply(
    channel: RequestChannel,
    request: Message,
    content: Record<string, unknown>,
    metadata: Record<string, unknown> = {},
  ): void {
    const msgType = request.header.msg_type.replace(/_request$/, "_reply");
    const { identities } = request;
    this.send(channel, { identities, ...this.body(msgType, content, request.header, metadata, []) });
  }

  /** Sends a request to the client that sent `cause`. */
  request(channel: RequestChannel, msgType: string, cause: Message, content: Record<string, unknown>): string {
    const { identities } = cause;
    const body = this.body(msgType, content, cause.header, {}, []);
    this.send(channel, { identities, ...body });
    return body.header.msg_id;
  }

  stream(stream: StreamText): void {
    this.post({ type: "stream", ...stream });
  }

  /** Resolves when everything sent before has been handed to the sockets. */
  flush(): Promise<void> {
    return new Promise((resolve) => {
      const id = this.nextFlush++;
      this.flushes.set(id, resolve);
      this.post({ type: "flush", id });
    });
  }

  private body(
    msgType: string,
    content: Record<string, unknown>,
    parentHeader: Message["parentHeader"],
    metadata: Record<string, unknown>,
    buffers: readonly ArrayBufferView[],
  ) {
    return {
      header: createHeader(msgType, this.data.session),
      parentHeader,
      metadata,
      content,
      buffers: buffers.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength)),
    };
  }

  private send(channel: RequestChannel | "iopub", message: Message): void {
    // A view of a pooled or larger buffer would take its whole backing store along: copy what is sent, nothing else.
    const frames = encode(message, this.data.connection.key).map((frame) => Uint8Array.from(frame));
    this.worker.postMessage(
      { type: "send", channel, frames } satisfies ToIOThread,
      frames.map((frame) => frame.buffer),
    );
  }

  private post(message: ToIOThread): void {
    this.worker.postMessage(message);
  }

  private dispatch(message: FromIOThread, handlers: IOHandlers): void {
    if (message.type === "message") handlers.onMessage(message.channel, message.message);
    else if (message.type === "interrupt") handlers.onInterrupt();
    else if (message.type === "shutdown") {
      this.isShutDown = true;
      void this.worker.terminate().then(() => handlers.onShutdown());
    } else if (message.type === "flushed") {
      this.flushes.get(message.id)?.();
      this.flushes.delete(message.id);
    }
  }
}
