// The twins of ../../video/lossless-jpeg: what is done to every sample of a picture of 1 or 2 bytes a sample. Differences
// are kept modulo 2¹⁶.

/** How a sample is foretold from its left, upper and upper left neighbour. */
@inline
function foretold(a: i32, b: i32, c: i32, wa: i32, wb: i32, wc: i32, shift: i32): i32 {
  return (wa * a + wb * b + wc * c) >> shift;
}

@inline
function sampleAt(at: usize, bytes: usize): i32 {
  return bytes == 1 ? <i32>load<u8>(at) : <i32>load<u16>(at);
}

/** Number of bits of a difference's magnitude, −32768 taken for 32768. */
@inline
function category(difference: i32): i32 {
  return 32 - clz((difference ^ (difference >> 31)) - (difference >> 31));
}

@inline
function keep(difference: i32, out: usize, frequencies: usize): void {
  store<u16>(out, <u16>difference);
  const counted = frequencies + ((<usize>category(<i32>(<i16>difference))) << 2);
  store<u32>(counted, load<u32>(counted) + 1);
}

/**
 * Writes what each sample differs by from what is foretold and adds to 17 frequencies of 4 bytes, in turn to those at
 * `frequencies` and 128 bytes on, so that a count need not wait for the one before. The first row is foretold from the
 * left, its first sample as `first`, the first column from above.
 */
export function foretell(
  samples: usize,
  bytes: usize,
  height: i32,
  width: i32,
  first: i32,
  wa: i32,
  wb: i32,
  wc: i32,
  shift: i32,
  out: usize,
  frequencies: usize,
): void {
  const row = <usize>width * bytes;
  const other = frequencies + 128;
  let at = samples;
  let a = first;
  for (const end = samples + row; at < end; at += bytes, out += 2) {
    const sample = sampleAt(at, bytes);
    keep(sample - a, out, frequencies);
    a = sample;
  }
  for (let y = 1; y < height; y++) {
    let c = sampleAt(at - row, bytes);
    a = sampleAt(at, bytes);
    keep(a - c, out, frequencies);
    const end = at + row;
    at += bytes;
    out += 2;
    for (const pairs = end - bytes; at < pairs; at += 2 * bytes, out += 4) {
      const b0 = sampleAt(at - row, bytes);
      const b1 = sampleAt(at + bytes - row, bytes);
      const s0 = sampleAt(at, bytes);
      const s1 = sampleAt(at + bytes, bytes);
      keep(s0 - foretold(a, b0, c, wa, wb, wc, shift), out, frequencies);
      keep(s1 - foretold(s0, b1, b0, wa, wb, wc, shift), out + 2, other);
      a = s1;
      c = b1;
    }
    if (at < end) {
      keep(sampleAt(at, bytes) - foretold(a, sampleAt(at - row, bytes), c, wa, wb, wc, shift), out, frequencies);
      at += bytes;
      out += 2;
    }
  }
}

/**
 * Packs the differences' categories by their codes (17 of 4 bytes, as are the codes' lengths), each followed by as many
 * bits of the difference; returns the number of bytes. The last one is filled up with ones; four are written.
 */
export function packDifferences(differences: usize, count: i32, codes: usize, lengths: usize, out: usize): i32 {
  const start = out;
  let word: u64 = 0;
  let filled: u32 = 0;
  for (const end = differences + ((<usize>count) << 1); differences < end; differences += 2) {
    const kept = <i32>load<i16>(differences);
    const size = category(kept);
    // −32768 stands for 32768.
    const difference = kept == -32768 ? 32768 : kept;
    const bits = (difference + (difference >> 31)) & ((1 << size) - 1);
    const length = load<u32>(lengths + ((<usize>size) << 2)) + size;
    word = (word << length) | (<u64>load<u32>(codes + ((<usize>size) << 2)) << size) | bits;
    filled += length;
    if (filled >= 32) {
      filled -= 32;
      store<u32>(out, bswap(<u32>(word >> filled)));
      out += 4;
    }
  }
  const ones = (<u64>1 << (32 - filled)) - 1;
  store<u32>(out, bswap(<u32>((word << (32 - filled)) | ones)));
  return <i32>(out - start + ((filled + 7) >> 3));
}

/**
 * Unpacks them, from `bytes` at `input` with eight more behind them, by a table of two bytes for the next `bits` bits: the
 * category in the low one, the code's length in the high one. Returns 0, 1 when the input is cut short, 2 when it holds
 * another code.
 */
export function unpackDifferences(input: usize, bytes: i32, table: usize, bits: i32, out: usize, count: i32): i32 {
  const end = input + bytes;
  let word: u64 = 0;
  let filled: i32 = 0;
  let unknown: i32 = 0;
  const shift = 64 - bits;
  for (const last = out + ((<usize>count) << 1); out < last; out += 2) {
    if (filled < 32) {
      if (input > end + 4) return 1;
      word |= <u64>bswap(load<u32>(input)) << (32 - filled);
      input += 4;
      filled += 32;
    }
    const found = <i32>load<u16>(table + ((<usize>(word >> shift)) << 1));
    const length = found >> 8;
    const size = found & 0xff;
    unknown |= length - 1;
    word <<= length;
    // The first of a difference's bits says its sign; none are read as zero by two shifts.
    const top = <i32>(word >> 32);
    const value = <i32>((<u32>top >> 1) >> (31 - size));
    store<u16>(out, <u16>(value - ((~top >> 31) & ((1 << size) - 1))));
    word <<= size;
    filled -= length + size;
  }
  if (unknown < 0) return 2;
  return input - (filled >> 3) > end ? 1 : 0;
}

/** Puts samples together again from what they differ by. */
export function restoreSamples(
  differences: usize,
  bytes: usize,
  height: i32,
  width: i32,
  first: i32,
  wa: i32,
  wb: i32,
  wc: i32,
  shift: i32,
  out: usize,
): void {
  const row = <usize>width * bytes;
  let a = first;
  for (const end = out + row; out < end; out += bytes, differences += 2) {
    put(out, bytes, a + <i32>load<u16>(differences));
    a = sampleAt(out, bytes);
  }
  for (let y = 1; y < height; y++) {
    let c = sampleAt(out - row, bytes);
    a = (c + <i32>load<u16>(differences)) & 0xffff;
    put(out, bytes, a);
    const end = out + row;
    out += bytes;
    differences += 2;
    for (; out < end; out += bytes, differences += 2) {
      const b = sampleAt(out - row, bytes);
      a = (foretold(a, b, c, wa, wb, wc, shift) + <i32>load<u16>(differences)) & 0xffff;
      put(out, bytes, a);
      c = b;
    }
  }
}

@inline
function put(at: usize, bytes: usize, sample: i32): void {
  if (bytes == 1) store<u8>(at, <u8>sample);
  else store<u16>(at, <u16>sample);
}
