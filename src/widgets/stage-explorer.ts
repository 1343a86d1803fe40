import { plan, type Scene } from "../simulation/scene.js";
import { isSpecError } from "../spec/errors.js";
import type { ParameterValue } from "../spec/parameters.js";
import type { RecordingDraft } from "../spec/recording-draft.js";
import type { Spec } from "../spec/spec.js";
import { browserPackage } from "./browser-package.js";
import { ChunkServer } from "./chunk-server.js";
import type { GivenTraits, TraitsOf } from "./define-widget.js";
import { type DomShape, defineDomWidget } from "./dom-widget.js";
import { askedOf } from "./explored-cells.js";
import { ExploredMovie } from "./explored-movie.js";
import { type ExploredMode, movieName, movieNamed, sharesLimits } from "./explored-names.js";
import { type ExplorerSource, opened } from "./explored-source.js";
import { ExploredSpec, stepsOf } from "./explored-spec.js";
import { exploredSteps } from "./explored-steps.js";
import { ExploredSurroundings } from "./explored-surroundings.js";
import { explorerPicture } from "./explorer-picture.js";
import { explorerRequest } from "./explorer-requests.js";
import { frameConflict, framesTrait } from "./frame-traits.js";
import { MovieQuestions } from "./movie-questions.js";
import { repairOf, undoOf } from "./parameter-repair.js";
import { Rerun } from "./rerun.js";
import { selectionConflict } from "./selection.js";
import { thumbnailShape } from "./thumbnail.js";
import { stageExplorerTraits } from "./traits/stage-explorer.js";
import { WidgetError } from "./widget-error.js";

export type { ExplorerSource } from "./explored-source.js";

/** Where an explorer starts, and how it is laid out. */
export type StageExplorerOptions = Partial<
  Pick<GivenTraits<typeof stageExplorerTraits.shape>, "frame" | "limits" | "colormap" | "outlines" | "selected">
> &
  Partial<GivenTraits<DomShape>> & {
    /** Kind of the step that is looked at first; the last one unless given. */
    readonly step?: string;
    readonly mode?: ExploredMode;
  };

/**
 * Walks through the pipeline: every step in a strip of pictures, the movie just after the chosen step, just before it, and
 * what it changed; the step's parameters as sliders with units, ranges and defaults of the schema. A changed parameter
 * makes a new scene, of which what is on the screen is rendered: the frame first, then what stands beside it. The other
 * pictures in the strip pale until somebody asks for them, there or by `updateStrip`.
 *
 * Traits: `frame`, `stage` (see `step` and `mode`), `limits`, `colormap`, `outlines` (whether the footprints of all cells are
 * outlined) and `selected` (the cell that is selected in all views of the same cells), all of them settable and observable.
 *
 * @example
 * ```ts
 * const explorer = new StageExplorer(buildSpec(miniscopeV4(), ca1(), { duration_s: 10 }), { step: "vasculature" });
 * explorer.change("steps.vasculature.layers[0].depth_um", 60);
 * await explorer.settled();
 * explorer.spec; // with what the sliders say
 * (await explorer.scene).groundTruth; // what is true of it
 * ```
 */
