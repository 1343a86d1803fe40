import { ExploredCells } from "./explored-cells.js";
import { exploredEffect } from "./explored-effect.js";
import type { ExploredMovie } from "./explored-movie.js";
import { movieNamed } from "./explored-names.js";
import { exploredSteps } from "./explored-steps.js";
import { pictureName, stalePictures, withPicture } from "./explored-strip.js";
import { undoOf } from "./parameter-repair.js";
import { Rerun } from "./rerun.js";
import type { StageExplorerTraits } from "./traits/stage-explorer.js";
import type { Widget } from "./widget.js";

type ExploringWidget = Widget<StageExplorerTraits> & StageExplorerTraits;

/** What stands around the frame that is looked at: what the step changed, the step's picture in the strip, the cells. */
export class ExploredSurroundings {
  readonly #widget: ExploringWidget;
  readonly #cells: ExploredCells;
  readonly #looking = new Rerun(() => this.#look());
  readonly #shown: () => ExploredMovie;
  #filling: Promise<void> | null = null;

  constructor(widget: ExploringWidget, shown: () => ExploredMovie) {
    this.#widget = widget;
    this.#cells = new ExploredCells(widget);
    this.#shown = shown;
    widget.observe("frame", () => this.look());
    widget.observe("stage", () => this.look());
    this.look();
  }

  /** Another scene, step or frame is on show. */
  look(): void {
    this.#looking.ask();
  }

  get isRunning(): boolean {
    return this.#looking.isRunning;
  }

  settled(): Promise<void> {
    return this.#looking.settled();
  }

  /** Renders the pictures of the strip that show another scene or frame, once that has settled. */
  fillStrip(settled: () => Promise<void>): Promise<void> {
    this.#filling ??= settled()
      .then(() => this.#fillStrip())
      .finally(() => {
        this.#filling = null;
        this.#widget.set({ filling: false });
      });
    return this.#filling;
  }

  /** Resolves when the strip is no longer being filled. */
  async filled(): Promise<void> {
    await this.#filling;
  }

  /** The frame itself comes first. */
  async #look(): Promise<void> {
    const { generation, frame, stage } = this.#widget;
    const movie = this.#shown();
    // What became stale meanwhile is looked at before anything else.
    const isCurrent = () => !this.#looking.isStale && this.#shown() === movie;
    if (movie.frameCount === 0 || !stage) return;
    try {
      const { kind, mode } = movieNamed(stage);
      await movie.frame(kind, mode, frame);
      const steps = exploredSteps(movie.spec);
      const at = steps.findIndex((step) => step.kind === kind);
      const compared = { ...steps[at], previous: steps[at - 1]?.stage ?? "nothing" };
      const effect = await exploredEffect(movie, compared, frame, generation);
      if (!isCurrent()) return;
      this.#widget.set({ effect });
      await this.#picture(kind);
      const scene = await movie.scene;
      if (isCurrent()) this.#cells.show(scene);
    } catch (error) {
      if (isCurrent()) this.#fail(error);
    }
  }

  /** Renders a step in small. */
  async #picture(kind: string): Promise<void> {
    const { frame } = this.#widget;
    const picture = this.#picturedNow;
    const movie = this.#shown();
    const after = await movie.frame(kind, "with", frame);
    if (this.#shown() !== movie || this.#widget.frame !== frame) return;
    this.#widget.set(withPicture(this.#widget, kind, after, movie.stages[0], picture));
  }

  get #picturedNow(): string {
    return pictureName(this.#widget.generation, this.#widget.frame);
  }

  async #fillStrip(): Promise<void> {
    const wanted = this.#picturedNow;
    this.#widget.set({ filling: true });
    try {
      for (const { kind } of stalePictures(this.#widget.steps, wanted)) {
        if (this.#picturedNow !== wanted) return;
        await this.#picture(kind);
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#widget.set({ problem: undoOf(this.#shown().spec, "", error) });
  }
}
