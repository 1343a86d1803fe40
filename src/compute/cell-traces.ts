import {
  type ActivityModel,
  type ActivityParameters,
  type ActivityStreams,
  activityModels,
  addTraceNoise,
  cellBrightness,
  fluoresce,
} from "../physics/activity.js";
import { type CalciumRun, type CalciumState, runFrames, type StartCalcium } from "../physics/cell-calcium.js";
import { CHUNK_FRAMES } from "../physics/chunks.js";
import { cellCalcium } from "./simd-calcium.js";

/** How cells' traces are made. */
export interface TraceSource {
  readonly parameters: ActivityParameters;
  readonly fps: number;
  readonly streams: ActivityStreams;
}

/** What a cell goes on from, the frames aside that it has run. */
export type SavedCell = Omit<CalciumState, "frame">;

/** A cell whose trace is being made. */
interface RunningCell {
  readonly entity: number;
  readonly model: ActivityModel;
  readonly brightness: number;
  readonly calcium: CalciumRun;
}

/** Makes the traces of one cell after another, a chunk of frames at a time. */
export class CellTraces {
  /** The chunk made last, without the noise of the measurement. */
  readonly clean = new Float64Array(CHUNK_FRAMES);
  readonly #noisy = new Float64Array(CHUNK_FRAMES);
  readonly #streams: ActivityStreams;
  readonly #modelOf: (entity: number) => ActivityModel;
  readonly #start: StartCalcium;
  #cell: RunningCell | null = null;

  /** Good for as long as nothing else computes in the kernels' scratch memory. */
  constructor({ parameters, fps, streams }: TraceSource) {
    this.#streams = streams;
    this.#modelOf = activityModels(parameters, fps, streams);
    this.#start = cellCalcium(streams);
  }

  /** Takes up a cell before its first frame; its brightness. */
  begin(entity: number): number {
    const model = this.#modelOf(entity);
    const brightness = cellBrightness(model, this.#streams, entity);
    const calcium = this.#start(model, entity);
    runFrames(calcium, model.burnIn);
    this.#cell = { entity, model, brightness, calcium };
    return brightness;
  }

  /** Takes up a cell where it was before the frame `from`. */
  resume(entity: number, brightness: number, saved: SavedCell, from: number): void {
    const model = this.#modelOf(entity);
    const calcium = this.#start(model, entity, { ...saved, frame: model.burnIn + from });
    this.#cell = { entity, model, brightness, calcium };
  }

  /** What the cell goes on from. */
  get state(): SavedCell {
    return this.#cell!.calcium.state;
  }

  /** How many spikes the frames of the chunk made last have. */
  get spikes(): Int32Array {
    return this.#cell!.calcium.spikes;
  }

  /** Makes the next chunk, frames `from` (included) to `to` (excluded): the trace. */
  run(from: number, to: number): Float64Array {
    const { entity, model, brightness, calcium } = this.#cell!;
    const frames = to - from;
    calcium.run(frames);
    fluoresce(model, brightness, calcium.calcium, frames, this.clean);
    if (model.traceNoise === 0) return this.clean;
    addTraceNoise(model, this.#streams, entity, from, this.clean, frames, this.#noisy);
    return this.#noisy;
  }
}
