import { z } from "zod";
import { signedColormap } from "../drawing/colormaps.js";
import { autoLimits, evenLimits } from "../drawing/contrast.js";
import { decimate, decimationStep } from "../drawing/decimate.js";
import { drawExplorer, type ExplorerPicture, layOutExplorer } from "../drawing/explorer-picture.js";
import { lightPalette } from "../drawing/palette.js";
import type { Recording } from "../recording/recording.js";
import { plan, Scene } from "../simulation/scene.js";
import { isSpecError } from "../spec/errors.js";
import { type Parameter, type ParameterValue, parameterAt, stepParameters, withParameter } from "../spec/parameters.js";
import { RecordingDraft } from "../spec/recording-draft.js";
import { parseSpec, type Spec, type SpecInput } from "../spec/spec.js";
import { browserPackage } from "./browser-package.js";
import { cellPlaces } from "./cell-places.js";
import { ChunkServer } from "./chunk-server.js";
import type { GivenTraits, TraitsOf } from "./define-widget.js";
import { type DomShape, defineDomWidget } from "./dom-widget.js";
import { exploredEffect, mean } from "./explored-effect.js";
import { ExploredMovie } from "./explored-movie.js";
import { captionOf, type ExploredMode, movieName, movieNamed, sharesLimits } from "./explored-names.js";
import { exploredSteps } from "./explored-steps.js";
import { frameConflict, framesTrait } from "./frame-traits.js";
import { repairOf, undoOf } from "./parameter-repair.js";
import { drawPicture, mostPicturePixels } from "./picture.js";
import { thumbnail, thumbnailShape } from "./thumbnail.js";
import { type ExplorerRequest, type ExplorerStep, stageExplorerTraits } from "./traits/stage-explorer.js";
import { WidgetError } from "./widget-error.js";

/** What can be explored. */
export type ExplorerSource = SpecInput | RecordingDraft | Scene | Recording;

/** Where an explorer starts, and how it is laid out. */
export type StageExplorerOptions = Partial<
  Pick<GivenTraits<typeof stageExplorerTraits.shape>, "frame" | "limits" | "colormap" | "outlines">
> &
  Partial<GivenTraits<DomShape>> & {
    /** Kind of the step that is looked at first; the last one unless given. */
    readonly step?: string;
    readonly mode?: ExploredMode;
  };

const value = z.union([z.number(), z.string(), z.boolean(), z.null()]);
const requestSchema: z.ZodType<ExplorerRequest> = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("set"), path: z.string(), value }),
  z.strictObject({ type: z.literal("defaults"), kind: z.string() }),
  z.strictObject({ type: z.literal("discard") }),
  z.strictObject({ type: z.literal("commit") }),
]);

/**
 * Walks through the pipeline: every step in a strip of pictures, the movie just after the chosen step, just before it, and
 * what it changed; the step's parameters as sliders with units, ranges and defaults of the schema. A changed parameter
 * makes a new scene, whose frame on the screen is rendered first.
 *
 * Traits: `frame`, `stage` (see `step` and `mode`), `limits`, `colormap` and `outlines`, all of them settable and
 * observable.
 *
 * @example
 * ```ts
 * const explorer = new StageExplorer(buildSpec(miniscopeV4(), ca1(), { duration_s: 10 }), { step: "vasculature" });
 * explorer.change("steps.vasculature.layers[0].depth_um", 60);
 * await explorer.settled();
 * explorer.spec; // with what the sliders say
 * ```
 */
