import { checkFrames, findStage, refuseMask } from "../simulation/frame-range.js";
import type { FrameChunk, FrameData, FrameSource, StageInfo } from "../simulation/frame-source.js";
import type { RenderOptions } from "../simulation/render.js";
import { pixelSizeUm } from "../spec/acquisition.js";
import type { Spec } from "../spec/spec.js";
import { StoredArray } from "./stored-array.js";
import type { StoredFolder } from "./stored-folder.js";
import type { StoredGroundTruth } from "./stored-ground-truth.js";
import { type StepStage, toFrames } from "./stored-stages.js";

/** A stage of a recording on disk. */
export interface StoredStage extends StageInfo {
  readonly frameCount: number;
  /** One frame, (height, width), C order. */
  frame(t: number): Promise<FrameData>;
}

/** What is read of a recording when it is opened. */
export interface StoredParts {
  readonly folder: StoredFolder;
  readonly spec: Spec;
  readonly stages: readonly StepStage[];
  /** The array of each stage's frames, in the order of the stages. */
  readonly movies: readonly StoredArray[];
  readonly observed: StoredArray;
  readonly groundTruth: StoredGroundTruth;
  readonly warnings: readonly string[];
}

/** A recording on disk. Only what is asked for is read: the chunks of the frames looked at, single arrays of the truth. */
export class StoredRecording implements FrameSource {
  readonly #parts: StoredParts;

  /** Made by {@link loadRecording}. */
  constructor(parts: StoredParts) {
    this.#parts = parts;
  }

  /** The recording's folder. */
  get path(): string {
    return this.#parts.folder.path;
  }

  get spec(): Spec {
    return this.#parts.spec;
  }

  /** (frame, height, width), as it is stored; empty when only cell steps ran. */
  get observed(): StoredArray {
    return this.#parts.observed;
  }

  /** The truth, each array read when it is first asked for: `await recording.groundTruth.C`. */
  get groundTruth(): StoredGroundTruth {
    return this.#parts.groundTruth;
  }

  /** The stages that were saved, in the order of the pipeline; the last one is `observed`. */
  get stages(): readonly StepStage[] {
    return this.#parts.stages;
  }

  get frameCount(): number {
    return this.observed.shape[0];
  }

  get fps(): number {
    return this.spec.acquisition.fps;
  }

  get pixelSizeUm(): number {
    return pixelSizeUm(this.spec.acquisition);
  }

  get warnings(): readonly string[] {
    return this.#parts.warnings;
  }

  /**
   * A saved stage by its name or step kind.
   * @throws FrameRangeError when it was not saved.
   */
  stage(name: string): StoredStage {
    const info = findStage(this.stages, name);
    const frame = async (t: number) => (await this.frames(info.name, t, t + 1)).data;
    return { ...info, frameCount: this.frameCount, frame };
  }

  /**
   * Frames `from` (included) to `to` (excluded) of a saved stage.
   * @throws FrameRangeError when the stage was not saved, for frames that there are not, and for `without`: what was saved
   * keeps the work of its steps, and `plan(recording.spec)` renders it without some.
   */
  async frames(
    stage: string,
    from: number,
    to: number,
    options: { readonly signal?: AbortSignal; readonly without?: RenderOptions["without"] } = {},
  ): Promise<FrameChunk> {
    refuseMask(options.without, "the frames of a recording on disk", "plan(recording.spec) renders them without steps");
    const info = findStage(this.stages, stage);
    checkFrames(from, to, this.frameCount);
    const { name, height, width } = info;
    const array = this.#parts.movies[this.stages.indexOf(info)];
    const data = toFrames((await array.read(from, to, options)).data, info);
    if (data) return { stage: name, from, to, height, width, data };
    const counts = `whole numbers from 0 to ${info.range?.[1]}`;
    const message = `the stage ${name} should hold counts, ${counts}, and does not; array("${array.name}") reads it as it is.`;
    throw this.#parts.folder.error("wrong-metadata", message);
  }

  /**
   * Any array by its path in the recording, such as `ground_truth/C`, to be read in parts.
   * @throws RecordingError when there is none.
   */
  async array(name: string): Promise<StoredArray> {
    const array = await StoredArray.open(this.#parts.folder, name);
    if (array) return array;
    throw this.#parts.folder.error("missing-array", `there is no array ${name}.`);
  }
}