export class StageExplorer extends defineDomWidget({
  ...browserPackage,
  name: "StageExplorer",
  traits: stageExplorerTraits,
  conflict: (traits) => selectionConflict(traits, traits.states.length) ?? frameConflict(traits),
}) {
  readonly #draft: RecordingDraft | null;
  readonly #explored: ExploredSpec;
  /** The spec of the scene on show, or the last that could not be simulated. */
  #shown: Spec;
  #movie: ExploredMovie;
  readonly #surroundings: ExploredSurroundings;
  readonly #server: ChunkServer;
  readonly #questions: MovieQuestions;
  readonly #following = new Rerun(() => this.#compile());

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
    this.#explored = new ExploredSpec(spec);
    this.#shown = spec;
    this.#movie = movie;
    this.#server = new ChunkServer(movie, this.generation, (answer, buffers) => this.send(answer, buffers));
    this.#questions = new MovieQuestions(askedOf(movie), this.generation, (answer, buffers) =>
      this.send(answer, buffers),
    );
    this.onCustom((content) => this.#answer(content));
    this.#surroundings = new ExploredSurroundings(this, () => this.#movie);
    void this.updateStrip();
  }

  /** The spec as the controls have it. */
  get spec(): Spec {
    return this.#explored.wanted;
  }

  /** The scene on show; it rejects when there is none as its spec cannot be simulated. */
  get scene(): Promise<Scene> {
    return this.#movie.scene;
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
      this.#explored.change(path, to);
    } catch (error) {
      if (!isSpecError(error)) throw error;
      this.problem = repairOf(this.spec, path, to, error);
      return false;
    }
    this.#follow();
    return true;
  }

  /** Goes back to the spec that was given, or committed last. */
  discard(): void {
    this.#explored.discard();
    this.#follow();
  }

  /** Gives the parameters of a step, the one looked at unless named, their defaults. */
  resetStep(kind: string = this.step): void {
    this.#explored.resetStep(kind);
    this.#follow();
  }

  /**
   * Takes what the controls say over into the draft that was given, or into another: its acquisition and all its steps.
   * @throws WidgetError when there is no draft.
   * @returns the draft's spec
   */
  commit(draft: RecordingDraft | null = this.#draft): Spec {
    if (!draft) throw new WidgetError("StageExplorer", "commit", draft, "a RecordingDraft");
    const committed = draft.adopt(this.spec);
    this.#explored.give(committed);
    this.set({ changed: 0, problem: null });
    return committed;
  }

  /** Renders the pictures of the strip that show an earlier scene or another frame; gives up when that changes again. */
  updateStrip(): Promise<void> {
    return this.#surroundings.fillStrip(() => this.settled());
  }

  /** Resolves when the frame and what stands beside it follow what the controls say. */
  async settled(): Promise<void> {
    while (this.#following.isRunning || this.#surroundings.isRunning) {
      await this.#following.settled();
      await this.#surroundings.settled();
    }
  }

  /** Another movie is shown at its own contrast, unless limits come with it or it compares with the last. */
  override set(traits: Partial<TraitsOf<typeof stageExplorerTraits.shape & DomShape>>): void {
    const { stage } = traits;
    const isOther = stage !== undefined && stage !== this.stage && !sharesLimits(stage, this.stage);
    super.set(isOther ? { limits: null, ...traits } : traits);
  }

  protected override async staticPicture(): Promise<Uint8Array | undefined> {
    await this.settled();
    await this.#surroundings.filled();
    const { stage, frame, movie } = this;
    if (!stage || movie.frameCount === 0) return undefined;
    const chunk = await this.#movie.frames(stage, frame, frame + 1).catch(() => undefined);
    return chunk && explorerPicture(this, chunk);
  }

  #answer(content: unknown): void {
    this.#server.receive(content);
    this.#questions.receive(content);
    const request = explorerRequest(content);
    if (!request) return;
    if (request.type === "set") this.change(request.path, request.value);
    else if (request.type === "defaults") this.resetStep(request.kind);
    else if (request.type === "discard") this.discard();
    else if (request.type === "commit") this.commit();
    else void this.updateStrip();
  }

  /** Shows a spec as soon as it is compiled; what comes in between is skipped. */
  #follow(): void {
    const { changed, wanted } = this.#explored;
    this.set({ problem: null, steps: stepsOf(wanted, this.steps), changed });
    this.busy = true;
    this.#following.ask();
  }

  async #compile(): Promise<void> {
    const { spec } = this;
    if (spec !== this.#shown) {
      const scene = await plan(spec).catch((error) => {
        this.problem = undoOf(this.#movie.spec, this.#explored.touched, error);
        return null;
      });
      this.#shown = spec;
      if (scene) this.#show(spec, scene);
    }
    this.busy = this.#following.isStale;
  }

  /** Another scene takes over at the same step and frame; the frame on the screen is rendered at once. */
  #show(spec: Spec, scene: Scene): void {
    const movie = new ExploredMovie(spec, Promise.resolve(scene));
    const { stage } = this;
    const generation = this.generation + 1;
    const shown = framesTrait(movie);
    const frame = Math.min(this.frame, shown.frameCount - 1);
    this.#movie = movie;
    void this.#server.replace(movie, generation, shown.frameCount > 0 ? { stage, frame } : null);
    this.#questions.replace(askedOf(movie), generation);
    this.set({ movie: shown, generation, frame });
    this.#surroundings.look();
  }
}

const noCells = { places: new Float32Array(), states: new Uint8Array(), shifts: new Float32Array() };

function isComparable(spec: Spec, kind: string): boolean {
  return exploredSteps(spec).find((step) => step.kind === kind)?.isComparable ?? false;
}
