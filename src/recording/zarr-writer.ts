import type { FolderDraft } from "../platform/folder.js";
import { type Checksums, checksumsName, formatChecksums, sha256 } from "./checksums.js";
import { chunkShape, type Numbers, newValues, product, type WrittenDtype } from "./zarr-chunks.js";

/** What every array is compressed with, as Python writes it. */
const compressor = { id: "blosc", cname: "lz4", clevel: 5, shuffle: 1, blocksize: 0 } as const;

/** The values of some rows of an array, in C order. */
export type Rows = (from: number, to: number) => Numbers | Promise<Numbers>;

/** Writes a zarr group, format 2, into a folder, array by array and chunk by chunk. */
export class ZarrWriter {
  readonly #draft: FolderDraft;
  readonly #checksums: Checksums = new Map();

  constructor(draft: FolderDraft) {
    this.#draft = draft;
  }

  /** A group; `path` ends in a slash, or is empty for the root. */
  async group(path: string, attributes?: object): Promise<void> {
    await this.json(`${path}.zgroup`, { zarr_format: 2 });
    if (attributes) await this.json(`${path}.zattrs`, attributes);
  }

  /**
   * An array. The rows of each chunk are asked for when their turn comes, the next ones while the last are written;
   * `onRows` hears how many are written.
   */
  async array(
    path: string,
    dtype: WrittenDtype,
    shape: readonly number[],
    rows: Rows,
    onRows?: (done: number) => void,
  ): Promise<void> {
    const chunks = chunkShape(shape, dtype);
    const fill_value = dtype === "|b1" ? false : 0;
    const metadata = { chunks, compressor, dtype, fill_value, filters: null, order: "C", shape, zarr_format: 2 };
    await this.json(`${path}/.zarray`, metadata);
    if (product(shape) === 0) return;

    const [count] = shape;
    const [step] = chunks;
    // Loaded when the first chunk is written, not with the library.
    const { default: Blosc } = await import("numcodecs/blosc");
    const blosc = Blosc.fromConfig(compressor);
    const ask = async (from: number) => (from < count ? rows(from, Math.min(from + step, count)) : []);
    let next = ask(0);
    for (let from = 0; from < count; from += step) {
      const values = newValues(dtype, product(chunks));
      values.set(await next);
      next = ask(from + step);
      // A failed write must not leave an unhandled rejection behind.
      next.catch(() => {});
      const index = [from / step, ...shape.slice(1).fill(0)].join(".");
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      await this.file(`${path}/${index}`, await blosc.encode(bytes));
      onRows?.(Math.min(from + step, count));
    }
  }

  async json(name: string, value: object): Promise<void> {
    await this.file(name, new TextEncoder().encode(JSON.stringify(value, null, 4)));
  }

  async file(name: string, data: Uint8Array<ArrayBufferLike>): Promise<void> {
    this.#checksums.set(name, await sha256(data));
    await this.#draft.write(name, data);
  }

  /** Writes the list of checksums; nothing may be written after it. */
  async finish(): Promise<void> {
    await this.#draft.write(checksumsName, new TextEncoder().encode(formatChecksums(this.#checksums)));
  }
}
