import { packDifferences, unpackDifferences } from "./bit-packing.js";
import { category, firstRowDifferences, type Predictor, rowDifferences, type Samples } from "./predict.js";
import type { SampleCoding } from "./sample-coder.js";

export const plainCoder: SampleCoding = {
  begin(samples, height, width) {
    const bits = samples.BYTES_PER_ELEMENT * 8;
    const differences = new Int32Array(height * width);
    return {
      foretell(predictor) {
        firstRowDifferences(samples, width, bits, differences);
        for (let row = 1; row < height; row++) rowDifferences(samples, row * width, width, predictor, differences);
        const frequencies = new Int32Array(17);
        for (let i = 0; i < differences.length; i++) frequencies[category(differences[i])]++;
        return frequencies;
      },
      pack(codes, lengths) {
        const packed = new DataView(new ArrayBuffer(height * width * 4 + 8));
        return new Uint8Array(packed.buffer, 0, packDifferences(differences, codes, lengths, packed));
      },
    };
  },

  unpack(packed, { bits, height, width, predictor, code }) {
    const differences = new Int32Array(height * width);
    const padded = new Uint8Array(packed.length + 8);
    padded.set(packed);
    unpackDifferences(new DataView(padded.buffer), code, differences);
    const samples = bits === 8 ? new Uint8Array(differences.length) : new Uint16Array(differences.length);
    restore(differences, width, predictor, 1 << (bits - 1), samples);
    return samples;
  },
};

function restore(
  differences: Int32Array,
  width: number,
  { weights: [wa, wb, wc], shift }: Predictor,
  first: number,
  out: Samples,
): void {
  let a = first;
  for (let i = 0; i < width; i++) {
    out[i] = a + differences[i];
    a = out[i];
  }
  for (let from = width; from < out.length; from += width) {
    let c = out[from - width];
    a = out[from] = (c + differences[from]) & 0xffff;
    for (let i = from + 1; i < from + width; i++) {
      const b = out[i - width];
      a = (((wa * a + wb * b + wc * c) >> shift) + differences[i]) & 0xffff;
      out[i] = a;
      c = b;
    }
  }
}
