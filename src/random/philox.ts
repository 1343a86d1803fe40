/** a · b as unsigned 32-bit integers, upper half. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const lowHigh = Math.imul(aLow, bHigh) >>> 0;
  const highLow = Math.imul(aHigh, bLow) >>> 0;
  const middle = ((Math.imul(aLow, bLow) >>> 16) + (lowHigh & 0xffff) + (highLow & 0xffff)) | 0;
  return (Math.imul(aHigh, bHigh) + (lowHigh >>> 16) + (highLow >>> 16) + (middle >>> 16)) | 0;
}

/**
 * Blocks of Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011) for the counters (c0, c1, c2, c3), (c0 + 1, c1, c2, c3) …
 * Each block is four 32-bit words that depend on its 128-bit counter and the 64-bit key alone, so any block can be
 * drawn without the ones before it. Word w of block i goes to `out[w][i]`.
 */
export function philoxBlocks(
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  k0: number,
  k1: number,
  out: readonly [Int32Array, Int32Array, Int32Array, Int32Array],
): void {
  const [first, second, third, fourth] = out;
  const count = first.length;
  for (let i = 0; i < count; i++) {
    let a = (c0 + i) | 0;
    let b = c1 | 0;
    let c = c2 | 0;
    let d = c3 | 0;
    let x = k0 | 0;
    let y = k1 | 0;
    for (let round = 0; round < 10; round++) {
      const high0 = multiplyHigh(a, 0xd2511f53 | 0);
      const low0 = Math.imul(a, 0xd2511f53);
      const high1 = multiplyHigh(c, 0xcd9e8d57 | 0);
      const low1 = Math.imul(c, 0xcd9e8d57);
      a = high1 ^ b ^ x;
      c = high0 ^ d ^ y;
      b = low1;
      d = low0;
      x = (x + 0x9e3779b9) | 0;
      y = (y + 0xbb67ae85) | 0;
    }
    first[i] = a;
    second[i] = b;
    third[i] = c;
    fourth[i] = d;
  }
}
