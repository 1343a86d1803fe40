// The twin of ../../random/philox.ts.

@inline
function highWords(low: v128, high: v128): v128 {
  return v128.shuffle<i32>(low, high, 1, 3, 5, 7);
}

@inline
function lowWords(low: v128, high: v128): v128 {
  return v128.shuffle<i32>(low, high, 0, 2, 4, 6);
}

/**
 * The last `rounds` rounds of eight blocks, and their words. Two chains side by side hide the latency of one. Low words
 * are multiplied anew: processors shuffle at half the rate that they multiply and add at.
 */
@inline
function finish8(
  out: usize,
  a: v128,
  b: v128,
  c: v128,
  d: v128,
  e: v128,
  f: v128,
  g: v128,
  h: v128,
  x: v128,
  y: v128,
  rounds: i32,
): void {
  const m0 = i32x4.splat(0xd2511f53);
  const m1 = i32x4.splat(0xcd9e8d57);
  do {
    let low = i64x2.extmul_low_i32x4_u(a, m0);
    let high = i64x2.extmul_high_i32x4_u(a, m0);
    const nextC = v128.xor(v128.xor(highWords(low, high), d), y);
    d = i32x4.mul(a, m0);
    low = i64x2.extmul_low_i32x4_u(c, m1);
    high = i64x2.extmul_high_i32x4_u(c, m1);
    a = v128.xor(v128.xor(highWords(low, high), b), x);
    b = i32x4.mul(c, m1);
    c = nextC;
    low = i64x2.extmul_low_i32x4_u(e, m0);
    high = i64x2.extmul_high_i32x4_u(e, m0);
    const nextG = v128.xor(v128.xor(highWords(low, high), h), y);
    h = i32x4.mul(e, m0);
    low = i64x2.extmul_low_i32x4_u(g, m1);
    high = i64x2.extmul_high_i32x4_u(g, m1);
    e = v128.xor(v128.xor(highWords(low, high), f), x);
    f = i32x4.mul(g, m1);
    g = nextG;
    x = i32x4.add(x, i32x4.splat(0x9e3779b9));
    y = i32x4.add(y, i32x4.splat(0xbb67ae85));
  } while (--rounds > 0);
  v128.store(out, a);
  v128.store(out, b, 16);
  v128.store(out, c, 32);
  v128.store(out, d, 48);
  v128.store(out, e, 64);
  v128.store(out, f, 80);
  v128.store(out, g, 96);
  v128.store(out, h, 112);
}

/**
 * Eight blocks of Philox4x32-10, of the counters (c0, c1, c2, 0), (c0 + 1, c1, c2, 0) …: the first words of four
 * blocks, their second, third and fourth words, then those of the other four.
 */
@inline
export function philox8(out: usize, c0: i32, c1: i32, c2: i32, k0: i32, k1: i32): void {
  const b = i32x4.splat(c1);
  const c = i32x4.splat(c2);
  const d = i32x4.splat(0);
  const first = i32x4.add(i32x4.splat(c0), i32x4(0, 1, 2, 3));
  const next = i32x4.add(i32x4.splat(c0), i32x4(4, 5, 6, 7));
  finish8(out, first, b, c, d, next, b, c, d, i32x4.splat(k0), i32x4.splat(k1), 10);
}

/**
 * What blocks of the counters (i, c1, 0, 0) have in common whatever c1 is: most of the first two rounds, and half of the
 * third. Four words of each, four blocks side by side; `blocks` is a multiple of 4.
 */
export function philoxHeads(out: usize, blocks: i32, k0: i32, k1: i32): void {
  const m0 = i32x4.splat(0xd2511f53);
  const m1 = i32x4.splat(0xcd9e8d57);
  const x1 = i32x4.splat(k0 + 0x9e3779b9);
  const y1 = i32x4.splat(k1 + 0xbb67ae85);
  const x2 = i32x4.splat(k0 + 2 * 0x9e3779b9);
  const y2 = i32x4.splat(k1 + 2 * 0xbb67ae85);
  for (let i = 0; i < blocks; i += 4, out += 64) {
    let a = i32x4.add(i32x4.splat(i), i32x4(0, 1, 2, 3));
    let low = i64x2.extmul_low_i32x4_u(a, m0);
    let high = i64x2.extmul_high_i32x4_u(a, m0);
    const c = v128.xor(highWords(low, high), i32x4.splat(k1));
    v128.store(out, v128.xor(lowWords(low, high), y1));
    low = i64x2.extmul_low_i32x4_u(c, m1);
    high = i64x2.extmul_high_i32x4_u(c, m1);
    a = v128.xor(highWords(low, high), x1);
    v128.store(out, v128.xor(lowWords(low, high), x2), 16);
    low = i64x2.extmul_low_i32x4_u(a, m0);
    high = i64x2.extmul_high_i32x4_u(a, m0);
    v128.store(out, v128.xor(highWords(low, high), y2), 32);
    v128.store(out, lowWords(low, high), 48);
  }
}

/** The words of {@link philox8} for c2 = 0, from the heads of the blocks. */
@inline
export function philox8From(out: usize, heads: usize, c1: i32, k0: i32, k1: i32): void {
  const m1 = i32x4.splat(0xcd9e8d57);
  const product = (<u64>(<u32>(c1 ^ k0))) * 0xd2511f53;
  const high = i32x4.splat(<i32>(product >> 32));
  const low = i32x4.splat(<i32>product);
  const c = v128.xor(v128.load(heads), high);
  const g = v128.xor(v128.load(heads, 64), high);
  const cl = i64x2.extmul_low_i32x4_u(c, m1);
  const ch = i64x2.extmul_high_i32x4_u(c, m1);
  const gl = i64x2.extmul_low_i32x4_u(g, m1);
  const gh = i64x2.extmul_high_i32x4_u(g, m1);
  finish8(
    out,
    v128.xor(highWords(cl, ch), v128.load(heads, 16)),
    lowWords(cl, ch),
    v128.xor(v128.load(heads, 32), low),
    v128.load(heads, 48),
    v128.xor(highWords(gl, gh), v128.load(heads, 80)),
    lowWords(gl, gh),
    v128.xor(v128.load(heads, 96), low),
    v128.load(heads, 112),
    i32x4.splat(k0 + 3 * 0x9e3779b9),
    i32x4.splat(k1 + 3 * 0xbb67ae85),
    7,
  );
}
