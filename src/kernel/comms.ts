import { randomUUID } from "node:crypto";
import type { Comm, CommMessage, KernelHost } from "./host.js";
import type { Message } from "./wire.js";

type Publish = (
  msgType: string,
  content: Record<string, unknown>,
  metadata?: Record<string, unknown>,
  buffers?: readonly ArrayBufferView[],
) => void;

class KernelComm implements Comm {
  onMessage: Comm["onMessage"] = null;
  onClose: Comm["onClose"] = null;

  constructor(
    private readonly comms: Comms,
    readonly id: string,
    readonly targetName: string,
  ) {}

  send(
    data: Record<string, unknown>,
    buffers: readonly ArrayBufferView[] = [],
    metadata: Record<string, unknown> = {},
  ): void {
    this.comms.publish("comm_msg", { comm_id: this.id, data }, metadata, buffers);
  }

  close(data: Record<string, unknown> = {}): void {
    if (this.comms.forget(this.id)) this.comms.publish("comm_close", { comm_id: this.id, data });
  }
}

/** The open comms of the kernel. Handlers start in the order of their messages; an asynchronous one is not waited for. */
export class Comms {
  private readonly open = new Map<string, KernelComm>();
  private readonly targets = new Map<string, Parameters<KernelHost["registerTarget"]>[1]>();

  constructor(readonly publish: Publish) {}

  openComm: KernelHost["openComm"] = (targetName, data, { id = newId(), metadata = {}, buffers = [] } = {}) => {
    const comm = new KernelComm(this, id, targetName);
    this.open.set(id, comm);
    this.publish("comm_open", { comm_id: id, target_name: targetName, data }, metadata, buffers);
    return comm;
  };

  registerTarget: KernelHost["registerTarget"] = (targetName, handler) => {
    this.targets.set(targetName, handler);
  };

  forget(id: string): boolean {
    return this.open.delete(id);
  }

  /** Handles comm_open, comm_msg or comm_close; resolves when the handler is done. */
  async handle(message: Message): Promise<void> {
    const id = String(message.content.comm_id);
    const received = toCommMessage(message);
    const comm = this.open.get(id);
    switch (message.header.msg_type) {
      case "comm_open":
        return this.accept(id, String(message.content.target_name), received);
      case "comm_msg":
        return comm?.onMessage?.(received) ?? undefined;
      case "comm_close":
        this.forget(id);
        comm?.onClose?.(received);
    }
  }

  /** The answer to comm_info_request. */
  info(targetName: unknown): Record<string, { target_name: string }> {
    const listed = [...this.open.values()].filter((comm) => targetName === undefined || comm.targetName === targetName);
    return Object.fromEntries(listed.map((comm) => [comm.id, { target_name: comm.targetName }]));
  }

  private accept(id: string, targetName: string, message: CommMessage): void {
    const handler = this.targets.get(targetName);
    if (handler === undefined) {
      this.publish("comm_close", { comm_id: id, data: {} });
      return;
    }
    const comm = new KernelComm(this, id, targetName);
    this.open.set(id, comm);
    handler(comm, message);
  }
}

function newId(): string {
  return randomUUID().replaceAll("-", "");
}

function toCommMessage({ content, buffers, metadata }: Message): CommMessage {
  const { data } = content;
  return {
    data: typeof data === "object" && data !== null ? (data as Record<string, unknown>) : {},
    buffers,
    metadata,
  };
}
