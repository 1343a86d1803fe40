import type * as Zarr from "zarrita";
import { BLOSC_OVERHEAD, bloscProblem } from "./blosc-frame.js";
import type { NdArray } from "./ground-truth.js";
import { Queue } from "./queue.js";
import type { StoredFolder } from "./stored-folder.js";
import { inCOrder, type StoredValues, toValues } from "./stored-values.js";
import { product } from "./zarr-chunks.js";
import { type ArrayMetadata, arrayMetadata, elementBytes } from "./zarr-metadata.js";

/** The most bytes a chunk may hold, and a reading may take. */
const LARGEST_CHUNK = 2 ** 30;
const LARGEST_READING = 2 ** 32;
/** Chunk files that are read at the same time, and in one reading altogether. */
const AT_ONCE = 4;
const MOST_CHUNKS = 2 ** 20;

type ZarrArray = Zarr.Array<Zarr.NumberDataType | Zarr.BigintDataType, Zarr.AsyncReadable>;

/** An array of a recording on disk: its shape is known, its values are read when asked for. */
export class StoredArray {
  readonly name: string;
  readonly shape: readonly number[];
  /** The element type in zarr's notation, such as `<f8`. */
  readonly dtype: string;
  readonly #folder: StoredFolder;
  readonly #metadata: ArrayMetadata;
  readonly #chunkBytes: number;
  #zarr: Promise<ZarrArray> | null = null;

  private constructor(folder: StoredFolder, name: string, metadata: ArrayMetadata, chunkBytes: number) {
    this.name = name;
    this.shape = metadata.shape;
    this.dtype = metadata.dtype;
    this.#folder = folder;
    this.#metadata = metadata;
    this.#chunkBytes = chunkBytes;
  }

  /** Opens an array by its path in the recording; null when it is not there. Reads no values. */
  static async open(folder: StoredFolder, name: string): Promise<StoredArray | null> {
    const metadata = await folder.json(`${name}/.zarray`, arrayMetadata);
    if (!metadata) return null;
    const { shape, chunks, dtype, compressor, filters } = metadata;
    const bytes = elementBytes(dtype);
    const chunkBytes = product(chunks) * (bytes ?? 0);
    if (bytes === null) throw folder.error("unsupported", `${name} has the element type ${dtype}. ${rewrite}`);
    if (filters?.length) throw folder.error("unsupported", `${name} is filtered. ${rewrite}`);
    if (compressor && compressor.id !== "blosc")
      throw folder.error("unsupported", `${name} is compressed with ${compressor.id}. ${rewrite}`);
    if (chunks.length !== shape.length)
      throw folder.error("wrong-metadata", `${name} has ${shape.length} axes, its chunks have ${chunks.length}.`);
    if (chunkBytes > LARGEST_CHUNK)
      throw folder.error("too-large", `a chunk of ${name} would take ${chunkBytes} bytes. Save it in smaller chunks.`);
    return new StoredArray(folder, name, metadata, chunkBytes);
  }

  /**
   * Rows `from` (included) to `to` (excluded) of the first axis, C order; all by default. Only the chunks that hold them
   * are read.
   * @throws RecordingError when a chunk is damaged or the values would not fit into memory; RangeError for rows that do not exist.
   */
  async read(from = 0, to = this.shape[0], options: { signal?: AbortSignal } = {}): Promise<NdArray<StoredValues>> {
    const [rows, ...row] = this.shape;
    if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to && to <= rows))
      throw new RangeError(`Rows ${from} to ${to} are not within 0 to ${rows}, those of ${this.name}.`);
    const shape = [to - from, ...row];
    this.#checkSize(shape);
    // zarrita does not read arrays without values.
    if (product(shape) === 0) return { shape, data: new Float64Array() };
    const { data, stride } = await this.#get(from, to, options.signal);
    return { shape, data: inCOrder(toValues(data), shape, stride) };
  }

  async #get(from: number, to: number, signal?: AbortSignal) {
    // Loaded when the first values are read, not with the library.
    const zarr = await import("zarrita");
    this.#zarr ??= this.#open(zarr);
    const selection = [zarr.slice(from, to), ...this.shape.slice(1).map(() => null)];
    try {
      return await zarr.get(await this.#zarr, selection, { signal, createQueue: () => new Queue(AT_ONCE) });
    } catch (cause) {
      if (!zarr.isZarritaError(cause)) throw cause;
      throw this.#folder.error("damaged-chunk", `a chunk of ${this.name} is damaged. Take a good copy.`, { cause });
    }
  }

  #checkSize(shape: readonly number[]): void {
    const bytes = product(shape) * 8;
    const chunks = product(shape.map((length, axis) => Math.ceil(length / this.#metadata.chunks[axis])));
    if (bytes <= LARGEST_READING && chunks <= MOST_CHUNKS) return;
    const what = `${this.name}, ${shape.join(" × ")} values in ${chunks} chunks,`;
    throw this.#folder.error("too-large", `${what} does not fit into memory at once: read fewer rows at a time.`);
  }

  #open(zarr: typeof Zarr): Promise<ZarrArray> {
    // Flags are bytes.
    const metadata = { ...this.#metadata, dtype: this.dtype.replace("b1", "u1") };
    const description = new TextEncoder().encode(JSON.stringify(metadata));
    const store: Zarr.AsyncReadable = {
      get: async (key) => (key.endsWith("/.zarray") ? description : this.#chunk(key.slice(1))),
    };
    return zarr.open.v2(zarr.root(store).resolve(this.name), { kind: "array", attrs: false }) as Promise<ZarrArray>;
  }

  async #chunk(name: string): Promise<Uint8Array | undefined> {
    const data = await this.#folder.read(name, this.#chunkBytes + BLOSC_OVERHEAD);
    if (!data) return undefined;
    const problem = this.#metadata.compressor ? bloscProblem(data, this.#chunkBytes) : this.#sizeProblem(data.length);
    if (problem) throw this.#folder.error("damaged-chunk", `the chunk ${name} ${problem}. Take a good copy.`);
    return data;
  }

  #sizeProblem(length: number): string | null {
    return length === this.#chunkBytes ? null : `has ${length} bytes where its array declares ${this.#chunkBytes}`;
  }
}

const rewrite =
  "Write it again with zarr, format 2: uncompressed or with blosc, without filters, integers, bool, float32 or float64.";
