import { Words, wordAt } from "./words";

// The twin of ../../physics/cell-calcium.ts with frame-filter.ts: the same operations in the same order, both exponentials
// of the kernel in the lanes of a vector, and 32 random words at a time.

/** A cell as ../simd-calcium.ts lays it out: what it is, and what it remembers from frame to frame. */
@unmanaged
class Cell {
  /** The two filters. */
  slow: f64;
  fast: f64;
  tailSlow: f64;
  tailFast: f64;
  scale: f64;
  frame: f64;
  entity: i32;
  active: i32;
  bins: i32;
  /** Bins up to the kernel's cut-off. */
  length: i32;
  /** Pairs: what is left of a spike after 0, 1 … bins, and the sum of that over 1, 2 … bins. */
  left: usize;
  sums: usize;
  /** Limits of what can happen in a quiescent frame and in an active one. */
  quiescent: usize;
  quiescentCount: i32;
  whenActive: usize;
  activeCount: i32;
  /** The gate in the last frames: a ring of bytes. */
  gates: usize;
  gateCount: i32;
  /** A bit for each bin of a frame, in words of 64. */
  marks: usize;
  /** The bins, counted from the beginning of the run, of the spikes that have yet to leave: a ring. */
  spikes: usize;
  spikeRoom: i32;
  firstSpike: i32;
  spikeCount: i32;
  frameWords: Words;
  binWords: Words;
}

/** The outcome of a draw: the first whose limit is above it. */
@inline
function outcomeOf(limits: usize, count: i32, word: f64): i32 {
  if (word < load<f64>(limits)) return 0;
  let low = 0;
  let high = count - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (word < load<f64>(limits + ((<usize>middle) << 3))) high = middle;
    else low = middle;
  }
  return high;
}

/** Whether a bin is marked. */
@inline
function isMarked(marks: usize, bin: i32): bool {
  return ((load<u64>(marks + ((<usize>bin >> 6) << 3)) >> <u64>(bin & 63)) & 1) != 0;
}

/** Marks `count` of a frame's bins, every choice being as likely. */
@inline
function chooseBins(cell: Cell, frame: i64, count: i32): void {
  const bins = cell.bins;
  const marks = cell.marks;
  for (let word = 0; word << 6 < bins; word++) store<u64>(marks + ((<usize>word) << 3), 0);
  let index = frame * <i64>bins;
  for (let last = bins - count; last < bins; last++, index++) {
    const uniform = (wordAt(cell.binWords, index, cell.entity) + 0.5) * 2.3283064365386963e-10;
    let bin = <i32>(uniform * <f64>(last + 1));
    if (isMarked(marks, bin)) bin = last;
    const at = marks + ((<usize>bin >> 6) << 3);
    store<u64>(at, load<u64>(at) | ((<u64>1) << <u64>(bin & 63)));
  }
}

/** The pair of a bin. */
@inline
function pairOf(pairs: usize, bin: i32): v128 {
  return v128.load(pairs + ((<usize>bin) << 4));
}

/** The next `frames` frames of a cell: its calcium, averaged over each, and its spikes. */
export function runCalcium(at: usize, frames: i32, calcium: usize, spikes: usize): void {
  const cell = changetype<Cell>(at);
  const bins = cell.bins;
  const length = <i64>cell.length;
  const left = cell.left;
  const sums = cell.sums;
  const ring = cell.spikes;
  const tail = v128.load(at, offsetof<Cell>("tailSlow"));
  const decay = pairOf(left, 1);
  const frameDecay = pairOf(left, bins);
  const frameSum = pairOf(sums, bins);
  let level = v128.load(at);
  let frame = <i64>cell.frame;
  let gate = <i32>(frame % <i64>cell.gateCount);
  for (let i = 0; i < frames; i++, frame++, calcium += 8, spikes += 4) {
    const active = cell.active;
    store<u8>(cell.gates + <usize>gate, active);
    gate = gate + 1 == cell.gateCount ? 0 : gate + 1;
    const limits = active ? cell.whenActive : cell.quiescent;
    const outcomes = active ? cell.activeCount : cell.quiescentCount;
    let count = outcomeOf(limits, outcomes, wordAt(cell.frameWords, frame, cell.entity));
    if (count >= outcomes >> 1) {
      count -= outcomes >> 1;
      cell.active = 1 - active;
    }
    store<i32>(spikes, count);

    const start = frame * <i64>bins;
    let sum = f64x2.mul(f64x2.mul(level, decay), frameSum);
    level = f64x2.mul(level, frameDecay);
    while (cell.spikeCount > 0) {
      const leaves = load<i64>(ring + ((<usize>cell.firstSpike) << 3)) + length - start;
      if (leaves >= <i64>bins) break;
      const bin = max(<i32>leaves, 0);
      sum = f64x2.sub(sum, f64x2.mul(tail, pairOf(sums, bins - bin)));
      level = f64x2.sub(level, f64x2.mul(tail, pairOf(left, bins - 1 - bin)));
      cell.firstSpike = cell.firstSpike + 1 == cell.spikeRoom ? 0 : cell.firstSpike + 1;
      cell.spikeCount--;
    }
    if (count > 0) {
      chooseBins(cell, frame, count);
      for (let word = 0; word << 6 < bins; word++) {
        let marked = load<u64>(cell.marks + ((<usize>word) << 3));
        for (; marked != 0; marked &= marked - 1) {
          const bin = (word << 6) + <i32>ctz(marked);
          sum = f64x2.add(sum, pairOf(sums, bins - bin));
          level = f64x2.add(level, pairOf(left, bins - 1 - bin));
          const free = cell.firstSpike + cell.spikeCount;
          store<i64>(ring + (<usize>(free < cell.spikeRoom ? free : free - cell.spikeRoom) << 3), start + <i64>bin);
          cell.spikeCount++;
        }
      }
    }
    store<f64>(calcium, (f64x2.extract_lane(sum, 0) - f64x2.extract_lane(sum, 1)) * cell.scale);
  }
  v128.store(at, level);
  cell.frame = <f64>frame;
}
