/** The Huffman code of a JPEG table: how many codes there are of 1 … 16 bits, and the values they stand for. */
export interface HuffmanTable {
  readonly counts: readonly number[];
  readonly values: readonly number[];
}

/**
 * The best code of at most 16 bits for values that occur this often (ISO/IEC 10918-1, annex K.2). No code is all
 * ones, as JPEG asks.
 */
export function huffmanTable(frequencies: ArrayLike<number>): HuffmanTable {
  // A value of its own, the rarest, takes the code that is all ones.
  const reserved = frequencies.length;
  const lengths = new Array<number>(reserved + 1).fill(0);
  let trees = Array.from(frequencies, (weight, value) => ({ weight, values: [value] })).filter(
    ({ weight }) => weight > 0,
  );
  trees.push({ weight: 0, values: [reserved] });
  while (trees.length > 1) {
    trees = trees.sort((a, b) => a.weight - b.weight);
    const [a, b] = trees;
    const merged = { weight: a.weight + b.weight, values: [...a.values, ...b.values] };
    for (const value of merged.values) lengths[value]++;
    trees = [...trees.slice(2), merged];
  }
  const counts = new Array<number>(33).fill(0);
  for (const length of lengths) if (length > 0) counts[length]++;
  for (let length = 32; length > 16; length--) {
    while (counts[length] > 0) {
      let shorter = length - 2;
      while (counts[shorter] === 0) shorter--;
      counts[length] -= 2;
      counts[length - 1]++;
      counts[shorter + 1] += 2;
      counts[shorter]--;
    }
  }
  counts[counts.findLastIndex((count) => count > 0)]--;
  const values = Array.from(frequencies, (_, value) => value).filter((value) => frequencies[value] > 0);
  return { counts: counts.slice(1, 17), values: values.sort((a, b) => lengths[a] - lengths[b] || a - b) };
}

/** The code and its length for each value of a table. */
export function huffmanCodes({ counts, values }: HuffmanTable): {
  readonly codes: Int32Array;
  readonly lengths: Int32Array;
} {
  const codes = new Int32Array(17);
  const lengths = new Int32Array(17);
  let [code, next] = [0, 0];
  for (let length = 1; length <= 16; length++, code <<= 1) {
    for (let i = 0; i < counts[length - 1]; i++) {
      codes[values[next]] = code++;
      lengths[values[next++]] = length;
    }
  }
  return { codes, lengths };
}

/** Gives for the next `bits` bits of a stream the value in the low byte and the code's length in the high one. */
export interface HuffmanLookup {
  readonly bits: number;
  readonly lookup: Uint16Array;
}

/** The lookup of a table's codes. */
export function huffmanLookup(table: HuffmanTable): HuffmanLookup {
  const { codes, lengths } = huffmanCodes(table);
  const bits = Math.max(1, ...lengths);
  const lookup = new Uint16Array(2 ** bits);
  for (const value of table.values) {
    const free = bits - lengths[value];
    lookup.fill((lengths[value] << 8) | value, codes[value] << free, (codes[value] + 1) << free);
  }
  return { bits, lookup };
}
