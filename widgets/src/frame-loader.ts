import { bytesPerValue } from "../../src/simulation/frame-data.js";
import type { FrameData } from "../../src/simulation/frame-source.js";
import type { SmallCoding } from "../../src/video/small/small-chunk.js";
import { randomId } from "../../src/widgets/random-id.js";
import type {
  ChunkAnswer,
  ChunkCoding,
  ChunkReply,
  ChunkRequest,
  Quality,
  WantedChunk,
} from "../../src/widgets/traits/movie-messages.js";
import type { MovieTrait } from "../../src/widgets/traits/movie-player.js";
import { smallValues, valuesOf } from "./chunk-decoder.js";
import { FrameCache } from "./frame-cache.js";
import { LinkMeter } from "./link-meter.js";
import { canDecode } from "./luma-pictures.js";
import { enoughSamples, needsSmall } from "./quality-choice.js";
import { type Place, wantedChunks } from "./wanted-chunks.js";

const chunkBytes = 3_000_000;
/** While little is known of the link. */
const firstChunkBytes = 1_000_000;
const firstChunks = 2;
const mostFrames = 64;
/** A group of pictures: the key frame that it begins with is the most of it. */
const smallFrames = 20;
const cacheBytes = 192_000_000;
/** An answer that has not come by then is taken for lost. */
const patienceMs = 30_000;
/** The share of the link that small frames may take. */
const usedShare = 0.7;
/** Who stays at a frame for so long looks at it. */
const restMs = 250;
/** Smaller frames are no burden for a link that is one. */
const leastFrameBytes = 32_000;

/** Where the player is, and how it reads. */
export interface Reading extends Place {
  readonly stage: string;
  /** Whether somebody looks at this frame for long, so that it has to be exact in the end. */
  readonly isSettled: boolean;
  readonly isPlaying: boolean;
  /** Frames a second that playing takes, and whether it waits for some. */
  readonly rate: number;
  readonly isLate: boolean;
  readonly quality: Quality;
}

/** What there is to load. */
type LoadedMovie = Pick<MovieTrait, "frameCount" | "stages"> & Partial<Pick<MovieTrait, "labels">>;

/** Fetches the frames of a movie from the kernel, those needed first first, and keeps some. */
export class FrameLoader {
  readonly #cache = new FrameCache(cacheBytes);
  readonly #send: (request: ChunkRequest) => void;
  readonly #onChange: () => void;
  #client = randomId();
  #received = 0;
  #movie: LoadedMovie | null = null;
  #generation = -1;
  #asked = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ahead: ReturnType<typeof setTimeout> | undefined;
  #reading: Reading | null = null;
  readonly #meter = new LinkMeter();
  #small: SmallCoding = "h264";
  /** Messages are taken in one after another, though decoding takes its time. */
  #taken: Promise<void> | null = null;
  /** When another movie took over: while one follows another, as a slider moves, nothing but the frame on show is wanted. */
  #replacedAt = Number.NEGATIVE_INFINITY;
  #rest: { place: string; since: number; timer?: ReturnType<typeof setTimeout> } = { place: "", since: 0 };
  /** Grows when exact frames take the place of others. */
  exchanges = 0;
  /** Whether frames are asked for that are small. */
  isSmall = false;
  /** What came of the next movie before it was opened: a message may overtake the traits that were sent before it. */
  #early: { readonly answer: ChunkReply; readonly values: FrameData } | null = null;
  /** Why the source could not give the frames wanted last. */
  failure: string | null = null;

  constructor(send: (request: ChunkRequest) => void, onChange: () => void) {
    this.#send = send;
    this.#onChange = onChange;
    void canDecode.then((can) => {
      if (!can) this.#small = "half";
    });
  }

