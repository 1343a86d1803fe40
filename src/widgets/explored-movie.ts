import type { FrameChunk, FrameSource, StageInfo } from "../simulation/frame-source.js";
import { countDtype } from "../simulation/plan.js";
import type { Scene } from "../simulation/scene.js";
import { fovShape, frameCount, pixelSizeUm } from "../spec/acquisition.js";
import type { Spec } from "../spec/spec.js";
import { type ExploredMode, exploredModes, movieName, movieNamed } from "./explored-names.js";
import { type ExploredFrame, exploredFrame, exploredSteps } from "./explored-steps.js";

/** Frames that are remembered: those on the screen and about it are asked for several times. */
const KEPT_FRAMES = 20;

/** With, without and difference of each step of a spec as stages of a movie; frames come once its scene is there. */
export class ExploredMovie implements FrameSource {
  readonly frameCount: number;
  readonly fps: number;
  readonly pixelSizeUm: number;
  readonly stages: readonly StageInfo[];
  readonly scene: Promise<Scene>;
  readonly #kept = new Map<string, Promise<ExploredFrame>>();

  constructor(
    readonly spec: Spec,
    scene: Promise<Scene>,
  ) {
    const { acquisition } = spec;
    const [height, width] = fovShape(acquisition);
    const maximum = 2 ** acquisition.image_sensor.bit_depth - 1;
    this.scene = scene;
    this.frameCount = frameCount(acquisition);
    this.fps = acquisition.fps;
    this.pixelSizeUm = pixelSizeUm(acquisition);
    this.stages = exploredSteps(spec).flatMap(({ kind, unit, isComparable }) =>
      exploredModes.flatMap((mode): StageInfo[] => {
        if (mode !== "with" && !isComparable) return [];
        const isCounts = kind === "sensor" && mode === "with";
        const size = { name: movieName(kind, mode), height, width, unit };
        return [{ ...size, dtype: isCounts ? countDtype(maximum) : "float32", range: isCounts ? [0, maximum] : null }];
      }),
    );
  }

  /** A frame of the field of view; those asked for last are remembered. */
  async frame(kind: string, mode: ExploredMode, t: number): Promise<ExploredFrame> {
    const key = `${kind}/${mode}/${t}`;
    const known = this.#kept.get(key);
    const frame = known ?? this.scene.then((scene) => exploredFrame(scene, kind, mode, t));
    this.#kept.delete(key);
    this.#kept.set(key, frame);
    if (this.#kept.size > KEPT_FRAMES) this.#kept.delete(this.#kept.keys().next().value!);
    if (!known) frame.catch(() => this.#kept.delete(key));
    return frame;
  }

  async frames(
    stage: string,
    from: number,
    to: number,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<FrameChunk> {
    const { kind, mode } = movieNamed(stage);
    const [height, width] = fovShape((await this.scene).spec.acquisition);
    const frames: ExploredFrame["data"][] = [];
    for (let t = from; t < to; t++) {
      options.signal?.throwIfAborted();
      frames.push((await this.frame(kind, mode, t)).data);
    }
    const data = frames.length === 1 ? frames[0] : joined(frames);
    return { stage, from, to, height, width, data };
  }
}

function joined(frames: readonly ExploredFrame["data"][]): ExploredFrame["data"] {
  const [first] = frames;
  const Values = first.constructor as new (length: number) => ExploredFrame["data"];
  const data = new Values(first.length * frames.length);
  frames.forEach((frame, i) => {
    data.set(frame, i * first.length);
  });
  return data;
}
