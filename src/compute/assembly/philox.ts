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
 * Eight blocks of Philox4x32-10, of the counters (c0, c1, c2, 0), (c0 + 1, c1, c2, 0) …: the first words of four
 * blocks, their second, third and fourth words, then those of the other four. Two chains side by side hide the latency
 * of one.
 */
@inline
export function philox8(out: usize, c0: i32, c1: i32, c2: i32, k0: i32, k1: i32): void {
  const m0 = i32x4.splat(0xd2511f53);
  const m1 = i32x4.splat(0xcd9e8d57);
  let a = i32x4.add(i32x4.splat(c0), i32x4(0, 1, 2, 3));
  let b = i32x4.splat(c1);
  let c = i32x4.splat(c2);
  let d = i32x4.splat(0);
  let e = i32x4.add(i32x4.splat(c0), i32x4(4, 5, 6, 7));
  let f = b;
  let g = c;
  let h = d;
  let x = i32x4.splat(k0);
  let y = i32x4.splat(k1);
  for (let round = 0; round < 10; round++) {
    let al = i64x2.extmul_low_i32x4_u(a, m0);
    let ah = i64x2.extmul_high_i32x4_u(a, m0);
    let cl = i64x2.extmul_low_i32x4_u(c, m1);
    let ch = i64x2.extmul_high_i32x4_u(c, m1);
    a = v128.xor(v128.xor(highWords(cl, ch), b), x);
    c = v128.xor(v128.xor(highWords(al, ah), d), y);
    b = lowWords(cl, ch);
    d = lowWords(al, ah);
    al = i64x2.extmul_low_i32x4_u(e, m0);
    ah = i64x2.extmul_high_i32x4_u(e, m0);
    cl = i64x2.extmul_low_i32x4_u(g, m1);
    ch = i64x2.extmul_high_i32x4_u(g, m1);
    e = v128.xor(v128.xor(highWords(cl, ch), f), x);
    g = v128.xor(v128.xor(highWords(al, ah), h), y);
    f = lowWords(cl, ch);
    h = lowWords(al, ah);
    x = i32x4.add(x, i32x4.splat(0x9e3779b9));
    y = i32x4.add(y, i32x4.splat(0xbb67ae85));
  }
  v128.store(out, a);
  v128.store(out, b, 16);
  v128.store(out, c, 32);
  v128.store(out, d, 48);
  v128.store(out, e, 64);
  v128.store(out, f, 80);
  v128.store(out, g, 96);
  v128.store(out, h, 112);
}