  /** Goes on with another movie; nothing happens where it is open. */
  open(movie: LoadedMovie, generation: number): void {
    if (movie === this.#movie && generation === this.#generation) return;
    if (generation !== this.#generation) this.#cache.clear();
    if (generation > this.#generation && this.#generation >= 0) this.#replacedAt = performance.now();
    this.#movie = movie;
    this.#generation = generation;
    this.#asked = "";
    this.failure = null;
    const early = this.#early;
    this.#early = null;
    if (early?.answer.generation === generation) this.#keep(early.answer, early.values);
  }

  frame(stage: string, frame: number): FrameData | undefined {
    return this.#cache.get(stage, frame);
  }

  has(stage: string, frame: number): boolean {
    return this.codingOf(stage, frame) !== undefined;
  }

  /** How a frame that is here has come. */
  codingOf(stage: string, frame: number): ChunkCoding | undefined {
    return this.#cache.codingOf(stage, frame);
  }

  /** Bytes a second that reach the page; null while that is not known. */
  get bytesPerSecond(): number | null {
    return this.#meter.bytesPerSecond;
  }

  runs(stage: string): [from: number, to: number][] {
    return this.#cache.runs(stage);
  }

  /** Asks for what is missing around the place where the player reads. */
  read(reading: Reading): void {
    this.#reading = reading;
    const chunks = this.#missing(reading);
    const asked = JSON.stringify([this.#generation, reading.stage, chunks]);
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.failure = null;
    if (chunks.length > 0) this.#request(reading.stage, chunks);
    else clearTimeout(this.#timer);
  }

  /** Asks again after a failure. */
  retry(): void {
    this.failure = null;
    this.#asked = "";
    if (this.#reading) this.read(this.#reading);
  }

  receive(answer: ChunkAnswer, buffer: DataView | undefined): void {
    if (answer.client !== this.#client) return;
    if (answer.type === "chunk" && buffer) this.#meter.arrived(buffer.byteLength, answer.sent_ms, performance.now());
    const isNear = answer.type === "chunk" && answer.form.coding !== "raw";
    if (!isNear && !this.#taken) this.#take(answer, buffer);
    else {
      const taken = (this.#taken ?? Promise.resolve()).then(() => this.#decode(answer, buffer));
      this.#taken = taken;
      void taken.then(() => {
        if (this.#taken === taken) this.#taken = null;
      });
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#ahead);
    clearTimeout(this.#rest.timer);
  }

  async #decode(answer: ChunkAnswer, buffer: DataView | undefined): Promise<void> {
    const isStale = answer.generation !== this.#generation;
    if (isStale || answer.type === "error" || answer.form.coding === "raw" || !buffer) this.#take(answer, buffer);
    else {
      const values = await smallValues(answer, answer.form, buffer).catch(() => null);
      if (!values) this.#small = "half";
      if (answer.client === this.#client) this.#take(answer, buffer, values);
    }
  }

  #take(
    answer: ChunkAnswer,
    buffer: DataView | undefined,
    values = buffer && answer.type === "chunk" ? valuesOf(buffer, answer.dtype) : null,
  ): void {
    if (answer.type === "chunk") this.#received = answer.ordinal;
    const isExact = answer.type === "chunk" && answer.form.coding === "raw";
    if (answer.generation > this.#generation && isExact && values) this.#early = { answer, values };
    if (answer.generation !== this.#generation) return;
    if (answer.type === "error") {
      clearTimeout(this.#timer);
      this.failure = answer.message;
    } else {
      if (values) this.#keep(answer, values);
      this.#acknowledge();
    }
    this.#onChange();
  }

  #keep({ stage, from, to, form: { coding } }: ChunkReply, data: FrameData): void {
    if (this.#cache.add({ stage, from, to, data, coding })) this.exchanges += 1;
  }

  /** Each chunk that arrives makes room for the next one. */
  #acknowledge(): void {
    this.#asked = "";
    if (this.#reading) this.read(this.#reading);
  }

  #request(stage: string, chunks: readonly WantedChunk[]): void {
    const { length } = chunks;
    if (length === 0) return;
    this.#send({
      type: "request",
      client: this.#client,
      generation: this.#generation,
      stage,
      received: this.#received,
      chunks,
      ...this.#budget(),
    });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#client = randomId();
      this.#received = 0;
      this.retry();
    }, patienceMs);
  }

  /** A part of the link is left for other messages. */
  #budget(): Pick<ChunkRequest, "frame_bytes"> {
    const { bytesPerSecond } = this.#meter;
    return this.isSmall && bytesPerSecond && this.#reading
      ? { frame_bytes: (usedShare * bytesPerSecond) / this.#reading.rate }
      : {};
  }

  /** Whether the place has been the same for a while: who moves on has no use for exact frames of where he was. */
  #isRested({ stage, frame }: Reading): boolean {
    const place = `${this.#generation} ${stage} ${frame}`;
    const now = performance.now();
    if (place !== this.#rest.place) {
      clearTimeout(this.#rest.timer);
      const timer = setTimeout(() => this.#reading && this.read(this.#reading), restMs);
      this.#rest = { place, since: now, timer };
    }
    return now - this.#rest.since >= restMs;
  }

  /** Whether another movie took over a moment ago; it is read again when that has passed. */
  #isReplaced({ isPlaying }: Reading): boolean {
    const left = this.#replacedAt + restMs - performance.now();
    if (isPlaying || left <= 0) return false;
    clearTimeout(this.#ahead);
    this.#ahead = setTimeout(() => this.#reading && this.read(this.#reading), left + 1);
    return true;
  }

  #missing(reading: Reading): WantedChunk[] {
    const { stage, isSettled, quality } = reading;
    const info = this.#movie?.stages.find(({ name }) => name === stage);
    const frameCount = this.#movie?.frameCount ?? 0;
    if (!info || frameCount === 0) return [];
    const panels = Math.max(1, this.#movie?.labels?.length ?? 0);
    const frameBytes = panels * info.width * info.height * bytesPerValue(info.dtype);
    const { bytesPerSecond, samples } = this.#meter;
    const link = { ...reading, bytesPerSecond, samples, frameBytes };
    this.isSmall = frameBytes >= leastFrameBytes && needsSmall(this.isSmall, link);
    const isKnown = samples >= enoughSamples;
    const most = isKnown ? chunkBytes : firstChunkBytes;
    const size = this.isSmall ? smallFrames : Math.max(1, Math.min(mostFrames, Math.floor(most / frameBytes)));
    const wanted = wantedChunks({
      ...reading,
      ahead: this.#isReplaced(reading) ? "none" : reading.ahead,
      frameCount,
      size,
      coding: this.isSmall ? this.#small : "raw",
      isExact: isSettled && quality !== "small" && this.#isRested(reading),
      isProbing: this.isSmall && quality === "auto" && this.#meter.isUncertain(frameBytes, performance.now()),
      has: (frame, isExact) => {
        const coding = this.#cache.codingOf(stage, frame);
        return isExact ? coding === "raw" : coding !== undefined;
      },
    });
    return isKnown ? wanted : wanted.slice(0, firstChunks);
  }
}
