/**
 * How many bytes an lz4 block decodes to (LZ4 block format: runs of literals, each followed by a match further back); -1 when
 * it is damaged or decodes to more than `limit`.
 */
export function lz4Length(block: Uint8Array, limit: number): number {
  let at = 0;
  let length = 0;
  /** A length of 15 goes on in further bytes, as long as they are 255. */
  const extended = (start: number): number => {
    let sum = start;
    if (start !== 15) return sum;
    for (let byte = 255; byte === 255 && at < block.length; sum += byte) byte = block[at++];
    return sum;
  };
  while (at < block.length && length <= limit) {
    const token = block[at++];
    const literals = extended(token >> 4);
    at += literals;
    length += literals;
    if (at === block.length) return length <= limit ? length : -1;
    const back = block[at] | (block[at + 1] << 8);
    at += 2;
    if (at > block.length || back === 0 || back > length) return -1;
    length += 4 + extended(token & 15);
  }
  return -1;
}
