/** Frames between the checkpoints of what must be remembered from frame to frame. */
export const CHUNK_FRAMES = 128;

/** Number of chunks of a run. */
export function chunkCount(frameCount: number): number {
  return Math.ceil(frameCount / CHUNK_FRAMES);
}

/** First frame (included) and last (excluded) of a chunk. */
export function chunkRange(chunk: number, frameCount: number): readonly [from: number, to: number] {
  return [chunk * CHUNK_FRAMES, Math.min((chunk + 1) * CHUNK_FRAMES, frameCount)];
}

/** Values kept of one run: a short run is computed once, a long one takes no more memory than this. */
const KEPT_VALUES = 1 << 20;

/** How many chunks of a run with so many units are kept: two at least, for frames on both sides of a border. */
export function keptChunks(unitCount: number): number {
  return Math.max(2, Math.floor(KEPT_VALUES / Math.max(1, unitCount * CHUNK_FRAMES)));
}

/** Remembers the chunks of a run that were used last. */
export class ChunkMemo<Run extends object, Chunk> {
  readonly #runs = new WeakMap<Run, Map<number, Chunk>>();
  readonly #compute: (run: Run, chunk: number) => Chunk;

  constructor(compute: (run: Run, chunk: number) => Chunk) {
    this.#compute = compute;
  }

  get(run: Run, chunk: number, unitCount: number): Chunk {
    const chunks = this.#runs.get(run);
    const found = chunks?.get(chunk) ?? this.#compute(run, chunk);
    this.put(run, chunk, found, unitCount);
    return found;
  }

  put(run: Run, chunk: number, value: Chunk, unitCount: number): void {
    const chunks = this.#runs.get(run) ?? new Map<number, Chunk>();
    this.#runs.set(run, chunks);
    chunks.delete(chunk);
    chunks.set(chunk, value);
    if (chunks.size > keptChunks(unitCount)) chunks.delete(chunks.keys().next().value!);
  }
}
