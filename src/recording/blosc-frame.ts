import { lz4Length } from "./lz4-length.js";

/** Bytes of a blosc frame before its data, and the most that compression can add. */
export const BLOSC_OVERHEAD = 16;

const MEMCPYED = 0x02;
const DONT_SPLIT = 0x10;
const LZ4 = 1;

/**
 * What is wrong with a blosc frame, version 1 or 2, that should hold `bytes` bytes; null when it is whole. It must be asked before
 * decoding: the decoder takes any size for granted, and gives back stale memory for a frame that it cannot decode. Blocks of
 * other codecs than lz4 are not looked into.
 */
export function bloscProblem(frame: Uint8Array, bytes: number): string | null {
  if (frame.length < BLOSC_OVERHEAD) return `is cut off: ${frame.length} bytes are no blosc frame`;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  const [version, , flags] = frame;
  const holds = view.getUint32(4, true);
  const length = view.getUint32(12, true);
  if (version !== 1 && version !== 2) return "is no blosc frame";
  if (holds !== bytes) return `holds ${holds} bytes where its array declares chunks of ${bytes}`;
  if (length !== frame.length) return `is cut off: ${frame.length} of ${length} bytes are there`;
  if (flags & MEMCPYED) return length === bytes + BLOSC_OVERHEAD ? null : "is damaged";
  return flags >> 5 !== LZ4 || blocksAreWhole(view, frame) ? null : "is damaged";
}

function blocksAreWhole(view: DataView, frame: Uint8Array): boolean {
  const [, , flags, typeBytes] = frame;
  const bytes = view.getUint32(4, true);
  const blockBytes = view.getUint32(8, true);
  if (blockBytes === 0) return false;
  const blocks = Math.ceil(bytes / blockBytes);
  if (BLOSC_OVERHEAD + 4 * blocks > frame.length) return false;
  for (let block = 0; block < blocks; block++) {
    const size = Math.min(blockBytes, bytes - block * blockBytes);
    // The bytes of an element are compressed apart, but for small elements of large, whole blocks only.
    const splits = !(flags & DONT_SPLIT) && typeBytes <= 16 && blockBytes / typeBytes >= 128 && size === blockBytes;
    const parts = splits ? typeBytes : 1;
    let at = view.getUint32(BLOSC_OVERHEAD + 4 * block, true);
    for (let part = 0; part < parts; part++) {
      if (at + 4 > frame.length) return false;
      const length = view.getUint32(at, true);
      at += 4;
      if (at + length > frame.length) return false;
      const stored = length === size / parts;
      if (!stored && lz4Length(frame.subarray(at, at + length), size / parts) !== size / parts) return false;
      at += length;
    }
  }
  return true;
}
