import type { Block, KernelMemory } from "./kernel-memory.js";
import type { PatchSet } from "./patches.js";

/** Pixels of a tile: a vector, and the row below it. */
const [WIDE, HIGH] = [4, 2];
/** Frames that have a weight for each patch, whether they are rendered or not. */
export const WEIGHT_FRAMES = 8;

/** Words before the values of a tile: how many patches it has, and where the weights of each are. */
const headWords = (count: number) => Math.ceil((1 + count) / WIDE) * WIDE;

/** Patches cut into tiles, as kernels read them. */
interface Tiling {
  readonly strips: number;
  /** Patches in each tile. */
  readonly counts: Uint32Array;
  /** (row of a patch, 2) columns from the first that is not 0 to the one after the last; rows as they follow in the set. */
  readonly spans: Int32Array;
  readonly size: number;
}

/** Where the values of each row of each patch begin and end: what is 0 before and after adds nothing. */
function spansOf({ count, offsets, shapes, starts, data }: PatchSet): Int32Array {
  let rows = 0;
  for (let i = 0; i < count; i++) rows += shapes[2 * i];
  const spans = new Int32Array(2 * rows);
  for (let i = 0, row = 0; i < count; i++) {
    const width = shapes[2 * i + 1];
    const shift = offsets[2 * i + 1] - starts[i];
    for (let y = 0, from = starts[i]; y < shapes[2 * i]; y++, row++, from += width) {
      let first = from;
      let end = from + width;
      while (first < end && data[first] === 0) first++;
      while (end > first && data[end - 1] === 0) end--;
      spans[2 * row] = first + shift - y * width;
      spans[2 * row + 1] = end + shift - y * width;
    }
  }
  return spans;
}

/**
 * Calls `visit` with each pair of rows, from the top, and in turn with each patch that reaches it, and the tiles that it
 * reaches there: `y` is the first row of the pair in the patch, `row` the patch's first among the rows of all patches.
 */
function eachPair(
  { offsets, shapes, count }: PatchSet,
  spans: Int32Array,
  pairs: number,
  visit: (patch: number, pair: number, firstStrip: number, endStrip: number, row: number, y: number) => void,
): void {
  const patchesOf: number[][] = Array.from({ length: pairs }, () => []);
  const rowOf = new Uint32Array(count);
  for (let i = 0, row = 0; i < count; row += shapes[2 * i], i++) {
    const [top, height] = [offsets[2 * i], shapes[2 * i]];
    rowOf[i] = row;
    for (let pair = top >> 1; pair * HIGH < top + height; pair++) patchesOf[pair].push(i);
  }
  patchesOf.forEach((patches, pair) => {
    for (const i of patches) {
      const y = pair * HIGH - offsets[2 * i];
      let [first, end] = [Number.POSITIVE_INFINITY, 0];
      for (let k = Math.max(0, y); k < Math.min(y + HIGH, shapes[2 * i]); k++) {
        const at = 2 * (rowOf[i] + k);
        if (spans[at] === spans[at + 1]) continue;
        first = Math.min(first, spans[at]);
        end = Math.max(end, spans[at + 1]);
      }
      if (first < end) visit(i, pair, first >> 2, (end + WIDE - 1) >> 2, rowOf[i], y);
    }
  });
}

function tilingOf(set: PatchSet, height: number, width: number): Tiling {
  const strips = Math.ceil(width / WIDE);
  const pairs = Math.ceil(height / HIGH);
  const counts = new Uint32Array(pairs * strips);
  const spans = spansOf(set);
  eachPair(set, spans, pairs, (_patch, pair, first, end) => {
    for (let tile = pair * strips + first; tile < pair * strips + end; tile++) counts[tile]++;
  });
  let words = headWords(pairs);
  for (const count of counts) words += headWords(count) + count * WIDE * HIGH;
  return { strips, counts, spans, size: words * 4 };
}

function fillTiles(set: PatchSet, tiling: Tiling, { floats, buffer }: KernelMemory, address: number): void {
  const { strips, counts, spans, size } = tiling;
  const { offsets, shapes, starts, data } = set;
  const start = address / 4;
  floats.fill(0, start, start + size / 4);
  const words = new Uint32Array(buffer);
  /** Where the next entry of each tile goes: its head, and its values. */
  const heads = new Uint32Array(counts.length);
  const values = new Uint32Array(counts.length);
  let at = start + headWords(counts.length / strips);
  counts.forEach((count, tile) => {
    if (tile % strips === 0) words[start + tile / strips] = 4 * at;
    words[at] = count;
    heads[tile] = at + 1;
    values[tile] = at + headWords(count);
    at = values[tile] + count * WIDE * HIGH;
  });
  const places = new Uint32Array(strips);
  eachPair(set, spans, counts.length / strips, (patch, pair, first, end, row, y) => {
    for (let strip = first; strip < end; strip++) {
      const tile = pair * strips + strip;
      words[heads[tile]++] = patch * WEIGHT_FRAMES * 4;
      places[strip] = values[tile];
      values[tile] += WIDE * HIGH;
    }
    for (let k = Math.max(0, y); k < Math.min(y + HIGH, shapes[2 * patch]); k++) {
      const inset = (k - y) * WIDE;
      const from = starts[patch] + k * shapes[2 * patch + 1] - offsets[2 * patch + 1];
      const last = spans[2 * (row + k) + 1];
      for (let x = spans[2 * (row + k)]; x < last; x++) floats[places[x >> 2] + inset + (x & 3)] = data[from + x];
    }
  });
}

const known = new WeakMap<PatchSet, Block>();

/** Patches cut into tiles of a canvas, the zeros around each left out; by whoever has to put them somewhere. */
export function tileBlock(
  set: PatchSet,
  { height, width }: { readonly height: number; readonly width: number },
): Block {
  const found = known.get(set);
  if (found) return found;
  let tiling: Tiling | null = null;
  const cut = () => {
    tiling ??= tilingOf(set, height, width);
    return tiling;
  };
  const block: Block = {
    key: {},
    get size() {
      return cut().size;
    },
    fill: (memory, address) => fillTiles(set, cut(), memory, address),
  };
  known.set(set, block);
  return block;
}
