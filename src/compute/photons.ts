import { exp } from "../physics/elementary.js";
import { philoxBlocks } from "../random/philox.js";
import type { StreamKey } from "../random/streams.js";
import { RowNoise } from "./noise.js";

/** Below this mean the distribution is exact. */
const EXACT_BELOW = 30;
const UNIT = 1 / 4294967296;

/**
 * A Poisson number of mean `mean`: by inversion of the uniform `u` where the mean is low, otherwise from the standard normal
 * `z` with the Poisson's third cumulant (Cornish and Fisher 1938), rounded.
 */
export function poissonCount(mean: number, u: number, z: number): number {
  if (mean >= EXACT_BELOW) return Math.max(0, Math.floor(mean + Math.sqrt(mean) * z + (z * z - 1) / 6 + 0.5));
  let probability = exp(-mean);
  let below = probability;
  let count = 0;
  while (u > below && probability > 0) {
    count++;
    probability *= mean / count;
    below += probability;
  }
  return count;
}

/** Keys of the streams that photons are drawn from. */
export interface PhotonStreams {
  readonly uniform: StreamKey;
  readonly normal: StreamKey;
}

/** Photo-electrons of a row of pixels, keyed by row and frame alone. */
export class RowPhotons {
  readonly #normals: RowNoise;
  readonly #words: [Int32Array, Int32Array, Int32Array, Int32Array];

  constructor(
    readonly streams: PhotonStreams,
    width: number,
  ) {
    const blocks = Math.ceil(width / 4);
    this.#normals = new RowNoise(width);
    this.#words = [0, 1, 2, 3].map(() => new Int32Array(blocks)) as [Int32Array, Int32Array, Int32Array, Int32Array];
  }

  draw(row: number, frame: number): void {
    const { uniform, normal } = this.streams;
    philoxBlocks(row * this.#words[0].length, frame, 0, 0, uniform.k0, uniform.k1, this.#words);
    this.#normals.draw(row, frame, normal.k0, normal.k1);
  }

  /** Electrons of pixel `x` whose mean is `mean`. */
  count(x: number, mean: number): number {
    const u = ((this.#words[x & 3][x >> 2] >>> 0) + 0.5) * UNIT;
    return poissonCount(mean, u, this.#normals.values[x]);
  }
}
