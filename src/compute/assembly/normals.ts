import { both, cos, log } from "./elementary";
import { philox8 } from "./philox";

// The twin of RandomStream.normals in ../../random/streams.ts with ../../physics/elementary.ts: two normals in the lanes of a
// vector, the same operations in the same order.

/** Four vectors of first, second … words of four blocks as words in order. */
@inline
function storeInOrder(blocks: usize, out: usize): void {
  const a = v128.load(blocks);
  const b = v128.load(blocks, 16);
  const c = v128.load(blocks, 32);
  const d = v128.load(blocks, 48);
  const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const nextAb = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const nextCd = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  v128.store(out, v128.shuffle<i64>(ab, cd, 0, 2));
  v128.store(out, v128.shuffle<i64>(ab, cd, 1, 3), 16);
  v128.store(out, v128.shuffle<i64>(nextAb, nextCd, 0, 2), 32);
  v128.store(out, v128.shuffle<i64>(nextAb, nextCd, 1, 3), 48);
}

/** (word + ½)·2⁻³² of the two lowest words. */
@inline
function uniform(words: v128): v128 {
  return f64x2.mul(f64x2.add(f64x2.convert_low_i32x4_u(words), both(0.5)), both(2.3283064365386963e-10));
}

/**
 * `count` standard normals (Box and Muller 1958) from the words of an entity's stream, two each, from word `skipped` of block
 * `block` on. `words` is scratch of 8 bytes for each of them and 256 more; one normal more may be written.
 */
export function streamNormals(
  out: usize,
  count: i32,
  block: i32,
  skipped: i32,
  entity: i32,
  k0: i32,
  k1: i32,
  words: usize,
): void {
  const drawn = words + 128;
  const blocks = (skipped + 2 * count + 3) >> 2;
  for (let i = 0; i < blocks; i += 8) {
    philox8(words, block + i, 0, entity, k0, k1);
    storeInOrder(words, drawn + ((<usize>i) << 4));
    storeInOrder(words + 64, drawn + ((<usize>i) << 4) + 64);
  }
  let from = drawn + ((<usize>skipped) << 2);
  for (const end = out + ((<usize>count) << 3); out < end; out += 16, from += 16) {
    const pairs = v128.load(from);
    const radius = f64x2.sqrt(f64x2.mul(both(-2.0), log(uniform(v128.shuffle<i32>(pairs, pairs, 0, 2, 0, 2)))));
    const angle = f64x2.mul(both(6.283185307179586), uniform(v128.shuffle<i32>(pairs, pairs, 1, 3, 1, 3)));
    v128.store(out, f64x2.mul(radius, cos(angle)));
  }
}
