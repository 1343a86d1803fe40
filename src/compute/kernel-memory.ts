import { canShare } from "../physics/shared-arrays.js";

const PAGE = 65536;
/** 4 GiB, all that the kernels can address. */
const MOST_PAGES = 65536;
/** Addresses are multiples of a cache line. */
const ALIGNMENT = 64;

const align = (bytes: number) => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** Something that kernels read or write: `size` bytes, and how to fill them once they have an address. */
export interface Block {
  /** What the block is known by: the same key stands for the same bytes. */
  readonly key: object;
  readonly size: number;
  fill?(memory: KernelMemory, address: number): void;
}

/** A memory of kernels, and what stands in it. */
export abstract class KernelMemory {
  readonly wasm: WebAssembly.Memory;
  protected addresses = new WeakMap<object, number>();
  #floats: Float32Array;

  constructor(wasm: WebAssembly.Memory) {
    this.wasm = wasm;
    this.#floats = new Float32Array(wasm.buffer);
  }

  get buffer(): ArrayBufferLike {
    return this.wasm.buffer;
  }

  /** The whole memory as floats, until blocks are placed again. */
  get floats(): Float32Array {
    if (this.#floats.buffer !== this.wasm.buffer) this.#floats = new Float32Array(this.wasm.buffer);
    return this.#floats;
  }

  /** Makes sure that all of these blocks have a place and are filled. */
  abstract place(blocks: readonly Block[]): void;

  /** Where a placed block is. */
  address(key: object): number {
    return this.addresses.get(key)!;
  }

  /** Addresses of scratch of some sizes in bytes, good until blocks are placed again. */
  scratch(sizes: readonly number[]): number[] {
    const blocks = sizes.map((size) => ({ key: {}, size }));
    this.place(blocks);
    return blocks.map(({ key }) => this.address(key));
  }
}

/**
 * A memory of one thread. It is handed out from the bottom up and keeps what it once took in; when that would come to
 * more than twice what is needed now, everything is forgotten and its place used anew. So it grows by need alone.
 */
export class OwnMemory extends KernelMemory {
  #top = ALIGNMENT;

  constructor() {
    super(new WebAssembly.Memory({ initial: 1 }));
  }

  override place(blocks: readonly Block[]): void {
    const sizeOf = (some: readonly Block[]) => some.reduce((sum, { size }) => sum + align(size), 0);
    const isNew = ({ key }: Block) => !this.addresses.has(key);
    let added = blocks.filter(isNew);
    if (this.#top + sizeOf(added) > 2 * sizeOf(blocks)) {
      this.#top = ALIGNMENT;
      this.addresses = new WeakMap();
      added = [...blocks];
    }
    const missing = this.#top + sizeOf(added) - this.wasm.buffer.byteLength;
    if (missing > 0) this.wasm.grow(Math.ceil(missing / PAGE));
    for (const block of added) {
      if (!isNew(block)) continue;
      this.addresses.set(block.key, this.#top);
      block.fill?.(this, this.#top);
      this.#top += align(block.size);
    }
  }
}

/** A memory that threads of a run share; null where they cannot. */
export function newSharedMemory(): WebAssembly.Memory | null {
  if (!canShare) return null;
  return new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
}

/**
 * A memory that several threads render in: what one of them has filled stands there once for all, and each grows it by
 * what it works in itself. Nothing is forgotten.
 */
export class SharedMemory extends KernelMemory {
  override place(blocks: readonly Block[]): void {
    for (const block of blocks) {
      if (this.addresses.has(block.key)) continue;
      const address = this.wasm.grow(Math.ceil(block.size / PAGE)) * PAGE;
      this.addresses.set(block.key, address);
      block.fill?.(this, address);
    }
  }

  /** Takes over where another thread has put the same blocks. */
  adopt(blocks: readonly Block[], places: readonly number[]): void {
    blocks.forEach(({ key }, i) => {
      this.addresses.set(key, places[i]);
    });
  }
}
