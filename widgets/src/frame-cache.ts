import type { FrameData } from "../../src/simulation/frame-source.js";
import type { ChunkCoding } from "../../src/widgets/traits/movie-messages.js";

/** Frames [from, to) of one stage that arrived together. */
export interface CachedChunk {
  readonly stage: string;
  readonly from: number;
  readonly to: number;
  readonly data: FrameData;
  /** What was lost on the way: nothing of raw values. */
  readonly coding: ChunkCoding;
}

/** Chunks of a movie up to a number of bytes; those not looked at for longest go first. */
export class FrameCache {
  readonly #capacity: number;
  /** In the order of their last use. */
  readonly #chunks = new Set<CachedChunk>();
  readonly #byFrame = new Map<string, Map<number, CachedChunk>>();
  #bytes = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** How a frame that is here has come. */
  codingOf(stage: string, frame: number): ChunkCoding | undefined {
    return this.#byFrame.get(stage)?.get(frame)?.coding;
  }

  get(stage: string, frame: number): FrameData | undefined {
    const chunk = this.#byFrame.get(stage)?.get(frame);
    if (!chunk) return undefined;
    this.#chunks.delete(chunk);
    this.#chunks.add(chunk);
    const size = chunk.data.length / (chunk.to - chunk.from);
    const at = (frame - chunk.from) * size;
    return chunk.data.subarray(at, at + size);
  }

  /** Exact frames stay where others come. Returns whether they took the place of others. */
  add(chunk: CachedChunk): boolean {
    let isExchange = false;
    const frames = this.#byFrame.get(chunk.stage) ?? new Map<number, CachedChunk>();
    this.#byFrame.set(chunk.stage, frames);
    for (let frame = chunk.from; frame < chunk.to; frame++) {
      const known = frames.get(frame)?.coding;
      if (chunk.coding !== "raw" && known === "raw") continue;
      isExchange ||= known !== undefined && known !== chunk.coding;
      frames.set(frame, chunk);
    }
    this.#chunks.add(chunk);
    this.#bytes += chunk.data.byteLength;
    for (const oldest of this.#chunks) {
      if (this.#bytes <= this.#capacity || oldest === chunk) break;
      this.#remove(oldest);
    }
    return isExchange;
  }

  clear(): void {
    this.#chunks.clear();
    this.#byFrame.clear();
    this.#bytes = 0;
  }

  /** The runs [from, to) of frames of a stage that are here. */
  runs(stage: string): [from: number, to: number][] {
    const runs: [number, number][] = [];
    for (const frame of [...(this.#byFrame.get(stage)?.keys() ?? [])].sort((a, b) => a - b)) {
      const last = runs.at(-1);
      if (last && last[1] === frame) last[1] = frame + 1;
      else runs.push([frame, frame + 1]);
    }
    return runs;
  }

  #remove(chunk: CachedChunk): void {
    const frames = this.#byFrame.get(chunk.stage);
    for (let frame = chunk.from; frame < chunk.to; frame++) {
      if (frames?.get(frame) === chunk) frames.delete(frame);
    }
    this.#chunks.delete(chunk);
    this.#bytes -= chunk.data.byteLength;
  }
}
