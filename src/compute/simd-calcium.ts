import type { ActivityModel, ActivityStreams } from "../physics/activity.js";
import {
  type CalciumRun,
  type CalciumState,
  calciumStart,
  kernelFrames,
  plainCalcium,
  runFrames,
  type StartCalcium,
} from "../physics/cell-calcium.js";
import { CHUNK_FRAMES } from "../physics/chunks.js";
import type { KernelMemory } from "./kernel-memory.js";
import { type Kernels, scratchKernels, WORDS_BYTES } from "./kernels.js";

/** Bytes of a cell as ./assembly/calcium.ts has it, rounded up. */
const CELL_BYTES = 128;

/** Where a cell's doubles and words stand that are set when it is taken up, or read when it is left. */
const SLOW = 0;
const FAST = 1;
const FRAME = 5;
const ENTITY = 12;
const ACTIVE = 13;
const FIRST_SPIKE = 27;

/** Runs the cells of one model, one after another, in the kernels' memory. */
class SimdCalcium implements CalciumRun {
  readonly calcium: Float64Array;
  readonly spikes: Int32Array;
  readonly #kernels: Kernels;
  readonly #model: ActivityModel;
  readonly #streams: ActivityStreams;
  readonly #cell: number;
  readonly #calciumAt: number;
  readonly #spikesAt: number;
  readonly #doubles: Float64Array;
  readonly #words: Int32Array;
  readonly #gates: Uint8Array;
  /** The first words of the streams. */
  readonly #firstWords: readonly Float64Array[];

  constructor(kernels: Kernels, memory: KernelMemory, model: ActivityModel, streams: ActivityStreams) {
    const { bins, length, scale, slow, fast } = model.kernel;
    const [quiescent, active] = model.limits;
    const gateCount = kernelFrames(model);
    const spikeRoom = length + bins;
    const pairs = 16 * (bins + 1);
    const limits = [8 * quiescent.length, 8 * active.length];
    const scratch = [
      CELL_BYTES,
      WORDS_BYTES,
      WORDS_BYTES,
      pairs,
      pairs,
      ...limits,
      gateCount,
      8 * Math.ceil(bins / 64),
      8 * spikeRoom,
    ];
    const addresses = memory.scratch([...scratch, 8 * CHUNK_FRAMES, 4 * CHUNK_FRAMES]);
    const [cell, frameWords, binWords, left, sums, quiescentAt, activeAt, gates, marks, ring] = addresses;
    const [calciumAt, spikesAt] = addresses.slice(-2);
    const doubles = (address: number, count: number) => new Float64Array(memory.buffer, address, count);
    const words = (address: number, count: number) => new Int32Array(memory.buffer, address, count);

    this.calcium = doubles(calciumAt, CHUNK_FRAMES);
    this.spikes = words(spikesAt, CHUNK_FRAMES);
    this.#kernels = kernels;
    this.#model = model;
    this.#streams = streams;
    this.#cell = cell;
    this.#calciumAt = calciumAt;
    this.#spikesAt = spikesAt;
    this.#doubles = doubles(cell, CELL_BYTES / 8);
    this.#words = words(cell, CELL_BYTES / 4);
    this.#gates = new Uint8Array(memory.buffer, gates, gateCount);
    this.#firstWords = [frameWords, binWords].map((address) => doubles(address, 1));

    this.#doubles.set([0, 0, slow.tail, fast.tail, scale, 0]);
    const outcomes = [quiescentAt, quiescent.length, activeAt, active.length];
    const rings = [gates, gateCount, marks, ring, spikeRoom, 0, 0];
    this.#words.set([0, 0, bins, length, left, sums, ...outcomes, ...rings, frameWords, binWords], ENTITY);
    doubles(quiescentAt, quiescent.length).set(quiescent);
    doubles(activeAt, active.length).set(active);
    for (let n = 0; n <= bins; n++) {
      doubles(left + 16 * n, 2).set([slow.left[n], fast.left[n]]);
      doubles(sums + 16 * n, 2).set([slow.sums[n], fast.sums[n]]);
    }
    words(frameWords + 8, 2).set([streams.spikes.k0, streams.spikes.k1]);
    words(binWords + 8, 2).set([streams.bins.k0, streams.bins.k1]);
  }

  isOf(model: ActivityModel): boolean {
    return this.#model === model;
  }

  take(entity: number, saved: CalciumState | undefined): this {
    const { frame, active } = calciumStart(this.#model, this.#streams, entity, saved);
    const gate = active ? 1 : 0;
    this.#doubles[SLOW] = 0;
    this.#doubles[FAST] = 0;
    this.#doubles[FRAME] = frame;
    this.#words[ENTITY] = entity;
    this.#words[ACTIVE] = gate;
    this.#words.fill(0, FIRST_SPIKE, FIRST_SPIKE + 2);
    this.#gates.fill(gate);
    for (const first of this.#firstWords) first[0] = -1;
    if (saved) {
      runFrames(this, saved.frame - frame);
      this.#doubles[SLOW] = saved.slow;
      this.#doubles[FAST] = saved.fast;
    }
    return this;
  }

  get state(): CalciumState {
    const gates = this.#gates;
    const frame = this.#doubles[FRAME];
    const active = gates[frame < gates.length ? 0 : frame % gates.length] === 1;
    return { slow: this.#doubles[SLOW], fast: this.#doubles[FAST], active, frame };
  }

  run(frames: number): void {
    this.#kernels.runCalcium(this.#cell, frames, this.#calciumAt, this.#spikesAt);
  }
}

/**
 * Runs calcium by SIMD where the host has it, otherwise plainly: the same bits either way. The kernels' memory is in use for
 * as long as it does: nothing else may be computed there meanwhile.
 */
export function cellCalcium(streams: ActivityStreams): StartCalcium {
  const simd = scratchKernels();
  if (!simd) return plainCalcium(streams);
  const { kernels, memory } = simd;
  let cells: SimdCalcium | null = null;
  return (model, entity, saved) => {
    if (!cells?.isOf(model)) cells = new SimdCalcium(kernels, memory, model, streams);
    return cells.take(entity, saved);
  };
}
