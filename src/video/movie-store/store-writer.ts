import { type OutputFile, openFile } from "../../platform/node-files.js";
import { AviWriter, type AviWriterOptions } from "../avi/avi-writer.js";
import { chunk } from "../avi/bytes.js";
import type { AviEntry } from "../avi/layout.js";
import { LosslessJpegEncoder } from "../lossless-jpeg/encode.js";
import type { StoreDescription } from "./description.js";
import { type FieldValues, pictureOf, samplesOf } from "./field.js";
import { openStoreFile, readStore, type StoreContents, storeHeader, timeBytes } from "./store-file.js";

/** Adds frames to a store's file. */
export class StoreWriter {
  readonly #file: OutputFile;
  readonly #writer: AviWriter;
  readonly #description: StoreDescription;
  readonly #encoders: readonly LosslessJpegEncoder[];
  readonly #clipped = new Set<string>();

  private constructor(file: OutputFile, writer: AviWriter, description: StoreDescription) {
    this.#file = file;
    this.#writer = writer;
    this.#description = description;
    this.#encoders = description.fields.map((field) => {
      const { height, width } = pictureOf(field);
      return new LosslessJpegEncoder(height, width);
    });
  }

  /** Begins a file anew. */
  static async create(path: string, description: StoreDescription, options?: AviWriterOptions): Promise<StoreWriter> {
    const file = await openFile(path, "replace");
    return closingOnError(file, async () => {
      return new StoreWriter(file, await AviWriter.create(file, storeHeader(description), options), description);
    });
  }

  /** Goes on behind the last whole frame of a file; `accept` may refuse what it holds by throwing. */
  static async resume(
    path: string,
    accept: (contents: StoreContents) => void,
    options?: AviWriterOptions,
  ): Promise<{ readonly writer: StoreWriter; readonly contents: StoreContents }> {
    const file = await openStoreFile(path, "update");
    return closingOnError(file, async () => {
      const contents = await readStore(file);
      accept(contents);
      const { description, avi, frames } = contents;
      const { progress } = avi;
      // Fields of a frame that lacks others go; all fields of a frame stand in one segment.
      const segment = progress.segment.entries;
      while (segment.length > 0 && !frames.at(-1)?.includes(segment.at(-1)!))
        progress.framesOf[segment.pop()!.stream]--;
      const last = segment.at(-1);
      progress.position = last ? last.position + last.size + (last.size % 2) : progress.segment.movi + 12;
      const writer = new AviWriter(file, storeHeader(description), progress, options);
      // The header stops to name the last segment's index before that is written over.
      await writer.flush();
      await file.truncate(progress.position);
      return { writer: new StoreWriter(file, writer, description), contents };
    });
  }

  /** Codes a frame's fields; they are written by {@link write}. */
  encode(values: readonly FieldValues[], time: number): Uint8Array[] {
    const comment = timeBytes([time]);
    return this.#description.fields.map((field, i) => {
      const samples = samplesOf(field, values[i], () => this.#warnOfClipping(field.name));
      return this.#encoders[i].encode(samples, comment);
    });
  }

  async write(frame: readonly Uint8Array[]): Promise<AviEntry[]> {
    return this.#writer.write(frame.map((bytes, stream) => ({ stream, bytes })));
  }

  /** Writes the indices and all times, and closes the file. */
  async finish(times: readonly number[]): Promise<void> {
    try {
      await this.#writer.finish(chunk("time", timeBytes(times)));
    } finally {
      await this.#file.close();
    }
  }

  /** Closes the file as it is: it opens as one cut short. */
  async close(): Promise<void> {
    await this.#file.close();
  }

  #warnOfClipping(name: string): void {
    if (this.#clipped.has(name)) return;
    this.#clipped.add(name);
    console.warn(`Values of the field "${name}" outside its vmin … vmax are clipped; further ones go unmentioned.`);
  }
}

async function closingOnError<T>(file: OutputFile, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await file.close();
    throw error;
  }
}
