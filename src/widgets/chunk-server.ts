import { z } from "zod";
import { dtypeOf } from "../simulation/frame-data.js";
import type { FrameChunk, FrameSource } from "../simulation/frame-source.js";
import type { SmallChunk, SmallCoding } from "../video/small/small-chunk.js";
import {
  type ChunkAnswer,
  type ChunkReply,
  type ChunkRequest,
  chunkCodings,
  chunkWindow,
  type WantedChunk,
} from "./traits/movie-messages.js";

const frameIndex = z.int().min(0);

const requestSchema: z.ZodType<ChunkRequest> = z.strictObject({
  type: z.literal("request"),
  client: z.string().min(1).max(64),
  generation: z.int().min(0),
  stage: z.string(),
  received: z.int().min(0),
  chunks: z.array(z.tuple([frameIndex, frameIndex, z.enum(chunkCodings).optional()])).max(chunkWindow),
  frame_bytes: z.number().positive().optional(),
});

/** A frame on show. */
interface Shown {
  readonly stage: string;
  readonly frame: number;
}

/** What one page wants and what is on its way to it. */
interface Client {
  request: ChunkRequest;
  sent: number;
  readonly underway: { readonly ordinal: number; readonly key: string }[];
  rendering: { readonly key: string; readonly abort: AbortController } | null;
  /** Ends when nothing is left that it wants. */
  answering: Promise<void> | null;
  /** The chunk of the source on show that is being made small. */
  making: { readonly key: string; readonly done: Promise<void> } | null;
  /** Whether it asked for frames in few bytes of the source on show. */
  isSlow: boolean;
}

const mostClients = 16;

/** Answers the pages that show a movie: one chunk after another to each, never more than they have taken in. */
export class ChunkServer {
  #source: FrameSource;
  #generation: number;
  readonly #clients = new Map<string, Client>();
  readonly #send: (answer: ChunkAnswer, buffers?: readonly ArrayBufferView[]) => void;

  constructor(
    source: FrameSource,
    generation: number,
    send: (answer: ChunkAnswer, buffers?: readonly ArrayBufferView[]) => void,
  ) {
    this.#source = source;
    this.#generation = generation;
    this.#send = send;
  }

  /**
   * Goes on with another source; whatever was wanted of the previous one is dropped. The frame that is on show now, if
   * there is one, goes to every page that looked at the previous source before it asks.
   * @returns when it is on its way
   */
  async replace(source: FrameSource, generation: number, shown: Shown | null): Promise<void> {
    this.#source = source;
    const looking = [...this.#clients.values()].filter(({ request }) => request.generation === this.#generation);
    this.#generation = generation;
    for (const client of this.#clients.values()) {
      client.rendering?.abort.abort();
      client.making = null;
    }
    if (!shown) return;
    const { stage, frame } = shown;
    // What is slow to arrive is left to the page, which knows how it wants it.
    const quick = looking.filter(({ isSlow }) => !isSlow);
    for (const client of looking) client.isSlow = false;
    for (const client of quick) {
      client.request = { ...client.request, generation, stage, chunks: [[frame, frame + 1]] };
    }
    await Promise.all(quick.map((client) => this.#serve(client)));
  }

  /** Takes a page's message; what is no request is left to others. */
  receive(content: unknown): void {
    const { success, data: request } = requestSchema.safeParse(content);
    if (!success || request.generation !== this.#generation) return;
    const client = this.#clientOf(request);
    client.request = request;
    client.isSlow ||= request.chunks.some(([, , coding = "raw"]) => coding !== "raw");
    while (client.underway.length > 0 && client.underway[0].ordinal <= request.received) client.underway.shift();
    if (client.rendering && !keysOf(request).includes(client.rendering.key)) client.rendering.abort.abort();
    void this.#serve(client);
  }

  #serve(client: Client): Promise<void> {
    client.answering ??= this.#answer(client).finally(() => {
      client.answering = null;
    });
    return client.answering;
  }

  #clientOf(request: ChunkRequest): Client {
    const known = this.#clients.get(request.client);
    if (known) return known;
    const client: Client = {
      request,
      sent: 0,
      underway: [],
      rendering: null,
      answering: null,
      making: null,
      isSlow: false,
    };
    this.#clients.set(request.client, client);
    const [oldest] = this.#clients.keys();
    if (this.#clients.size > mostClients) this.#clients.delete(oldest);
    return client;
  }

  async #answer(client: Client): Promise<void> {
    for (let wanted = this.#next(client); wanted; wanted = this.#next(client)) {
      const { stage, generation } = client.request;
      const abort = new AbortController();
      const key = keyOf(client.request, wanted);
      client.rendering = { key, abort };
      try {
        const [from, to, coding = "raw"] = wanted;
        const chunk = await this.#source.frames(stage, from, to, { signal: abort.signal });
        // One chunk is made small while the next one is rendered.
        await client.making?.done;
        if (generation !== this.#generation || (coding !== "raw" && abort.signal.aborted)) continue;
        if (coding === "raw") this.#deliver(client, key, chunk, null);
        else this.#make(client, key, coding, chunk);
      } catch (error) {
        if (!abort.signal.aborted && generation === this.#generation) {
          this.#fail(client, generation, stage, wanted, error);
          break;
        }
      } finally {
        client.rendering = null;
      }
    }
  }

  #make(client: Client, key: string, coding: SmallCoding, chunk: FrameChunk): void {
    const done = smallOf(coding, chunk, client.request.frame_bytes).then((small) => {
      if (client.making !== making) return;
      client.making = null;
      this.#deliver(client, key, chunk, small);
    });
    const making = { key, done };
    client.making = making;
  }

  /** The most urgent chunk that is not on its way already, if the page has room for one. */
  #next({ request, underway, making }: Client): WantedChunk | undefined {
    const onTheirWay = new Set([...underway, ...(making ? [making] : [])].map(({ key }) => key));
    if (request.generation !== this.#generation || onTheirWay.size >= chunkWindow) return undefined;
    return request.chunks.find((wanted) => !onTheirWay.has(keyOf(request, wanted)));
  }

  #deliver(client: Client, key: string, chunk: FrameChunk, small: SmallChunk | null): void {
    const generation = this.#generation;
    const { stage, from, to, height, width, data } = chunk;
    client.sent += 1;
    client.underway.push({ ordinal: client.sent, key });
    const reply: ChunkReply = {
      ...{ type: "chunk", client: client.request.client, generation, stage, from, to, height, width },
      dtype: dtypeOf(data),
      form: small?.form ?? { coding: "raw" },
      ordinal: client.sent,
      sent_ms: Date.now(),
    };
    this.#send(reply, [small?.bytes ?? data]);
  }

  #fail(client: Client, generation: number, stage: string, [from, to]: WantedChunk, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#send({ type: "error", client: client.request.client, generation, stage, from, to, message });
  }
}

/** Frames in few bytes; null where they have to go as they are. */
async function smallOf(coding: SmallCoding, chunk: FrameChunk, frameBytes?: number): Promise<SmallChunk | null> {
  try {
    const { smallChunk } = await import("../video/small/small-chunks.js");
    return await smallChunk(coding, chunk, frameBytes);
  } catch {
    return null;
  }
}

function keyOf({ generation, stage }: { generation: number; stage: string }, [from, to, coding]: WantedChunk): string {
  return `${generation} ${from} ${to} ${coding ?? "raw"} ${stage}`;
}

function keysOf(request: ChunkRequest): string[] {
  return request.chunks.map((wanted) => keyOf(request, wanted));
}
