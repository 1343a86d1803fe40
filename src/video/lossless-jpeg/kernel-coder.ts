import { scratchKernels } from "../../compute/kernels.js";
import type { SampleCoding } from "./sample-coder.js";

const CATEGORIES = 17;
/** Bytes from one bank of frequencies to the next. */
const BANK = 128;

/** Coding by the kernels; null without WebAssembly SIMD. */
export function kernelCoder(): SampleCoding | null {
  const scratch = scratchKernels();
  if (!scratch) return null;
  const { memory, kernels } = scratch;
  return {
    begin(samples, height, width) {
      const pixels = height * width;
      const sizes = [samples.byteLength, 2 * pixels, 2 * BANK, 4 * CATEGORIES, 4 * CATEGORIES, 4 * pixels + 8];
      const [samplesAt, differencesAt, frequenciesAt, codesAt, lengthsAt, packedAt] = memory.scratch(sizes);
      const bytes = samples.BYTES_PER_ELEMENT;
      new Uint8Array(memory.buffer).set(
        new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength),
        samplesAt,
      );
      const words = (at: number, length: number) => new Int32Array(memory.buffer, at, length);
      return {
        foretell({ weights: [wa, wb, wc], shift }) {
          const banks = words(frequenciesAt, (2 * BANK) / 4).fill(0);
          const first = 1 << (8 * bytes - 1);
          kernels.foretell(samplesAt, bytes, height, width, first, wa, wb, wc, shift, differencesAt, frequenciesAt);
          return Int32Array.from({ length: CATEGORIES }, (_, i) => banks[i] + banks[BANK / 4 + i]);
        },
        pack(codes, lengths) {
          words(codesAt, CATEGORIES).set(codes);
          words(lengthsAt, CATEGORIES).set(lengths);
          const length = kernels.packDifferences(differencesAt, pixels, codesAt, lengthsAt, packedAt);
          return new Uint8Array(memory.buffer, packedAt, length);
        },
      };
    },

    unpack(packed, { bits, height, width, predictor, code }) {
      const pixels = height * width;
      const { weights, shift } = predictor;
      const bytes = bits / 8;
      const sizes = [packed.length + 8, code.lookup.byteLength, 2 * pixels, bytes * pixels];
      const [packedAt, tableAt, differencesAt, samplesAt] = memory.scratch(sizes);
      new Uint8Array(memory.buffer).set(packed, packedAt);
      new Uint16Array(memory.buffer).set(code.lookup, tableAt / 2);
      const problem = kernels.unpackDifferences(packedAt, packed.length, tableAt, code.bits, differencesAt, pixels);
      if (problem === 1) throw new RangeError("The picture is cut short.");
      if (problem === 2) throw new RangeError("The picture holds a code that its table lacks.");
      const first = 1 << (bits - 1);
      kernels.restoreSamples(differencesAt, bytes, height, width, first, ...weights, shift, samplesAt);
      const end = samplesAt + bytes * pixels;
      const samples = memory.buffer.slice(samplesAt, end);
      return bits === 8 ? new Uint8Array(samples) : new Uint16Array(samples);
    },
  };
}
