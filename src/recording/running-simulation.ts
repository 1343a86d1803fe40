import { FrameRangeError, RunError } from "../simulation/errors.js";
import { finalize } from "../simulation/finalize.js";
import { checkFrames, findStage } from "../simulation/frame-range.js";
import type { FrameChunk, GrowingMovie, MovieProgress, StageInfo } from "../simulation/frame-source.js";
import { ProgressMeter } from "../simulation/progress-meter.js";
import type { RenderOptions } from "../simulation/render.js";
import { renderMovie } from "../simulation/render-movie.js";
import type { Spec, SpecInput } from "../spec/spec.js";
import type { GroundTruth } from "./ground-truth.js";
import { beginRun, type PlannedRun, type Recording, recordingOf, type SimulateOptions } from "./recording.js";

/**
 * A simulation that runs by itself. Its frames can be looked at as soon as they are made, and those of earlier stages as
 * far as the run has come. As the last expression of a cell it shows them.
 */
export class RunningSimulation<out Kinds extends string = string> implements GrowingMovie {
  readonly #run: PlannedRun<Kinds>;
  readonly #listeners = new Set<() => void>();
  readonly #stopping = new AbortController();
  #progress: MovieProgress = { framesDone: 0, state: "running", remaining_s: null, message: "" };
  #truth: GroundTruth | null = null;
  /** The whole recording. It rejects when the run fails or is stopped. */
  readonly recording: Promise<Recording<Kinds>>;

  /** Made by {@link startSimulation}. */
  constructor(run: PlannedRun<Kinds>, options: SimulateOptions) {
    this.#run = run;
    this.recording = this.#render(options);
    // Whoever waits for it hears of a failure; nobody has to.
    this.recording.catch(() => {});
  }

  get spec(): Spec<Kinds> {
    return this.#run.scene.spec;
  }

  /** Frames that the recording will have. */
  get frameCount(): number {
    return this.#run.finished ? this.#run.scene.frameCount : 0;
  }

  get fps(): number {
    return this.#run.scene.fps;
  }

  get pixelSizeUm(): number {
    return this.#run.scene.pixelSizeUm;
  }

  get stages(): readonly StageInfo[] {
    return this.#run.stages;
  }

  get groundTruth(): GroundTruth {
    this.#truth ??= finalize(this.#run.scene.plan, this.#run.last);
    return this.#truth;
  }

  get progress(): MovieProgress {
    return this.#progress;
  }

  onProgress(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends the run. The frames that are made stay; `recording` rejects with a RunError. */
  stop(): void {
    this.#stopping.abort(new RunError("stopped", "The run was stopped."));
  }

  /** @throws FrameRangeError when the stage does not exist, or the frames are not there yet. */
  async frames(
    stage: string,
    from: number,
    to: number,
    options: RenderOptions & { readonly signal?: AbortSignal } = {},
  ): Promise<FrameChunk> {
    const { scene, stages, finished, movie } = this.#run;
    const { name, height, width } = findStage(stages, stage);
    checkFrames(from, to, this.frameCount);
    const { framesDone } = this.#progress;
    if (to > framesDone) {
      throw new FrameRangeError(`Frames ${from} to ${to} are not there yet; the run has made ${framesDone}.`);
    }
    if (name !== finished?.name || options.without?.length || options.onto) {
      return scene.frames(stage, from, to, options);
    }
    return { stage: name, from, to, height, width, data: movie.slice(from * height * width, to * height * width) };
  }

  async #render(options: SimulateOptions): Promise<Recording<Kinds>> {
    const { scene, finished, movie, release } = this.#run;
    const signals = [this.#stopping.signal, ...(options.signal ? [options.signal] : [])];
    const signal = AbortSignal.any(signals);
    const meter = new ProgressMeter();
    try {
      if (finished) {
        await renderMovie(scene, finished, movie, {
          ...options,
          signal,
          onProgress: (progress) => {
            const { remaining_s } = meter.update(progress);
            this.#tell({ framesDone: progress.framesDone, state: "running", remaining_s, message: "" });
            options.onProgress?.(progress);
          },
        });
      }
      const recording = recordingOf(this.#run, this.groundTruth);
      this.#tell({ framesDone: this.frameCount, state: "done", remaining_s: 0, message: "" });
      return recording;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const state = signal.aborted ? "stopped" : "failed";
      this.#tell({ ...this.#progress, state, remaining_s: null, message });
      throw error;
    } finally {
      release();
    }
  }

  #tell(progress: MovieProgress): void {
    this.#progress = progress;
    for (const listener of this.#listeners) listener();
  }
}

/**
 * Starts a simulation and gives it as soon as it is planned: its frames can be looked at while later ones are made. What
 * it comes to is {@link simulate}'s recording.
 * @throws what `simulate` throws before its first frame.
 * @example
 * ```ts
 * const run = await startSimulation(buildSpec(miniscopeV4(), ca1(), { duration_s: 1 }));
 * run; // as the last expression of a cell: a player of what is there, with a button that stops the run
 * const whole = await run.recording;
 * console.log(whole.observed.shape);
 * ```
 */
export async function startSimulation<Kinds extends string>(
  spec: SpecInput<Kinds>,
  options: SimulateOptions = {},
): Promise<RunningSimulation<Kinds>> {
  return new RunningSimulation(await beginRun(spec, options), options);
}