export class StageExplorer extends defineDomWidget({
  ...browserPackage,
  name: "StageExplorer",
  traits: stageExplorerTraits,
  conflict: frameConflict,
}) {
  readonly #draft: RecordingDraft | null;
  /** The spec that was given, or committed last. */
  #first: Spec;
  /** What the controls say; the last that could be parsed. */
  #wanted: Spec;
  #shown: Spec;
  /** Path of the parameter that was changed last. */
  #touched = "";
  #movie: ExploredMovie;
  readonly #server: ChunkServer;
  #following: Promise<void> | null = null;
  #stale = false;
  #refreshing: Promise<void> | null = null;

  /** @throws SpecError when the spec is wrong; WidgetError when there is nothing to explore or no such step. */
  constructor(source: ExplorerSource, options: StageExplorerOptions = {}) {
    const { spec, scene, draft } = opened(source);
    const movie = new ExploredMovie(spec, scene ?? plan(spec));
    const { step, mode = "with", ...traits } = options;
    const kinds = exploredSteps(spec).map(({ kind }) => kind);
    if (step !== undefined && !kinds.includes(step))
      throw new WidgetError("StageExplorer", "step", step, kinds.map((kind) => `"${kind}"`).join(" | "));
    const kind = step ?? kinds.at(-1);
    super({
      ...traits,
      movie: framesTrait(movie),
      stage: kind === undefined ? "" : movieName(kind, isComparable(spec, kind) ? mode : "with"),
      steps: stepsOf(spec, []),
      thumbnails: new Uint8Array(),
      thumbnailSize: thumbnailShape(movie.stages[0] ?? { height: 1, width: 1 }),
      ...noCells,
      hasDraft: draft !== null,
    });
    this.#draft = draft;
    this.#first = spec;
    this.#wanted = spec;
    this.#shown = spec;
    this.#movie = movie;
    this.#server = new ChunkServer(movie, this.generation, (answer, buffers) => this.send(answer, buffers));
    this.onCustom((content) => this.#answer(content));
    this.observe("frame", () => this.#refresh());
    this.observe("stage", () => this.#refresh());
    this.#refresh();
  }

  /** The spec as the controls have it. */
  get spec(): Spec {
    return this.#wanted;
  }

  /** The kind of the step that is looked at. */
  get step(): string {
    return movieNamed(this.stage).kind;
  }

  set step(kind: string) {
    this.stage = movieName(kind, isComparable(this.#shown, kind) ? this.mode : "with");
  }

  /** The movie just after the step, just before it, or what the step changed. */
  get mode(): ExploredMode {
    return movieNamed(this.stage).mode;
  }

  set mode(mode: ExploredMode) {
    this.stage = movieName(this.step, mode);
  }

  /**
   * Changes a parameter, as a slider does: `change("steps.vasculature.layers[0].depth_um", 60)`. A wrong value leaves the
   * spec as it was, and is said beside the control.
   * @returns whether the value could be taken
   */
  change(path: string, to: ParameterValue): boolean {
    try {
      const changed = withParameter(this.#wanted, path, to);
      this.#touched = path;
      this.#follow(changed);
      return true;
    } catch (error) {
      if (!isSpecError(error)) throw error;
      this.problem = repairOf(this.#wanted, path, to, error);
      return false;
    }
  }

  /** Goes back to the spec that was given, or committed last. */
  discard(): void {
    this.#follow(this.#first);
  }

  /** Gives the parameters of a step, the one looked at unless named, their defaults. */
  resetStep(kind: string = this.step): void {
    const parameters = stepParameters(this.#wanted, kind).filter(({ default: usual, value: now }) => usual !== now);
    this.#follow(
      parameters.reduce((spec, parameter) => withParameter(spec, parameter.path, parameter.default), this.#wanted),
    );
  }

  /**
   * Takes what the controls say over into the draft that was given, or into another: its acquisition and all its steps.
   * @throws WidgetError when there is no draft.
   * @returns the draft's spec
   */
  commit(draft: RecordingDraft | null = this.#draft): Spec {
    if (!draft) throw new WidgetError("StageExplorer", "commit", draft, "a RecordingDraft");
    this.#first = draft.adopt(this.#wanted);
    this.set({ changed: 0, problem: null });
    return this.#first;
  }

  /** Resolves when all of what is on the screen follows what the controls say. */
  async settled(): Promise<void> {
    while (this.#following || this.#refreshing) await (this.#following ?? this.#refreshing);
  }

  /** Another movie is shown at its own contrast, unless limits come with it or it compares with the last. */
  override set(traits: Partial<TraitsOf<typeof stageExplorerTraits.shape & DomShape>>): void {
    const { stage } = traits;
    const isOther = stage !== undefined && stage !== this.stage && !sharesLimits(stage, this.stage);
    super.set(isOther ? { limits: null, ...traits } : traits);
  }

  /** The strip, the frame and the histogram, as a PNG. */
  protected override async staticPicture(): Promise<Uint8Array | undefined> {
    await this.settled().catch(() => undefined);
    const { stage, frame, movie, steps, thumbnails, thumbnailSize, effect } = this;
    if (!stage || movie.frameCount === 0) return undefined;
    const chunk = await this.#movie.frames(stage, frame, frame + 1).catch(() => undefined);
    if (!chunk) return undefined;
    const { kind, mode } = movieNamed(stage);
    const step = decimationStep(chunk.width, mostPicturePixels);
    const isSigned = mode === "difference";
    const picture: ExplorerPicture = {
      steps: steps.map(({ stage: name, mean: brightness, unit }) => ({ name, mean: brightness, unit })),
      chosen: steps.findIndex((one) => one.kind === kind),
      thumbnails,
      thumbnailSize,
      image: {
        panels: [{ label: captionOf(kind, mode), data: decimate(chunk.data, chunk.width, chunk.height, step) }],
        width: Math.ceil(chunk.width / step),
        height: Math.ceil(chunk.height / step),
        limits: this.limits ?? (isSigned ? evenLimits(chunk.data) : autoLimits(chunk.data)),
        colormap: isSigned ? signedColormap : this.colormap,
        pixelSizeUm: movie.pixelSizeUm && movie.pixelSizeUm * step,
        timeS: frame / movie.fps,
      },
      effect,
    };
    const { width, height } = layOutExplorer(picture);
    return drawPicture(width, height, (context) => drawExplorer(context, picture, lightPalette));
  }

  #answer(content: unknown): void {
    this.#server.receive(content);
    const { success, data: request } = requestSchema.safeParse(content);
    if (!success) return;
    if (request.type === "set") this.change(request.path, request.value);
    else if (request.type === "defaults") this.resetStep(request.kind);
    else if (request.type === "discard") this.discard();
    else this.commit();
  }

  /** Shows a spec as soon as it is compiled; what comes in between is skipped. */
  #follow(spec: Spec): void {
    this.#wanted = spec;
    this.set({ problem: null, steps: stepsOf(spec, this.steps), changed: changedCount(this.#first, spec) });
    if (this.#following) return;
    this.busy = true;
    this.#following = this.#compile().finally(() => {
      this.#following = null;
      this.busy = false;
    });
  }

  async #compile(): Promise<void> {
    while (this.#wanted !== this.#shown) {
      const spec = this.#wanted;
      const scene = await plan(spec).catch((error) => {
        this.problem = undoOf(this.#movie.spec, this.#touched, error);
        return null;
      });
      this.#shown = spec;
      if (scene) this.#show(spec, scene);
    }
  }

  /** Another scene takes over at the same step and frame; the frame on the screen is rendered at once. */
  #show(spec: Spec, scene: Scene): void {
    const movie = new ExploredMovie(spec, Promise.resolve(scene));
    const generation = this.generation + 1;
    const shown = framesTrait(movie);
    const frame = Math.min(this.frame, shown.frameCount - 1);
    const { kind, mode } = movieNamed(this.stage);
    void movie.frame(kind, mode, frame).catch(() => undefined);
    this.#movie = movie;
    this.#server.replace(movie, generation);
    this.set({ movie: shown, generation, frame });
    this.#refresh();
  }

  #refresh(): void {
    this.#stale = true;
    this.#refreshing ??= this.#lookAgain().finally(() => {
      this.#refreshing = null;
    });
  }

  /** Looks until nothing changed meanwhile; messages are taken in between. */
  async #lookAgain(): Promise<void> {
    while (this.#stale) {
      this.#stale = false;
      await this.#look();
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }

  /** What stands around the frame: what the step changed, outlines, the strip. The frame itself comes first. */
  async #look(): Promise<void> {
    const { generation, frame, stage } = this;
    const movie = this.#movie;
    // What became stale meanwhile is looked at before anything else.
    const isCurrent = () => !this.#stale && this.#movie === movie;
    if (movie.frameCount === 0 || !stage) return;
    try {
      const scene = await movie.scene;
      const { kind, mode } = movieNamed(stage);
      await movie.frame(kind, mode, frame);
      const steps = exploredSteps(this.#shown);
      const at = steps.findIndex((step) => step.kind === kind);
      const compared = { ...steps[at], previous: steps[at - 1]?.stage ?? "nothing" };
      const effect = await exploredEffect(movie, compared, frame, generation);
      if (!isCurrent()) return;
      this.set({ effect, ...cellPlaces(scene.groundTruth, scene.plan.fov, scene.pixelSizeUm) });
      if (this.thumbnailsOf !== `${generation} ${frame}`) await this.#fillStrip(movie, isCurrent);
    } catch (error) {
      if (!isCurrent()) return;
      this.problem = undoOf(movie.spec, "", error);
    }
  }

  async #fillStrip(movie: ExploredMovie, isCurrent: () => boolean): Promise<void> {
    const { frame, generation } = this;
    const size = thumbnailShape(movie.stages[0]);
    const steps = exploredSteps(this.#shown);
    const pixels = size[0] * size[1];
    const thumbnails = new Uint8Array(steps.length * pixels);
    const means: number[] = [];
    for (const [i, { kind }] of steps.entries()) {
      const { data } = await movie.frame(kind, "with", frame);
      if (!isCurrent()) return;
      thumbnails.set(thumbnail(data, movie.stages[0], size), i * pixels);
      means.push(mean(data));
    }
    const shown = { thumbnails, thumbnailSize: size, thumbnailsOf: `${generation} ${frame}` };
    this.set({ ...shown, steps: this.steps.map((step, i) => ({ ...step, mean: means[i] ?? null })) });
  }
}

const noCells = { places: new Float32Array(), states: new Uint8Array(), shifts: new Float32Array() };

/** What is opened is compiled anew only where it is no scene; a recording may have ended before its last step. */
function opened(source: ExplorerSource): { spec: Spec; scene: Promise<Scene> | null; draft: RecordingDraft | null } {
  if (source instanceof RecordingDraft) return { spec: source.spec, scene: null, draft: source };
  if (source instanceof Scene) return { spec: source.spec, scene: Promise.resolve(source), draft: null };
  return { spec: isRecording(source) ? source.spec : parseSpec(source), scene: null, draft: null };
}

function isRecording(source: SpecInput | Recording): source is Recording {
  return "groundTruth" in Object(source);
}

function isComparable(spec: Spec, kind: string): boolean {
  return exploredSteps(spec).find((step) => step.kind === kind)?.isComparable ?? false;
}

/** The steps with what their controls say; the brightness that is known stays until another is. */
function stepsOf(spec: Spec, known: readonly ExplorerStep[]): ExplorerStep[] {
  return exploredSteps(spec).map((step) => ({
    ...step,
    parameters: stepParameters(spec, step.kind).map((parameter) => ({ ...parameter, choices: [...parameter.choices] })),
    mean: known.find(({ kind }) => kind === step.kind)?.mean ?? null,
  }));
}

function changedCount(first: Spec, now: Spec): number {
  const parameters = exploredSteps(now).flatMap(({ kind }): readonly Parameter[] => stepParameters(now, kind));
  return parameters.filter(({ path, value: given }) => parameterAt(first, path) !== given).length;
}
