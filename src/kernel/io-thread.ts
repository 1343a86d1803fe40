/**
 * The I/O thread: owns every socket, so that heartbeat, interrupt, shutdown, kernel_info and streamed output work
 * while a cell keeps the main thread busy.
 */
import { writeSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { Publisher, Reply, Router } from "zeromq";
import { channelAddress } from "./connection.js";
import type { FromIOThread, IOThreadData, StreamText, ToIOThread } from "./io.js";
import { Subshells } from "./subshells.js";
import { createHeader, decode, defaultLimits, encode, type Message, WireError } from "./wire.js";

const { connection, session, interruptState, kernelInfo } = workerData as IOThreadData;
const port = parentPort!;
const streamDelay_ms = 10;
const streamChunk = 64 * 1024;
const shutdownGrace_ms = 3000;
const signalDelay_ms = 40;

const routerOptions = { linger: 500, sendHighWaterMark: 0, receiveHighWaterMark: 0 };
const sockets = {
  iopub: new Publisher({ linger: 500, sendHighWaterMark: 0 }),
  shell: new Router({ ...routerOptions, maxMessageSize: defaultLimits.maxFrameBytes }),
  control: new Router({ ...routerOptions, maxMessageSize: defaultLimits.maxFrameBytes }),
  stdin: new Router({ ...routerOptions, maxMessageSize: defaultLimits.maxFrameBytes }),
};
const heartbeat = new Reply({ linger: 0 });

type SendChannel = keyof typeof sockets;
type RequestChannel = Exclude<SendChannel, "iopub">;

// zeromq allows one send at a time on a socket.
const lastSend: Record<SendChannel, Promise<void>> = {
  iopub: Promise.resolve(),
  shell: Promise.resolve(),
  control: Promise.resolve(),
  stdin: Promise.resolve(),
};

function sendFrames(channel: SendChannel, frames: readonly Uint8Array[]): void {
  lastSend[channel] = lastSend[channel]
    .then(() => sockets[channel].send(frames.map((frame) => Buffer.from(frame.buffer, frame.byteOffset, frame.length))))
    .catch((error: Error) => log(`could not send on ${channel}: ${error.message}`));
}

function log(text: string): void {
  writeSync(2, `[kernel] ${text}\n`);
}

let pending: StreamText | undefined;
let pendingTimer: NodeJS.Timeout | undefined;

function addStreamText(stream: StreamText): void {
  if (
    pending !== undefined &&
    (pending.name !== stream.name || pending.parentHeader.msg_id !== stream.parentHeader.msg_id)
  ) {
    flushStream();
  }
  pending = pending === undefined ? stream : { ...pending, text: pending.text + stream.text };
  if (pending.text.length > streamChunk) flushStream();
  else pendingTimer ??= setTimeout(flushStream, streamDelay_ms);
}

function flushStream(): void {
  clearTimeout(pendingTimer);
  pendingTimer = undefined;
  if (pending === undefined) return;
  const { name, text, parentHeader } = pending;
  pending = undefined;
  publish("stream", { name, text }, parentHeader);
}

function publish(msgType: string, content: Record<string, unknown>, parentHeader: Message["parentHeader"]): void {
  flushStream();
  const header = createHeader(msgType, session);
  const message = { identities: [Buffer.from(msgType)], header, parentHeader, metadata: {}, content, buffers: [] };
  sendFrames("iopub", encode(message, connection.key));
}

/** Answers a request without the main thread. */
function answer(channel: RequestChannel, request: Message, content: Record<string, unknown>): void {
  const header = createHeader(request.header.msg_type.replace(/_request$/, "_reply"), session);
  publish("status", { execution_state: "busy" }, request.header);
  const reply = {
    identities: request.identities,
    header,
    parentHeader: request.header,
    metadata: {},
    content,
    buffers: [],
  };
  sendFrames(channel, encode(reply, connection.key));
  publish("status", { execution_state: "idle" }, request.header);
}

let listening = false;
const untilListening: (() => void)[] = [];

/** A client takes the first answer for readiness, and may wait a second only for the next, which the main thread gives. */
function whenListening(act: () => void): void {
  if (listening) act();
  else untilListening.push(act);
}

const subshells = new Subshells();
const seenSignatures = new Set<string>();

function isReplay(frames: readonly Uint8Array[]): boolean {
  if (connection.key === "") return false;
  const signature = Buffer.from(
    frames[frames.findIndex((frame) => Buffer.from(frame).equals(Buffer.from("<IDS|MSG>"))) + 1],
  );
  const text = signature.toString("latin1");
  if (seenSignatures.has(text)) return true;
  seenSignatures.add(text);
  if (seenSignatures.size > 65_536) {
    const [oldest] = seenSignatures;
    seenSignatures.delete(oldest);
  }
  return false;
}

function receive(channel: RequestChannel, frames: readonly Uint8Array[]): void {
  let message: Message;
  try {
    message = decode(frames, connection.key);
    if (isReplay(frames)) throw new WireError("replayed message");
  } catch (error) {
    log(`dropped a message on ${channel}: ${(error as Error).message}`);
    return;
  }
  const missing = subshells.missing(message);
  if (missing !== undefined) {
    answer(channel, message, missing);
    return;
  }
  switch (message.header.msg_type) {
    case "kernel_info_request":
      whenListening(() => answer(channel, message, kernelInfo));
      break;
    case "interrupt_request":
      interrupt();
      answer(channel, message, { status: "ok" });
      break;
    case "create_subshell_request":
    case "delete_subshell_request":
    case "list_subshell_request":
      answer(channel, message, subshells.handle(message));
      break;
    case "shutdown_request":
      answer(channel, message, { status: "ok", restart: message.content.restart === true });
      void exitSoon();
      break;
    default:
      post({ type: "message", channel, message });
  }
}

/**
 * Loops of cells see the flag, code that awaits is told by message. What heeds neither is synchronous code of a library:
 * it gets a signal, if it still runs by then.
 */
function interrupt(): void {
  const { flag, turn } = interruptState;
  Atomics.store(flag, 0, 1);
  post({ type: "interrupt" });
  const during = Atomics.load(turn, 0);
  if (during % 2 === 0) return;
  setTimeout(() => {
    if (Atomics.load(turn, 0) === during) process.kill(process.pid, "SIGINT");
  }, signalDelay_ms);
}

async function exitSoon(): Promise<void> {
  setTimeout(() => process.kill(process.pid, "SIGKILL"), shutdownGrace_ms);
  flushStream();
  await Promise.all(Object.values(lastSend));
  for (const socket of [...Object.values(sockets), heartbeat]) socket.close();
  post({ type: "shutdown" });
}

function post(message: FromIOThread): void {
  port.postMessage(message);
}

function exitWithParent(): void {
  const parent = process.ppid;
  if (parent === 1) return;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, "SIGKILL");
  }, 1000);
}

async function serve(channel: RequestChannel): Promise<void> {
  for await (const frames of sockets[channel]) receive(channel, frames);
}

async function echoHeartbeats(): Promise<void> {
  for await (const frames of heartbeat) await heartbeat.send(frames);
}

async function main(): Promise<void> {
  await Promise.all([
    heartbeat.bind(channelAddress(connection, "hb")),
    ...(["iopub", "shell", "control", "stdin"] as const).map((channel) =>
      sockets[channel].bind(channelAddress(connection, channel)),
    ),
  ]);
  publish("status", { execution_state: "starting" }, {});
  void echoHeartbeats();
  for (const channel of ["shell", "control", "stdin"] as const) void serve(channel);
  port.on("message", (message: ToIOThread) => {
    if (message.type === "stream") {
      addStreamText(message);
    } else if (message.type === "send") {
      flushStream();
      sendFrames(message.channel, message.frames);
    } else if (message.type === "listening") {
      listening = true;
      for (const act of untilListening.splice(0)) act();
    } else {
      flushStream();
      void Promise.all(Object.values(lastSend)).then(() => post({ type: "flushed", id: message.id }));
    }
  });
  exitWithParent();
  post({ type: "ready" });
}

await main();
