import type { HuffmanLookup } from "./huffman.js";
import { kernelCoder } from "./kernel-coder.js";
import { plainCoder } from "./plain-coder.js";
import type { Predictor, Samples } from "./predict.js";

/** A picture as its packed differences are to be read. */
export interface PackedPicture {
  readonly bits: 8 | 16;
  readonly height: number;
  readonly width: number;
  readonly predictor: Predictor;
  readonly code: HuffmanLookup;
}

/** What is done to every sample of a picture; one picture is coded at a time. */
export interface SampleCoder {
  /** Works out what the samples differ by from what is foretold, and returns how often each category occurs. */
  foretell(predictor: Predictor): Int32Array;
  /** Packs what was worked out last; the bytes are good until the next call. */
  pack(codes: Int32Array, lengths: Int32Array): Uint8Array;
}

/** How pictures of some size are coded and decoded. */
export interface SampleCoding {
  begin(samples: Samples, height: number, width: number): SampleCoder;
  /** @throws RangeError when the bytes are none of such a picture. */
  unpack(packed: Uint8Array, picture: PackedPicture): Samples;
}

/** Larger pictures would leave the kernels with a memory that no one gets back. */
const MOST_KERNEL_PIXELS = 2 ** 24;

/** By WebAssembly where there is any, else by TypeScript; the bytes are the same. */
export function sampleCoding(pixels: number): SampleCoding {
  return (pixels <= MOST_KERNEL_PIXELS ? kernelCoder() : null) ?? plainCoder;
}
