import type { GroundTruth } from "../recording/ground-truth.js";
import { parseSpec, type Spec, type SpecInput } from "../spec/spec.js";
import { type CellStages, cellStage, isCellStage, type StageOf } from "./cell-stages.js";
import { engine } from "./engine-client.js";
import { finalize } from "./finalize.js";
import { checkFrames, findStage } from "./frame-range.js";
import type { FrameChunk, FrameData, FrameSource, StageInfo, StreamOptions } from "./frame-source.js";
import { PlanThreads } from "./frames-threads.js";
import { parallelFrames } from "./parallel-frames.js";
import { checkSupported, type Plan } from "./plan.js";
import { type RenderOptions, renderFrame } from "./render.js";
import { cut } from "./run-layout.js";

/** One stage of a movie, any frame on demand. */
export interface MovieStage extends StageInfo {
  readonly frameCount: number;
  /** One frame, (height, width), C order; `without` leaves out the work of other steps. */
  frame(t: number, options?: RenderOptions): FrameData;
}

/**
 * A compiled spec, with steps of `Kinds`: cells, fields and courses are settled, frames are rendered when asked for, and
 * none is stored.
 */
export class Scene<out Kinds extends string = string> implements FrameSource {
  readonly #planId: number;
  readonly #plan: Plan<Kinds>;
  #truth: GroundTruth | null = null;

  /** Made by {@link plan}. */
  constructor(planId: number, compiled: Plan<Kinds>) {
    this.#planId = planId;
    this.#plan = compiled;
  }

  get spec(): Spec<Kinds> {
    return this.#plan.spec;
  }

  /** The compiled spec as plain data. */
  get plan(): Plan<Kinds> {
    return this.#plan;
  }

  get frameCount(): number {
    return this.#plan.frameCount;
  }

  get fps(): number {
    return this.#plan.spec.acquisition.fps;
  }

  get pixelSizeUm(): number {
    return this.#plan.fov.pixelSizeUm;
  }

  /** The stages that have frames, in order. */
  get stages(): readonly StageInfo[] {
    return this.#plan.stages;
  }

  /** Sentences about what is allowed but probably not meant. */
  get warnings(): readonly string[] {
    return this.#plan.warnings;
  }

  get groundTruth(): GroundTruth {
    this.#truth ??= finalize(this.#plan);
    return this.#truth;
  }

  /**
   * A stage by its name or step kind: frames for the steps on images, per-cell results for those on cells.
   * @throws FrameRangeError when the spec has no such stage.
   */
  stage<Name extends Kinds | ("composite" extends Kinds ? "cells_only" : never)>(name: Name): StageOf<Name>;
  stage(name: string): MovieStage | CellStages[keyof CellStages] {
    if (isCellStage(name) && this.spec.steps.some((step) => step.kind === name)) return cellStage(this.#plan, name);
    const stage = findStage(this.#plan.stages, name);
    return {
      ...stage,
      frameCount: this.frameCount,
      frame: (t, options) => renderFrame(this.#plan, t, name, options),
    };
  }

  /** Frames `from` (included) to `to` (excluded) of a stage, rendered by the engine's thread. */
  async frames(
    stage: string,
    from: number,
    to: number,
    options: RenderOptions & { readonly signal?: AbortSignal } = {},
  ): Promise<FrameChunk> {
    const { signal, without, onto } = options;
    findStage(this.#plan.stages, stage);
    checkFrames(from, to, this.frameCount);
    return engine.render(this.#planId, this.#plan, stage, from, to, { signal, without, onto });
  }

  /**
   * Gives the memory back that the engine holds for it, when nobody looks at it any more. If somebody does, it works on.
   * @internal
   */
  letGo(): void {
    engine.forget(this.#planId);
  }

  /**
   * Frames of a stage in order, some at a time, rendered by several threads: the same bits for any number of them. The
   * threads stop while nobody takes frames, and end with the run; the engine's own stays free for single frames.
   * @throws FrameRangeError when the stage or the frames do not exist; RunError when `workers` is wrong, or when a thread
   * crashes or hangs; the signal's reason when aborted.
   */
  async *stream(stage: string, from: number, to: number, options: StreamOptions = {}): AsyncGenerator<FrameChunk> {
    const { height, width } = findStage(this.#plan.stages, stage);
    checkFrames(from, to, this.frameCount);
    if (options.workers === undefined && (to - from) * height * width <= SHORT_RUN) {
      for (const [first, next] of cut(from, to, SHORT_RUN_CHUNK)) yield await this.frames(stage, first, next, options);
    } else yield* parallelFrames(this.#plan, stage, from, to, options);
  }
}

/** Values of a run that is rendered before other threads would have started. */
export const SHORT_RUN = 3e7;
const SHORT_RUN_CHUNK = 16;

/**
 * Compiles a spec into a scene: places the cells, computes their traces, settles the focus. No frame is rendered yet.
 * A value that an earlier scene computed from the same inputs is taken over.
 * @throws SpecError when the spec is wrong; UnsupportedStepError when a step cannot be simulated.
 */
export async function plan<Kinds extends string>(spec: SpecInput<Kinds>): Promise<Scene<Kinds>> {
  const checked = parseSpec(spec);
  const threads = await PlanThreads.start(0);
  try {
    return await planWith(checked, threads);
  } finally {
    threads.release();
  }
}

/** Compiles a spec that was checked into a scene, helped by some threads. */
export async function planWith<Kinds extends string>(spec: Spec<Kinds>, threads: PlanThreads): Promise<Scene<Kinds>> {
  checkSupported(spec);
  const { planId, plan: compiled } = await engine.compile(spec, threads.help ? threads : undefined);
  return new Scene(planId, compiled);
}
