import type { HuffmanLookup } from "./huffman.js";

/**
 * Packs the differences' categories by their codes, each followed by as many bits of the difference itself, into the
 * first bytes of `out`; returns how many bytes. The last one is filled up with ones. A difference of 32768, the whole of
 * category 16, is followed by 16 bits as ffmpeg and all that build on it read it; the standard wants none there.
 */
export function packDifferences(
  differences: Int32Array,
  codes: Int32Array,
  lengths: Int32Array,
  out: DataView,
): number {
  let bytes = 0;
  let word = 0;
  let filled = 0;
  for (let i = 0; i < differences.length; i++) {
    const difference = differences[i];
    const size = 32 - Math.clz32(difference < 0 ? -difference : difference);
    const bits = (codes[size] << size) | ((difference < 0 ? difference - 1 : difference) & ((1 << size) - 1));
    const length = lengths[size] + size;
    const space = 32 - filled;
    if (length < space) {
      word = (word << length) | bits;
      filled += length;
    } else {
      out.setUint32(bytes, (filled === 0 ? 0 : word << space) | (bits >>> (length - space)));
      bytes += 4;
      word = bits;
      filled = length - space;
    }
  }
  for (; filled > 0; filled -= 8, bytes++) {
    const byte = filled >= 8 ? word >>> (filled - 8) : (word << (8 - filled)) | (0xff >>> filled);
    out.setUint8(bytes, byte & 0xff);
  }
  return bytes;
}

/** Unpacks what {@link packDifferences} packed; `input` must go on for eight bytes beyond its end. */
export function unpackDifferences(input: DataView, { bits, lookup }: HuffmanLookup, out: Int32Array): void {
  const end = (input.byteLength - 8) * 8;
  let at = 0;
  for (let i = 0; i < out.length; i++) {
    if (at > end) throw new RangeError("The picture is cut short.");
    let word = input.getUint32(at >>> 3) << (at & 7);
    const found = lookup[word >>> (32 - bits)];
    const length = found >>> 8;
    const size = found & 0xff;
    if (length === 0) throw new RangeError("The picture holds a code that its table lacks.");
    at += length;
    if (size === 0) {
      out[i] = 0;
    } else {
      // A word read at a bit holds 25 bits from there on at least.
      word = length + size <= 25 ? word << length : input.getUint32(at >>> 3) << (at & 7);
      const value = word >>> (32 - size);
      out[i] = word < 0 ? value : value - (1 << size) + 1;
      at += size;
    }
  }
  if (at > end) throw new RangeError("The picture is cut short.");
}
