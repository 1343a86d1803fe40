import { RandomStream } from "../random/streams.js";
import type { ActivityModel, ActivityStreams } from "./activity.js";
import { CHUNK_FRAMES } from "./chunks.js";
import { FrameFilter } from "./frame-filter.js";
import { chooseBins, outcomeOf } from "./spike-counts.js";

/** A cell between two frames. */
export interface CalciumState {
  readonly slow: number;
  readonly fast: number;
  /** Whether the gate was active in the first frame whose spikes are still in the kernel. */
  readonly active: boolean;
  /** Frames done, the burn-in included. */
  readonly frame: number;
}

/** The calcium of a cell as it runs, frame after frame. */
export interface CalciumRun {
  /** Calcium averaged over each of the frames that ran last, and how many spikes they have. */
  readonly calcium: Float64Array;
  readonly spikes: Int32Array;
  /** What the cell goes on from. */
  readonly state: CalciumState;
  /** Runs the next frames, {@link CHUNK_FRAMES} at most. */
  run(frames: number): void;
}

/**
 * Takes up a cell: one that has seen no frames, its gate in the stationary distribution, or one as it was, and what it does
 * from there on is the same to the last bit. The cell before it is let go of.
 */
export type StartCalcium = (model: ActivityModel, entity: number, saved?: CalciumState) => CalciumRun;

/** Where a cell is taken up: so far before a saved state that the spikes are drawn again that are still in the kernel. */
export function calciumStart(
  model: ActivityModel,
  { gate }: ActivityStreams,
  entity: number,
  saved: CalciumState | undefined,
): Pick<CalciumState, "frame" | "active"> {
  if (saved) return { active: saved.active, frame: Math.max(saved.frame - kernelFrames(model), 0) };
  return { active: new RandomStream(gate, entity).uniform() < model.startActive, frame: 0 };
}

/** Frames whose spikes may still be in the kernel. */
export function kernelFrames({ kernel }: ActivityModel): number {
  return Math.ceil(kernel.length / kernel.bins);
}

/** Runs some frames, however many. */
export function runFrames(calcium: Pick<CalciumRun, "run">, frames: number): void {
  for (let left = frames; left > 0; left -= CHUNK_FRAMES) calcium.run(Math.min(CHUNK_FRAMES, left));
}

/**
 * One cell's calcium: a two-state Markov gate per frame, Bernoulli spikes per fine bin, and the double-exponential kernel. One
 * draw decides how many of a frame's bins hold a spike and whether the gate flips after it; which bins those are is drawn
 * only when there are any. Every draw belongs to a frame, so a state is but a few numbers.
 */
class PlainCalcium implements CalciumRun {
  readonly calcium = new Float64Array(CHUNK_FRAMES);
  readonly spikes = new Int32Array(CHUNK_FRAMES);
  readonly #model: ActivityModel;
  readonly #filter: FrameFilter;
  /** The gate in the frames of the last kernel length: a ring. */
  readonly #gates: Uint8Array;
  readonly #marks: Uint8Array;
  readonly #frames: RandomStream;
  readonly #bins: RandomStream;
  /** Frames done, the burn-in included. */
  #frame: number;
  #active: boolean;

  constructor(model: ActivityModel, streams: ActivityStreams, entity: number, saved?: CalciumState) {
    const { frame, active } = calciumStart(model, streams, entity, saved);
    this.#model = model;
    this.#filter = new FrameFilter(model.kernel);
    this.#gates = new Uint8Array(kernelFrames(model)).fill(active ? 1 : 0);
    this.#marks = new Uint8Array(model.kernel.bins);
    this.#frames = new RandomStream(streams.spikes, entity, frame);
    this.#bins = new RandomStream(streams.bins, entity);
    this.#frame = frame;
    this.#active = active;
    if (!saved) return;
    runFrames(this, saved.frame - frame);
    this.#filter.resume(saved.slow, saved.fast);
  }

  get state(): CalciumState {
    const { slow, fast } = this.#filter;
    const gates = this.#gates;
    const oldest = this.#frame < gates.length ? 0 : this.#frame % gates.length;
    return { slow, fast, active: gates[oldest] === 1, frame: this.#frame };
  }

  run(frames: number): void {
    for (let i = 0; i < frames; i++) {
      const frame = this.#frame++;
      const state = this.#active ? 1 : 0;
      const limits = this.#model.limits[state];
      this.#gates[frame % this.#gates.length] = state;
      let spikes = outcomeOf(limits, this.#frames.word());
      if (spikes >= limits.length / 2) {
        spikes -= limits.length / 2;
        this.#active = !this.#active;
      }
      this.spikes[i] = spikes;
      if (spikes > 0) {
        this.#bins.seek(frame * this.#marks.length);
        chooseBins(this.#marks, spikes, this.#bins);
      }
      this.calcium[i] = this.#filter.advance(frame, spikes > 0 ? this.#marks : null);
    }
  }
}

/** Runs calcium without WebAssembly. */
export function plainCalcium(streams: ActivityStreams): StartCalcium {
  return (model, entity, saved) => new PlainCalcium(model, streams, entity, saved);
}
