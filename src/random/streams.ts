import seedrandom from "seedrandom";
import { cos, exp, log } from "../physics/elementary.js";
import { philoxBlocks } from "./philox.js";

/** The 64-bit key of a named stream, as two 32-bit words. */
export interface StreamKey {
  readonly k0: number;
  readonly k1: number;
}

/**
 * Key of the stream (seed, step kind, purpose). Streams of different names are independent, so a step that is added,
 * removed or changed leaves the draws of every other step as they were.
 */
export function streamKey(seed: number | bigint, step: string, purpose: string): StreamKey {
  const generator = seedrandom(`miniscope-lab/${seed}/${step}/${purpose}`);
  return { k0: generator.int32(), k1: generator.int32() };
}

const TWO_PI = 2 * Math.PI;
const UNIT = 1 / 4294967296;

/** Words drawn at a time. */
const WORDS = 16;

type Columns = [Int32Array, Int32Array, Int32Array, Int32Array];

/** Where blocks are drawn before their words are put in order. */
const columns = [0, 1, 2, 3].map(() => new Int32Array(WORDS / 4)) as Columns;

/** Reads one entity's draws from a stream in order, from any index on. */
export class RandomStream {
  protected readonly key: StreamKey;
  protected readonly entity: number;
  readonly #words = new Uint32Array(WORDS);
  /** Index of the first of them; not a number while there are none. */
  #first = Number.NaN;
  #index: number;

  constructor(key: StreamKey, entity = 0, index = 0) {
    this.key = key;
    this.entity = entity;
    this.#index = index;
  }

  /** Index of the next 32-bit draw. */
  get index(): number {
    return this.#index;
  }

  /** Goes to an index: the next draw is that. */
  seek(index: number): void {
    this.#index = index;
  }

  #draw(first: number): void {
    const { k0, k1 } = this.key;
    const block = first / 4;
    philoxBlocks(block, Math.floor(block / 4294967296), this.entity, 0, k0, k1, columns);
    for (let lane = 0; lane < 4; lane++)
      for (let i = 0; i < WORDS / 4; i++) this.#words[4 * i + lane] = columns[lane][i];
    this.#first = first;
  }

  /** Next 32-bit word, 0 … 2³² − 1. */
  word(): number {
    let at = this.#index - this.#first;
    if (!(at >= 0 && at < WORDS)) {
      at = this.#index % WORDS;
      this.#draw(this.#index - at);
    }
    this.#index++;
    return this.#words[at];
  }

  /** Uniform in the open interval (0, 1). */
  uniform(): number {
    return (this.word() + 0.5) * UNIT;
  }

  uniformBetween(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  /** Standard normal (Box and Muller 1958); takes two words. */
  normal(): number {
    const radius = Math.sqrt(-2 * log(this.uniform()));
    return radius * cos(TWO_PI * this.uniform());
  }

  /** The next `count` of {@link normal}, into `out`. */
  normals(out: Float64Array, count: number): void {
    for (let i = 0; i < count; i++) out[i] = this.normal();
  }

  /** Poisson by multiplying uniforms (Knuth 1969), for small means. */
  poisson(mean: number): number {
    const limit = exp(-mean);
    let product = this.uniform();
    let count = 0;
    while (product > limit) {
      product *= this.uniform();
      count++;
    }
    return count;
  }
}
