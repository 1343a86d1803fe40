import { philox8 } from "./philox";

/** Words of a stream, from a multiple of 32 on, and where they stand: those of four blocks after one another, twice. */
@unmanaged
export class Words {
  /** Index of the first one; below 0 while there are none. */
  first: f64;
  k0: i32;
  k1: i32;
}

const WORDS: usize = 16;

function draw(words: Words, block: i64, entity: i32): void {
  words.first = <f64>(block << 2);
  philox8(changetype<usize>(words) + WORDS, <i32>block, <i32>(block >> 32), entity, words.k0, words.k1);
}

/** The word of an entity at an index of its stream. */
@inline
export function wordAt(words: Words, index: i64, entity: i32): f64 {
  const first = index & ~31;
  if (<f64>first != words.first) draw(words, first >> 2, entity);
  const i = <usize>index;
  const at = ((i & 16) << 2) | ((i & 3) << 4) | (i & 12);
  return <f64>load<u32>(changetype<usize>(words) + at, WORDS);
}
