/**
 * How many bytes an lz4 block decodes to (LZ4 block format: runs of literals, each followed by a match further back); -1 when
 * it is damaged or decodes to more than `limit`.
 *
 * Both lengths of a token are read by the same few lines twice over, not by a closure that moves `at`: V8 14.6 (Node 26) now
 * and then gets such a closure wrong when it optimises the loop around it while that runs.
 */
export function lz4Length(block: Uint8Array, limit: number): number {
  let at = 0;
  let length = 0;
  while (at < block.length && length <= limit) {
    const token = block[at++];
    let literals = token >> 4;
    // A length of 15 goes on in further bytes, as long as they are 255.
    for (let byte = literals === 15 ? 255 : 0; byte === 255 && at < block.length; literals += byte) byte = block[at++];
    at += literals;
    length += literals;
    if (at === block.length) return length <= limit ? length : -1;
    const back = block[at] | (block[at + 1] << 8);
    at += 2;
    if (at > block.length || back === 0 || back > length) return -1;
    let match = token & 15;
    for (let byte = match === 15 ? 255 : 0; byte === 255 && at < block.length; match += byte) byte = block[at++];
    length += 4 + match;
  }
  return -1;
}
