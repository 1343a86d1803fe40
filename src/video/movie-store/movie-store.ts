import type { InputFile } from "../../platform/node-files.js";
import { newFrameData } from "../../simulation/frame-data.js";
import { checkFrames, findStage, refuseMask } from "../../simulation/frame-range.js";
import type { FrameChunk, FrameData, FrameSource, StageInfo } from "../../simulation/frame-source.js";
import type { AviWriterOptions } from "../avi/avi-writer.js";
import type { AviEntry } from "../avi/layout.js";
import { claimOrThrow } from "../destination.js";
import { decodeLosslessJpeg } from "../lossless-jpeg/decode.js";
import { asVideoError, VideoError } from "../video-error.js";
import { beginWriting } from "./begin-writing.js";
import type { Json, StoreDescription } from "./description.js";
import { pictureOf, stageOf, valuesOf } from "./field.js";
import { describeStore, type StoreLayout, type StoreValues, timeOfNext, valuesOfFields } from "./layout.js";
import { openStoreFile, readStore } from "./store-file.js";
import type { StoreWriter } from "./store-writer.js";

/**
 * What writing does to a file that exists: `append` goes on with it, `truncate` begins anew each time, `truncate_once`
 * begins anew the first time and goes on later, `readonly` refuses.
 */
export type StoreMode = "append" | "truncate" | "truncate_once" | "readonly";

/** How a store is opened. */
export interface MovieStoreOptions extends AviWriterOptions {
  readonly mode?: StoreMode;
  /** Anything that JSON can hold, kept with a new store. */
  readonly metadata?: Json;
}

/** One frame of a store: its fields by name. */
export interface StoreFrame {
  readonly index: number;
  /** s */
  readonly time: number;
  readonly fields: Readonly<Record<string, FrameData>>;
}

/**
 * A lossless store for movies of anything: one or several fields a frame, each frame with its time. The file is an AVI
 * whose frames are lossless JPEGs of 8 or 16 bits, one video stream a field, so ffmpeg, OpenCV and most players open it;
 * its comment describes fields and metadata as JSON. Fields are mapped from vmin … vmax to 8 or 16 bits, or kept as they
 * are to the last bit. Any frame is read alone. A store opens while it is written and after a crash, up to its last whole
 * frame. It is a source of frames whose stages are its fields.
 */
export class MovieStore implements FrameSource {
  readonly path: string;
  readonly mode: StoreMode;
  readonly #options: MovieStoreOptions;
  #description: StoreDescription | null = null;
  #frames: AviEntry[][] = [];
  #times: number[] = [];
  #reading: InputFile | null = null;
  #writing: { readonly writer: StoreWriter; readonly release: () => Promise<void> } | null = null;
  /** Frames that are being written; the last write, which further ones wait for. */
  #lastWrite: Promise<void> = Promise.resolve();
  #hasBegun = false;
  /** Where frames are read and decoded, for those that come after another; what each leaves would be garbage. */
  #room: Uint8Array | null = null;

  constructor(path: string, options: MovieStoreOptions = {}) {
    this.path = path;
    this.mode = options.mode ?? "truncate_once";
    this.#options = options;
    if (["append", "truncate", "truncate_once", "readonly"].includes(this.mode)) return;
    throw new VideoError(
      "option",
      `mode is ${JSON.stringify(this.mode)}; it must be append, truncate, truncate_once or readonly.`,
    );
  }

  get frameCount(): number {
    return this.#frames.length;
  }

  get fps(): number {
    return this.#description?.fps ?? 0;
  }

  get pixelSizeUm(): number | null {
    return this.#description?.pixel_size_um ?? null;
  }

  /** The fields, in order; empty before the store is loaded or begun. */
  get stages(): readonly StageInfo[] {
    return this.#description?.fields.map(stageOf) ?? [];
  }

