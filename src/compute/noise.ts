import { philoxBlocks } from "../random/philox.js";
import type { StreamKey } from "../random/streams.js";

const fround = Math.fround;

// ln(m) on [√½, √2), from the highest power down.
const L6 = fround(0.1221095398068428);
const L5 = fround(-0.1878271996974945);
const L4 = fround(0.20454758405685425);
const L3 = fround(-0.24896793067455292);
const L2 = fround(0.33316028118133545);
const L1 = fround(-0.5000140070915222);
const L0 = fround(1.0000008344650269);
const LN2 = fround(Math.LN2);
const SQRT_HALF_BITS = 0x3f3504f3;
// sin and cos of π/4·g for |g| ≤ 1.
const S5 = fround(0.0024360946845263243);
const S3 = fround(-0.08072523027658463);
const S1 = fround(0.7853970527648926);
const C6 = fround(-0.0003188805130776018);
const C4 = fround(0.015849914401769638);
const C2 = fround(-0.3084242641925812);
const TWO_POW_MINUS_31 = fround(4.656612873077393e-10);

/** Pixels whose normals come from the same four blocks of the generator. */
export const NOISE_GROUP = 16;

type Words = [Int32Array, Int32Array, Int32Array, Int32Array];

/** One standard normal per pixel (Box and Muller 1958, single precision), keyed by row and frame alone. */
export class RowNoise {
  /** The normals of the row drawn last: its width rounded up to a multiple of 16. */
  readonly values: Float32Array;
  readonly #words: Words;
  readonly #floats: Float32Array;
  readonly #bits: Int32Array;
  readonly #exponents: Int32Array;

  constructor(width: number) {
    const blocks = Math.ceil(width / NOISE_GROUP) * 4;
    this.values = new Float32Array(blocks * 4);
    this.#words = [0, 1, 2, 3].map(() => new Int32Array(blocks)) as Words;
    this.#floats = new Float32Array(blocks);
    this.#bits = new Int32Array(this.#floats.buffer);
    this.#exponents = new Int32Array(blocks);
  }

  /** Draws the normals of a row of a frame into `values`. */
  draw(row: number, frame: number, k0: number, k1: number): void {
    this.drawBlocks(row * this.#exponents.length, frame, 0, { k0, k1 });
  }

  /** Draws the normals of the blocks from the counter (c0, c1, c2, 0) on: four blocks to 16 of them. */
  drawBlocks(c0: number, c1: number, c2: number, { k0, k1 }: StreamKey): void {
    const [a, b, c, d] = this.#words;
    philoxBlocks(c0, c1, c2, 0, k0, k1, this.#words);
    this.#boxMuller(a, b, 0);
    this.#boxMuller(c, d, 8);
  }

  /**
   * Turns pairs of words into pairs of normals: the radius is √(−2 ln u) with u = (word + ½)·2⁻³², the angle word's two
   * lowest bits choose the quadrant. Four neighbouring blocks fill the lanes of one group, at `offset` and 4 further.
   */
  #boxMuller(radiusWords: Int32Array, angleWords: Int32Array, offset: number): void {
    const floats = this.#floats;
    const bits = this.#bits;
    const exponents = this.#exponents;
    const out = this.values;
    const count = radiusWords.length;
    for (let i = 0; i < count; i++) floats[i] = fround(radiusWords[i] >>> 0) + 0.5;
    for (let i = 0; i < count; i++) {
      const t = (bits[i] - SQRT_HALF_BITS) | 0;
      exponents[i] = t >> 23;
      bits[i] = (t & 0x7fffff) + SQRT_HALF_BITS;
    }
    for (let i = 0; i < count; i++) {
      const x = fround(floats[i] - 1);
      let p = fround(fround(L6 * x) + L5);
      p = fround(fround(p * x) + L4);
      p = fround(fround(p * x) + L3);
      p = fround(fround(p * x) + L2);
      p = fround(fround(p * x) + L1);
      p = fround(fround(p * x) + L0);
      const ln = fround(fround(fround(exponents[i] - 32) * LN2) + fround(p * x));
      const square = fround(ln * -2);
      const radius = fround(Math.sqrt(square < 0 ? 0 : square));

      const angle = angleWords[i];
      const g = fround(fround(angle) * TWO_POW_MINUS_31);
      const z = fround(g * g);
      let sin = fround(fround(S5 * z) + S3);
      sin = fround(fround(sin * z) + S1);
      sin = fround(fround(sin * g) * radius);
      let cos = fround(fround(C6 * z) + C4);
      cos = fround(fround(cos * z) + C2);
      cos = fround(fround(cos * z) + 1);
      if (angle & 2) cos = -cos;
      cos = fround(cos * radius);
      const at = ((i >> 2) << 4) + offset + (i & 3);
      if (angle & 1) {
        out[at] = sin;
        out[at + 4] = cos;
      } else {
        out[at] = cos;
        out[at + 4] = sin;
      }
    }
  }
}
