import { huffmanCodes, huffmanTable } from "./huffman.js";
import { type Predictor, rankPredictors, type Samples } from "./predict.js";
import { type SampleCoder, type SampleCoding, sampleCoding } from "./sample-coder.js";

const u16 = (value: number) => [value >> 8, value & 0xff];
/** The category whose coding programs disagree on. */
const LARGEST = 16;
/** Frames of a movie are alike: the predictors are compared again after so many. */
const RANK_EVERY = 16;

/**
 * Codes a grey picture of 8 or 16 bits as a lossless JPEG (ISO/IEC 10918-1, process 14): each sample is foretold from
 * its neighbours, and what it differs by is written in as few bits as its category takes. The predictor and the code are
 * chosen for each picture.
 */
export class LosslessJpegEncoder {
  readonly #height: number;
  readonly #width: number;
  readonly #coding: SampleCoding;
  #ranked: readonly Predictor[] = [];
  #pictures = 0;

  /** @throws RangeError when a side is longer than JPEG can say, 65 535. */
  constructor(height: number, width: number, coding = sampleCoding(height * width)) {
    if (height > 0xffff || width > 0xffff) {
      throw new RangeError(`A lossless JPEG has at most 65535 × 65535 pixels, not ${height} × ${width}.`);
    }
    this.#height = height;
    this.#width = width;
    this.#coding = coding;
  }

  /** The file of a picture, with a comment (text or bytes of at most 65 533) that any program skips. */
  encode(samples: Samples, comment: Uint8Array = new Uint8Array()): Uint8Array {
    const bits = samples.BYTES_PER_ELEMENT * 8;
    const coder = this.#coding.begin(samples, this.#height, this.#width);
    const { predictor, frequencies } = this.#foretell(samples, coder);
    const table = huffmanTable(frequencies);
    const { codes, lengths } = huffmanCodes(table);
    const packed = coder.pack(codes, lengths);
    const head = [
      ...[0xff, 0xd8],
      ...(comment.length > 0 ? [0xff, 0xfe, ...u16(comment.length + 2), ...comment] : []),
      ...[0xff, 0xc3, ...u16(11), bits, ...u16(this.#height), ...u16(this.#width), 1, 1, 0x11, 0],
      ...[0xff, 0xc4, ...u16(19 + table.values.length), 0, ...table.counts, ...table.values],
      ...[0xff, 0xda, ...u16(8), 1, 1, 0, predictor.number, 0, 0],
    ];
    return assembled(head, packed);
  }

  /** Leaves the differences by the best predictor behind, and counts their categories. */
  #foretell(samples: Samples, coder: SampleCoder): { predictor: Predictor; frequencies: Int32Array } {
    if (this.#pictures++ % RANK_EVERY === 0) this.#ranked = rankPredictors(samples, this.#height, this.#width);
    for (const predictor of this.#ranked) {
      const frequencies = coder.foretell(predictor);
      if (frequencies[LARGEST] === 0) return { predictor, frequencies };
    }
    const [predictor] = this.#ranked;
    return { predictor, frequencies: coder.foretell(predictor) };
  }
}

/** Head, packed bits with a zero behind each byte of ones, and end. */
function assembled(head: readonly number[], packed: Uint8Array): Uint8Array {
  const whole = new Uint8Array(head.length + packed.length * 2 + 2);
  whole.set(head);
  let at = head.length;
  let from = 0;
  while (from < packed.length) {
    const ones = packed.indexOf(0xff, from);
    const to = ones < 0 ? packed.length : ones + 1;
    whole.set(packed.subarray(from, to), at);
    at += to - from;
    if (ones >= 0) whole[at++] = 0;
    from = to;
  }
  whole.set([0xff, 0xd9], at);
  return whole.slice(0, at + 2);
}
