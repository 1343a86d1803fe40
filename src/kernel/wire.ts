import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

/** Version of the Jupyter messaging protocol spoken here. */
export const protocolVersion = "5.4";

export interface MessageHeader {
  readonly msg_id: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly msg_type: string;
  readonly version: string;
  /** The subshell that a request is for; absent or null for the main shell. */
  readonly subshell_id?: string | null;
}

type JsonObject = Record<string, unknown>;

/** A Jupyter message, its ROUTER identities (or PUB topic) included. */
export interface Message {
  readonly identities: readonly Uint8Array[];
  readonly header: MessageHeader;
  /** The header of the message that caused this one; empty when none did. */
  readonly parentHeader: MessageHeader | Record<string, never>;
  readonly metadata: JsonObject;
  readonly content: JsonObject;
  readonly buffers: readonly Uint8Array[];
}

/** What is accepted from the network before anything is parsed. */
export interface WireLimits {
  readonly maxFrames: number;
  readonly maxFrameBytes: number;
  /** Limit of the JSON frames alone; buffers may be larger. */
  readonly maxJsonBytes: number;
}

export const defaultLimits: WireLimits = {
  maxFrames: 4096,
  maxFrameBytes: 512 * 2 ** 20,
  maxJsonBytes: 64 * 2 ** 20,
};

/** A message that is malformed, oversized or not signed with the connection's key. */
export class WireError extends Error {
  override readonly name = "WireError";
}

const delimiter = Buffer.from("<IDS|MSG>");
const jsonFrames = 4;

export function createHeader(msgType: string, session: string): MessageHeader {
  return {
    msg_id: randomUUID(),
    session,
    username: "kernel",
    date: new Date().toISOString(),
    msg_type: msgType,
    version: protocolVersion,
  };
}

/** Serialises a message; an empty key means an unsigned connection. */
export function encode(message: Message, key: string): Uint8Array[] {
  const signed = [message.header, message.parentHeader, message.metadata, message.content].map((part) =>
    Buffer.from(JSON.stringify(part)),
  );
  return [...message.identities, delimiter, Buffer.from(sign(signed, key)), ...signed, ...message.buffers];
}

/**
 * Parses the frames of a message. The signature is compared in constant time before any JSON is read.
 * @throws WireError when a limit is exceeded, a frame is missing, the signature is wrong or a part is not a JSON object.
 */
export function decode(frames: readonly Uint8Array[], key: string, limits: WireLimits = defaultLimits): Message {
  if (frames.length > limits.maxFrames) throw new WireError(`${frames.length} frames, at most ${limits.maxFrames}`);
  for (const frame of frames) {
    if (frame.byteLength > limits.maxFrameBytes) throw new WireError(`a frame of ${frame.byteLength} bytes`);
  }
  const start = frames.findIndex((frame) => delimiter.equals(frame));
  if (start < 0) throw new WireError("no delimiter frame");
  const signature = frames[start + 1];
  const signed = frames.slice(start + 2, start + 2 + jsonFrames);
  if (signature === undefined || signed.length < jsonFrames) throw new WireError("frames missing after the delimiter");
  if (signed.some((frame) => frame.byteLength > limits.maxJsonBytes)) throw new WireError("a JSON frame is too large");
  if (!isSignedWith(key, signed, signature)) throw new WireError("wrong signature");
  const [header, parentHeader, metadata, content] = signed.map(parseObject);
  if (typeof header.msg_type !== "string" || typeof header.msg_id !== "string") {
    throw new WireError("the header names no msg_type or msg_id");
  }
  return {
    identities: frames.slice(0, start),
    header: header as unknown as MessageHeader,
    parentHeader: parentHeader as unknown as MessageHeader,
    metadata,
    content,
    buffers: frames.slice(start + 2 + jsonFrames),
  };
}

function sign(parts: readonly Uint8Array[], key: string): string {
  if (key === "") return "";
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}

function isSignedWith(key: string, parts: readonly Uint8Array[], signature: Uint8Array): boolean {
  const expected = Buffer.from(sign(parts, key));
  return expected.byteLength === signature.byteLength && timingSafeEqual(expected, signature);
}

function parseObject(frame: Uint8Array): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength).toString("utf8"));
  } catch {
    throw new WireError("a part is not JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new WireError("a part is not a JSON object");
  }
  return value as JsonObject;
}
