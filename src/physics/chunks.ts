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

/** Values of a short run, which is computed once. */
const KEPT_VALUES = 1 << 20;

/** How many chunks of a run with so many units are kept at most; of longer runs, none is. */
export function keptChunks(unitCount: number): number {
  return Math.max(2, Math.floor(KEPT_VALUES / Math.max(1, unitCount * CHUNK_FRAMES)));
}

/** For frames on both sides of a border; each thread that renders has as many. */
export const REMEMBERED_CHUNKS = 2;

/** Remembers the chunks of a run that were used last, each until others are asked for: their room is used again. */
export class ChunkMemo<Run extends object, Chunk> {
  readonly #runs = new WeakMap<Run, Map<number, Chunk>>();
  readonly #compute: (run: Run, chunk: number, room: Chunk | undefined) => Chunk;

  /** `compute` may write over the values of `room`, a chunk of the same run that is forgotten. */
  constructor(compute: (run: Run, chunk: number, room: Chunk | undefined) => Chunk) {
    this.#compute = compute;
  }

  get(run: Run, chunk: number): Chunk {
    const chunks = this.#runs.get(run) ?? new Map<number, Chunk>();
    this.#runs.set(run, chunks);
    const found = chunks.get(chunk) ?? this.#compute(run, chunk, takeOldest(chunks));
    chunks.delete(chunk);
    chunks.set(chunk, found);
    return found;
  }
}

/** Takes the chunk out that was not used for the longest time, if there are as many as are remembered. */
function takeOldest<Chunk>(chunks: Map<number, Chunk>): Chunk | undefined {
  if (chunks.size < REMEMBERED_CHUNKS) return undefined;
  const [oldest, room] = chunks.entries().next().value!;
  chunks.delete(oldest);
  return room;
}
