import type { FrameData } from "../../src/simulation/frame-source.js";
import { type ChunkAnswer, type ChunkRequest, chunkWindow } from "../../src/widgets/traits/movie-messages.js";
import type { MovieTrait } from "../../src/widgets/traits/movie-player.js";
import { FrameCache } from "./frame-cache.js";
import { randomId } from "./random-id.js";

const bytesPerValue = { uint8: 1, uint16: 2, float32: 4 } as const;
const chunkBytes = 3_000_000;
const mostFrames = 64;
const cacheBytes = 192_000_000;
/** An answer that has not come by then is taken for lost. */
const patienceMs = 30_000;

/** Where the player is and where it goes. */
export interface Reading {
  readonly stage: string;
  readonly frame: number;
  /** How many frames ahead will be needed soon. */
  readonly ahead: "none" | "little" | "much";
  /** How many frames before this one are needed with it. */
  readonly behind: number;
  /** The frames [from, to) that are played, over and over where they loop. */
  readonly range: readonly [from: number, to: number];
  readonly loop: boolean;
  /** Frames that exist already. */
  readonly available: number;
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
  #reading: Reading | null = null;
  /** Why the source could not give the frames wanted last. */
  failure: string | null = null;

  constructor(send: (request: ChunkRequest) => void, onChange: () => void) {
    this.#send = send;
    this.#onChange = onChange;
  }

  /** Goes on with another movie. */
  open(movie: LoadedMovie, generation: number): void {
    if (generation !== this.#generation) this.#cache.clear();
    this.#movie = movie;
    this.#generation = generation;
    this.#asked = "";
    this.failure = null;
  }

  frame(stage: string, frame: number): FrameData | undefined {
    return this.#cache.get(stage, frame);
  }

  has(stage: string, frame: number): boolean {
    return this.#cache.has(stage, frame);
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
    if (answer.type === "chunk") this.#received = answer.ordinal;
    if (answer.generation !== this.#generation) return;
    if (answer.type === "error") {
      clearTimeout(this.#timer);
      this.failure = answer.message;
    } else if (buffer) {
      const { stage, from, to, dtype } = answer;
      this.#cache.add({ stage, from, to, data: valuesOf(buffer, dtype) });
      this.#acknowledge();
    }
    this.#onChange();
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  /** Each chunk that arrives makes room for the next one. */
  #acknowledge(): void {
    this.#asked = "";
    if (this.#reading) this.read(this.#reading);
  }

  #request(stage: string, chunks: [number, number][]): void {
    const { length } = chunks;
    if (length === 0) return;
    this.#send({
      type: "request",
      client: this.#client,
      generation: this.#generation,
      stage,
      received: this.#received,
      chunks,
    });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#client = randomId();
      this.#received = 0;
      this.retry();
    }, patienceMs);
  }

  #missing({ stage, frame, ahead, behind, range: [start, end], loop, available }: Reading): [number, number][] {
    const info = this.#movie?.stages.find(({ name }) => name === stage);
    const count = this.#movie?.frameCount ?? 0;
    if (!info || count === 0) return [];
    const panels = Math.max(1, this.#movie?.labels?.length ?? 0);
    const frameBytes = panels * info.width * info.height * bytesPerValue[info.dtype];
    const size = Math.max(1, Math.min(mostFrames, Math.floor(chunkBytes / frameBytes)));
    const horizon = { none: 1, little: size + 1, much: chunkWindow * size }[ahead];
    const chunks: [number, number][] = [];
    if (frame < available && !this.#cache.has(stage, frame)) chunks.push([frame, frame + 1]);
    // Chunks start at multiples of their size, so that those asked for stay the same while the player moves on.
    const want = (at: number) => {
      if (at >= available || chunks.length >= chunkWindow || this.#cache.has(stage, at)) return;
      if (chunks.some(([from, to]) => to > from + 1 && at >= from && at < to)) return;
      const from = Math.floor(at / size) * size;
      const to = Math.min(count, from + size);
      chunks.push(to <= available ? [from, to] : [at, available]);
    };
    for (let at = frame; at > frame - behind && at >= 0; at--) want(at);
    if (ahead === "none") return chunks;
    const wraps = loop && frame < end;
    const last = wraps ? frame + Math.min(horizon, end - start) : Math.min(frame < end ? end : count, frame + horizon);
    for (let at = frame; at < last; at++) want(wraps && at >= end ? start + (at - end) : at);
    return chunks;
  }
}

/** A buffer of a message as values of a type. */
export function valuesOf({ buffer, byteOffset, byteLength }: DataView, dtype: keyof typeof bytesPerValue): FrameData {
  // A view into a message that starts at an odd byte cannot be read in place.
  const bytes =
    byteOffset % bytesPerValue[dtype] === 0
      ? new Uint8Array(buffer, byteOffset, byteLength)
      : new Uint8Array(buffer, byteOffset, byteLength).slice();
  const length = byteLength / bytesPerValue[dtype];
  if (dtype === "uint8") return bytes;
  if (dtype === "uint16") return new Uint16Array(bytes.buffer, bytes.byteOffset, length);
  return new Float32Array(bytes.buffer, bytes.byteOffset, length);
}