  /** Time of each frame (s), increasing. */
  get times(): Float64Array {
    return Float64Array.from(this.#times.slice(0, this.frameCount));
  }

  get metadata(): Json {
    return (this.#description?.metadata ?? this.#options.metadata ?? null) as Json;
  }

  /**
   * Reads what the file holds by now.
   * @throws VideoError when there is no file, or when it is no store.
   */
  async load(): Promise<this> {
    if (this.#writing) return this;
    await this.close();
    try {
      this.#reading = await openStoreFile(this.path, "read");
      const { description, frames, times } = await readStore(this.#reading);
      this.#description = description;
      this.#frames = frames;
      this.#times = times;
    } catch (error) {
      await this.close();
      throw asVideoError(error, "read", this.path);
    }
    return this;
  }

  /**
   * Begins to write, in a new file or at the end of the one there is, as the mode says.
   * @throws VideoError "option" when the store is read-only or already being written to by this object, "busy" by
   * another one, "exists" when a file that is no store would be overwritten, "range" when it holds other fields.
   */
  async startWriting(layout: StoreLayout): Promise<void> {
    if (this.mode === "readonly")
      throw new VideoError("option", `The store ${JSON.stringify(this.path)} is read-only.`);
    if (this.#writing)
      throw new VideoError("option", `The store ${JSON.stringify(this.path)} is being written already.`);
    const asked = describeStore(layout, this.#options.metadata);
    try {
      const { release } = await claimOrThrow(this.path);
      try {
        await this.close();
        const goOn = this.mode === "append" || (this.mode === "truncate_once" && this.#hasBegun);
        const { writer, description, frames, times } = await beginWriting(this.path, asked, goOn, this.#options);
        this.#writing = { writer, release };
        this.#description = description;
        this.#frames = frames;
        this.#times = times;
        this.#hasBegun = true;
        this.#lastWrite = Promise.resolve();
        this.#reading = await openStoreFile(this.path, "read");
      } catch (error) {
        await release();
        throw error;
      }
    } catch (error) {
      throw asVideoError(error, "write", this.path);
    }
  }

  /**
   * Adds a frame: its values, or those of each field by name. Without a time it comes 1/fps after the last one. Resolves
   * when the next frame can be taken; an error of the disk may come with a later frame, or when writing stops.
   * @throws VideoError "value" or "option" when the frame does not fit; nothing is added then.
   */
  async append(frame: StoreValues, time?: number): Promise<void> {
    const { writer } = this.#whileWriting();
    const { fields, fps } = this.#description!;
    const at = timeOfNext(this.#times, fps, time);
    const coded = writer.encode(valuesOfFields(fields, frame), at);
    // Coding a frame and writing the one before go on side by side.
    await this.#lastWrite;
    this.#times.push(at);
    const index = this.#times.length - 1;
    this.#lastWrite = this.#write(writer, coded, index);
    this.#lastWrite.catch(() => {});
  }

  /** Makes the file whole. */
  async stopWriting(): Promise<void> {
    const { writer, release } = this.#whileWriting();
    try {
      try {
        await this.#lastWrite;
      } catch (error) {
        await writer.close();
        throw error;
      }
      await writer.finish(this.#times);
    } catch (error) {
      throw asVideoError(error, "write", this.path);
    } finally {
      this.#writing = null;
      await release();
    }
  }

  /** Lets go of the file; what is being written is made whole. */
  async close(): Promise<void> {
    if (this.#writing) await this.stopWriting();
    await this.#reading?.close();
    this.#reading = null;
    this.#room = null;
  }

  async frames(
    stage: string,
    from: number,
    to: number,
    options: { readonly signal?: AbortSignal; readonly without?: readonly string[] } = {},
  ): Promise<FrameChunk> {
    refuseMask(options.without, "the frames of a store", "a Scene or a Recording renders them without steps");
    const info = findStage(this.stages, stage);
    checkFrames(from, to, this.frameCount);
    const { height, width, dtype } = info;
    const stream = this.stages.findIndex(({ name }) => name === info.name);
    options.signal?.throwIfAborted();
    if (to === from + 1) return { stage: info.name, from, to, height, width, data: await this.#read(from, stream) };
    const data = newFrameData(dtype, (to - from) * height * width);
    for (let t = from; t < to; t++) {
      options.signal?.throwIfAborted();
      data.set(await this.#read(t, stream), (t - from) * height * width);
    }
    return { stage: info.name, from, to, height, width, data };
  }

  /** One frame; the first field by default. */
  async frame(index: number, field?: string): Promise<FrameData> {
    const [first] = this.stages;
    return (await this.frames(field ?? first?.name ?? "", index, index + 1)).data;
  }

  /** The frame whose time is nearest to `time` (s). */
  async frameAt(time: number, field?: string): Promise<FrameData> {
    return this.frame(this.indexAt(time), field);
  }

  /** Index of the frame whose time is nearest to `time` (s); the earlier of two. */
  indexAt(time: number): number {
    const times = this.#times;
    let [low, high] = [0, this.frameCount - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (times[middle + 1] - time < time - times[middle]) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Frames `from` (included) to `to` (excluded), counted from the end when negative, as of an array. */
  async slice(from = 0, to = this.frameCount): Promise<StoreFrame[]> {
    const indices = Array.from({ length: this.frameCount }, (_, index) => index).slice(from, to);
    return Promise.all(indices.map((index) => this.#frame(index)));
  }

  /** All frames of the store, in order. */
  async *[Symbol.asyncIterator](): AsyncGenerator<StoreFrame> {
    for (let index = 0; index < this.frameCount; index++) yield await this.#frame(index);
  }

  async #frame(index: number): Promise<StoreFrame> {
    const names = this.stages.map(({ name }) => name);
    const values = await Promise.all(
      names.map(async (name, stream) => [name, await this.#read(index, stream)] as const),
    );
    return { index, time: this.#times[index], fields: Object.fromEntries(values) };
  }

  async #read(index: number, stream: number): Promise<FrameData> {
    if (!this.#reading)
      throw new VideoError("option", `The store ${JSON.stringify(this.path)} is closed; load() it first.`);
    const { position, size } = this.#frames[index][stream];
    const field = this.#description!.fields[stream];
    const room = this.#takeRoom(size);
    const { height, width, samples } = decodeLosslessJpeg(await this.#reading.read(position, size, room));
    this.#room = room;
    const picture = pictureOf(field);
    if (height !== picture.height || width !== picture.width || samples.BYTES_PER_ELEMENT * 8 !== picture.bits) {
      throw new VideoError("damaged", `Frame ${index} of "${field.name}" has another size than its field.`);
    }
    return valuesOf(field, samples);
  }

  /** Memory for a coded frame, which another reader may have at the moment. */
  #takeRoom(size: number): Uint8Array {
    const room = this.#room;
    this.#room = null;
    return room && room.length >= size ? room : new Uint8Array(Math.ceil(size * 1.25));
  }

  async #write(writer: StoreWriter, coded: readonly Uint8Array[], index: number): Promise<void> {
    try {
      this.#frames[index] = await writer.write(coded);
    } catch (error) {
      throw asVideoError(error, "write", this.path);
    }
  }

  #whileWriting() {
    if (this.#writing) return this.#writing;
    throw new VideoError(
      "option",
      `The store ${JSON.stringify(this.path)} is not being written; call startWriting first.`,
    );
  }
}

/**
 * Opens a store for reading.
 * @throws VideoError when there is no file, or when it is no store.
 */
export async function openMovieStore(path: string): Promise<MovieStore> {
  return new MovieStore(path, { mode: "readonly" }).load();
}
