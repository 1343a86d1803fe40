import { type CellStages, isCellStage, type StageOf } from "../simulation/cell-stages.js";
import { finalize } from "../simulation/finalize.js";
import { checkFrames, findStage } from "../simulation/frame-range.js";
import type { FrameChunk, FrameData, FrameSource, StageInfo, StreamOptions } from "../simulation/frame-source.js";
import type { Plan } from "../simulation/plan.js";
import type { RenderOptions } from "../simulation/render.js";
import { type RenderMovieOptions, renderMovie, roomForMovie } from "../simulation/render-movie.js";
import { cut } from "../simulation/run-layout.js";
import { showingRun } from "../simulation/run-progress.js";
import { planRun, type RunScene } from "../simulation/run-scene.js";
import type { MovieStage, Scene } from "../simulation/scene.js";
import { lastStep, stagesUntil } from "../simulation/until.js";
import { pipeline } from "../spec/pipeline.js";
import { parseSpec, type Spec, type SpecInput } from "../spec/spec.js";
import type { GroundTruth } from "./ground-truth.js";
import { type SaveOptions, saveRecording } from "./save-recording.js";

/** Frames of a movie in memory that are passed on at a time. */
const CHUNK_FRAMES = 16;

/** A simulated recording: all frames of its last stage in memory, the truth behind them, and every stage on demand. */
export class Recording<out Kinds extends string = string> implements FrameSource {
  readonly #scene: Scene<Kinds>;
  readonly #last: string | null;
  readonly #ran: ReadonlySet<string>;
  /**
   * (frame, height, width); counts in the smallest integer type that holds them. Empty when only cell steps ran. They lie in
   * memory that threads share, where there is such; `slice` copies some to memory of their own.
   */
  readonly observed: { readonly shape: readonly [number, number, number]; readonly data: FrameData };
  readonly groundTruth: GroundTruth;
  /** The stages that have frames, in order; the last one is `observed`. */
  readonly stages: readonly StageInfo[];

