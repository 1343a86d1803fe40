import { VideoError } from "../video-error.js";
import { type HuffmanLookup, huffmanLookup } from "./huffman.js";
import { predictors, type Samples } from "./predict.js";
import { type SampleCoding, sampleCoding } from "./sample-coder.js";

/** A decoded picture. */
export interface DecodedJpeg {
  readonly height: number;
  readonly width: number;
  readonly samples: Samples;
}

interface Header {
  bits: 8 | 16;
  height: number;
  width: number;
  code: HuffmanLookup | null;
}

/**
 * Reads a lossless JPEG with one grey component of 8 or 16 bits, without restarts. It works in the bytes, which are of
 * no use afterwards.
 * @throws VideoError when it is none, or broken.
 */
export function decodeLosslessJpeg(bytes: Uint8Array, coding?: SampleCoding): DecodedJpeg {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header: Header = { bits: 8, height: 0, width: 0, code: null };
  try {
    if (view.getUint16(0) !== 0xffd8) throw damaged("it does not start as JPEGs do");
    for (let at = 2; ; at += 2 + view.getUint16(at + 2)) {
      const marker = view.getUint16(at);
      if (marker === 0xffc3) readFrame(view, at + 4, header);
      if (marker === 0xffc4) header.code = readTable(bytes, at + 4);
      if (marker === 0xffda)
        return readScan(bytes, at + 2 + view.getUint16(at + 2), header, view.getUint8(at + 7), coding);
    }
  } catch (error) {
    throw error instanceof RangeError ? damaged(error.message, error) : error;
  }
}

/** The comment of a JPEG that starts with one; null otherwise. */
export function jpegComment(bytes: Uint8Array): Uint8Array | null {
  if (bytes.length < 6 || bytes[2] !== 0xff || bytes[3] !== 0xfe) return null;
  const end = 4 + ((bytes[4] << 8) | bytes[5]);
  return end <= bytes.length ? bytes.subarray(6, end) : null;
}

function readFrame(view: DataView, at: number, header: Header): void {
  const bits = view.getUint8(at);
  if ((bits !== 8 && bits !== 16) || view.getUint8(at + 5) !== 1) throw damaged("it is not grey of 8 or 16 bits");
  header.bits = bits;
  header.height = view.getUint16(at + 1);
  header.width = view.getUint16(at + 3);
}

function readTable(bytes: Uint8Array, at: number): Header["code"] {
  const counts = [...bytes.subarray(at + 1, at + 17)];
  const length = counts.reduce((sum, count) => sum + count, 0);
  const values = [...bytes.subarray(at + 17, at + 17 + length)];
  // Each code of n bits takes 2^(16−n) of the 2^16 there are.
  const taken = counts.reduce((sum, count, i) => sum + count * 2 ** (15 - i), 0);
  if (values.length < length || length > 17 || taken > 2 ** 16 || values.some((value) => value > 16)) {
    throw damaged("its table of codes is none");
  }
  return huffmanLookup({ counts, values });
}

function readScan(
  bytes: Uint8Array,
  start: number,
  { bits, height, width, code }: Header,
  number: number,
  coding = sampleCoding(height * width),
): DecodedJpeg {
  const predictor = predictors.find((candidate) => candidate.number === number);
  if (!code || !predictor || height === 0 || width === 0) throw damaged("it is no lossless JPEG");
  // No code is shorter than a bit, so a few bytes cannot ask for a giant picture.
  if (height * width > (bytes.length - start) * 8) throw damaged("it is cut short");
  const samples = coding.unpack(unstuffed(bytes, start), { bits, height, width, predictor, code });
  return { height, width, samples };
}

/** The packed bits without the zeros behind bytes of ones, up to the next marker. */
function unstuffed(bytes: Uint8Array, start: number): Uint8Array {
  let length = start;
  for (let from = start; from < bytes.length; ) {
    const ones = bytes.indexOf(0xff, from);
    const isMarker = ones >= 0 && bytes[ones + 1] !== 0;
    const to = ones < 0 ? bytes.length : isMarker ? ones : ones + 1;
    bytes.copyWithin(length, from, to);
    length += to - from;
    if (ones < 0 || isMarker) break;
    from = to + 1;
  }
  return bytes.subarray(start, length);
}

function damaged(why: string, cause?: Error): VideoError {
  return new VideoError("damaged", `A frame cannot be read: ${why}.`, { cause });
}
