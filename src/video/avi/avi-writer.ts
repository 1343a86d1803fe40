import type { OutputFile } from "../../platform/node-files.js";
import { VideoError } from "../video-error.js";
import { concat, fourcc, u32 } from "./bytes.js";
import {
  type AviEntry,
  type AviHeader,
  type AviIndex,
  chunkName,
  headerBytes,
  moviStart,
  oldIndex,
  riffStart,
  SEGMENTS,
  standardIndex,
} from "./layout.js";

/** How far an AVI file has come: what a writer keeps in mind, and what it needs to go on with a file. */
export interface AviProgress {
  /** For each stream the indices of the finished segments. */
  readonly indices: AviIndex[][];
  readonly framesOf: number[];
  framesInFirst: number;
  largestFrame: number;
  /** Lengths of the first segment and of its frames, once a second segment follows. */
  first: { readonly riff: number; readonly movi: number } | null;
  /** Where the segment that is being written starts, and the frames in it. */
  segment: { readonly riff: number; readonly movi: number; readonly entries: AviEntry[] };
  /** Where the next frame goes. */
  position: number;
}

export interface AviWriterOptions {
  /** Length at which a segment ends; programs that do not know OpenDML see the first one alone. */
  readonly segmentBytes?: number;
}

const SEGMENT_BYTES = 2 ** 30;
/** The header is brought up to date this often, so that a file cut short opens with nearly all of its frames. */
const FLUSH_BYTES = 2 ** 23;

/**
 * Writes an AVI file frame by frame, in order. Beyond 1 GiB it goes on in further RIFF lists (OpenDML 1.02), so it may
 * be of any length. What is written so far opens at any time.
 */
export class AviWriter {
  readonly #file: OutputFile;
  readonly #header: AviHeader;
  readonly #names: readonly string[];
  readonly #segmentBytes: number;
  readonly #progress: AviProgress;
  #flushedAt = 0;

  /** Goes on with a file at `progress`; a new file is begun with {@link AviWriter.create}. */
  constructor(file: OutputFile, header: AviHeader, progress: AviProgress, options: AviWriterOptions = {}) {
    this.#file = file;
    this.#header = header;
    this.#names = header.streams.map((stream, i) => chunkName(i, stream));
    this.#segmentBytes = options.segmentBytes ?? SEGMENT_BYTES;
    this.#progress = progress;
  }

  /** Begins an empty file. */
  static async create(file: OutputFile, header: AviHeader, options: AviWriterOptions = {}): Promise<AviWriter> {
    const progress: AviProgress = {
      indices: header.streams.map(() => []),
      framesOf: header.streams.map(() => 0),
      framesInFirst: 0,
      largestFrame: 0,
      first: null,
      segment: { riff: 0, movi: 0, entries: [] },
      position: 0,
    };
    const { length } = headerBytes(header, progress);
    progress.segment = { riff: 0, movi: length - 12, entries: [] };
    progress.position = length;
    const writer = new AviWriter(file, header, progress, options);
    await writer.flush();
    return writer;
  }

  /** Bytes of the file so far. */
  get length(): number {
    return this.#progress.position;
  }

  /** Writes frames in this order, and tells where they stand; frames up to the next one of stream 0 stay together. */
  async write(frames: readonly { readonly stream: number; readonly bytes: Uint8Array }[]): Promise<AviEntry[]> {
    const progress = this.#progress;
    const written: AviEntry[] = [];
    let parts: Uint8Array[] = [];
    let start = progress.position;
    for (const { stream, bytes } of frames) {
      if (stream === 0 && this.#isFull(bytes.length)) {
        await this.#file.write(parts, start);
        await this.#nextSegment();
        parts = [];
        start = progress.position;
      }
      parts.push(concat([fourcc(this.#names[stream]), u32(bytes.length)]), bytes);
      if (bytes.length % 2 === 1) parts.push(new Uint8Array(1));
      const entry = { stream, position: progress.position + 8, size: bytes.length };
      this.#count(entry);
      written.push(entry);
    }
    await this.#file.write(parts, start);
    if (progress.position - this.#flushedAt >= FLUSH_BYTES) await this.flush();
    return written;
  }

  /** Brings the header up to date. */
  async flush(): Promise<void> {
    const { position, first } = this.#progress;
    this.#flushedAt = position;
    await this.#file.write([headerBytes(this.#header, this.#progress)], 0);
    if (first) await this.#writeSegmentStart(position, position);
  }

  /** Writes the indices and, behind them, a chunk of the caller's own. */
  async finish(tail: Uint8Array = new Uint8Array()): Promise<void> {
    await this.#endSegment(tail);
    await this.#file.write([headerBytes(this.#header, this.#progress)], 0);
  }

  #count(entry: AviEntry): void {
    const progress = this.#progress;
    progress.segment.entries.push(entry);
    progress.framesOf[entry.stream]++;
    progress.largestFrame = Math.max(progress.largestFrame, entry.size);
    if (progress.first === null) progress.framesInFirst = progress.framesOf[0];
    progress.position = entry.position + entry.size + (entry.size % 2);
  }

  #isFull(next: number): boolean {
    const { position, segment } = this.#progress;
    const indices = (segment.entries.length + 1) * 24 + 4096;
    return segment.entries.length > 0 && position - segment.riff + next + indices > this.#segmentBytes;
  }

  async #nextSegment(): Promise<void> {
    await this.#endSegment(new Uint8Array());
    const { position, indices } = this.#progress;
    if (indices[0].length >= SEGMENTS - 1) {
      throw new VideoError("path", `An AVI file holds ${SEGMENTS} segments at most, and this one is full.`);
    }
    this.#progress.segment = { riff: position, movi: position + 12, entries: [] };
    this.#progress.position = position + 24;
    await this.flush();
  }

  async #endSegment(tail: Uint8Array): Promise<void> {
    const progress = this.#progress;
    const { movi, entries } = progress.segment;
    let end = progress.position;
    const parts: Uint8Array[] = [];
    this.#names.forEach((name, stream) => {
      const own = entries.filter((entry) => entry.stream === stream);
      const index = standardIndex(name, movi, own);
      progress.indices[stream].push({ position: end, size: index.length, frames: own.length });
      parts.push(index);
      end += index.length;
    });
    const moviEnd = end;
    if (progress.first === null) parts.push(oldIndex(this.#names, movi + 8, entries));
    parts.push(tail);
    await this.#file.write(parts, progress.position);
    progress.position += parts.reduce((sum, part) => sum + part.length, 0);
    if (progress.first === null) progress.first = { riff: progress.position, movi: moviEnd - movi };
    else await this.#writeSegmentStart(progress.position, moviEnd);
  }

  async #writeSegmentStart(riffEnd: number, moviEnd: number): Promise<void> {
    const { riff, movi } = this.#progress.segment;
    await this.#file.write([riffStart("AVIX", riffEnd - riff), moviStart(moviEnd - movi)], riff);
  }
}