  /** Made by {@link simulate}. */
  constructor(
    scene: Scene<Kinds>,
    ran: ReadonlySet<string>,
    stages: readonly StageInfo[],
    data: FrameData,
    groundTruth: GroundTruth,
  ) {
    const last = stages.at(-1);
    const { height, width } = last ?? scene.plan.fov;
    this.#scene = scene;
    this.#ran = ran;
    this.stages = stages;
    this.#last = last?.name ?? null;
    this.observed = { shape: [this.#last ? scene.frameCount : 0, height, width], data };
    this.groundTruth = groundTruth;
  }

  get spec(): Spec<Kinds> {
    return this.#scene.spec;
  }

  /** The compiled spec as plain data; it has the steps after `until` too. */
  get plan(): Plan<Kinds> {
    return this.#scene.plan;
  }

  get frameCount(): number {
    return this.observed.shape[0];
  }

  get fps(): number {
    return this.#scene.fps;
  }

  get pixelSizeUm(): number {
    return this.#scene.pixelSizeUm;
  }

  get warnings(): readonly string[] {
    return this.#scene.warnings;
  }

  /**
   * A stage by its name or step kind, as in {@link Scene.stage}, of the steps that were simulated.
   * @throws FrameRangeError for a stage that the spec has not, or that comes later than `until`.
   */
  stage<Name extends Kinds | ("composite" extends Kinds ? "cells_only" : never)>(name: Name): StageOf<Name>;
  stage(name: string): MovieStage | CellStages[keyof CellStages] {
    if (!isCellStage(name) || !this.#ran.has(name)) findStage(this.stages, name);
    const scene: Scene = this.#scene;
    return scene.stage(name);
  }

  async frames(
    stage: string,
    from: number,
    to: number,
    options: RenderOptions & { readonly signal?: AbortSignal } = {},
  ): Promise<FrameChunk> {
    const info = findStage(this.stages, stage);
    if (info.name !== this.#last || options.without?.length || options.onto)
      return this.#scene.frames(stage, from, to, options);
    checkFrames(from, to, this.frameCount);
    const { height, width } = info;
    const data = this.observed.data.slice(from * height * width, to * height * width);
    return { stage: info.name, from, to, height, width, data };
  }

  /** Frames of a stage in order, some at a time, as in {@link Scene.stream}; those of the last stage as they are. */
  async *stream(stage: string, from: number, to: number, options: StreamOptions = {}): AsyncGenerator<FrameChunk> {
    const { name, height, width } = findStage(this.stages, stage);
    if (name !== this.#last) return yield* this.#scene.stream(name, from, to, options);
    checkFrames(from, to, this.frameCount);
    for (const [first, next] of cut(from, to, CHUNK_FRAMES)) {
      options.signal?.throwIfAborted();
      const data = this.observed.data.subarray(first * height * width, next * height * width);
      yield { stage: name, from: first, to: next, height, width, data };
    }
  }

  /**
   * Saves the recording as a folder (format 2: a zarr group beside `spec.json`) that {@link loadRecording} and Python
   * minisim open. It appears at `path` whole or not at all. Stages in `snapshots` are rendered while they are written.
   * @throws RecordingError when something is at `path` and `overwrite` is not set, when what is there is no recording, when
   * the disk is full or may not be written; the signal's reason when aborted. FrameRangeError for an unknown snapshot.
   */
  save(path: string, options: SaveOptions = {}): Promise<void> {
    return saveRecording(this, path, options);
  }
}

/** How far to simulate, and what every long call takes. */
export interface SimulateOptions extends RenderMovieOptions {
  /** Stage name or step kind after which to stop; the finished movie by default. */
  readonly until?: string;
}

/**
 * Simulates a recording: every frame up to `until`, in memory, with its ground truth. Prints the spec's warnings.
 * In a notebook a run of more than half a second shows a bar with its rate, the time left and a button that stops it,
 * unless `onProgress` is given.
 * @throws SpecError when the spec is wrong; FrameRangeError when it has no stage `until`; RunError when a thread crashes or
 * hangs (it names the frames); the signal's reason when aborted.
 */
export async function simulate<Kinds extends string>(
  spec: SpecInput<Kinds>,
  options: SimulateOptions = {},
): Promise<Recording<Kinds>> {
  const run = await beginRun(spec, options);
  try {
    const { scene, finished, movie } = run;
    if (finished) {
      await showingRun("Simulating", options, (shown) => renderMovie(scene, finished, movie, shown));
    }
    return recordingOf(run);
  } finally {
    run.release();
  }
}

/** A run that is planned, with room for its frames. */
export interface PlannedRun<Kinds extends string> extends RunScene<Kinds> {
  /** The last step that runs; all when undefined. */
  readonly last: string | undefined;
  readonly stages: readonly StageInfo[];
  /** The stage whose frames are made; none where only cell steps run. */
  readonly finished: StageInfo | undefined;
  readonly movie: FrameData;
}

/** Plans what {@link simulate} does, and prints the spec's warnings. */
export async function beginRun<Kinds extends string>(
  spec: SpecInput<Kinds>,
  options: SimulateOptions,
): Promise<PlannedRun<Kinds>> {
  const checked = parseSpec(spec);
  const last = lastStep(checked, options.until);
  options.signal?.throwIfAborted();
  const run = await planRun(checked, options);
  const { scene } = run;
  try {
    for (const warning of scene.warnings) console.warn(warning);
    const stages = stagesUntil(scene.plan, last);
    for (const { stage } of options.observers ?? []) findStage(stages, stage);
    const finished = stages.at(-1);
    const movie = finished ? roomForMovie(scene, finished) : new Float32Array();
    return { ...run, last, stages, finished, movie };
  } catch (error) {
    run.discard();
    throw error;
  }
}

/** What a run comes to. */
export function recordingOf<Kinds extends string>(
  { scene, last, stages, movie }: PlannedRun<Kinds>,
  truth: GroundTruth = finalize(scene.plan, last),
): Recording<Kinds> {
  const kinds = pipeline(scene.spec).map(({ kind }) => kind);
  const ran = new Set(last === undefined ? [] : kinds.slice(0, kinds.indexOf(last) + 1));
  return new Recording(scene, ran, stages, movie, truth);
}
