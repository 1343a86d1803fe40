import { signedColormap } from "../../src/drawing/colormaps.js";
import { autoLimits, evenLimits } from "../../src/drawing/contrast.js";
import { type ExploredMode, movieName, movieNamed, sharesLimits } from "../../src/widgets/explored-names.js";
import type { ExplorerRequest, ExplorerStep, StageExplorerTraits } from "../../src/widgets/traits/stage-explorer.js";
import { FrameModel, type ShownFrame } from "./frame-model.js";

const motion = "brain_motion";

/** The page's side of a StageExplorer. */
export class StageExplorerModel extends FrameModel<StageExplorerTraits> {
  override defaults(): Record<string, unknown> {
    return {
      ...super.defaults(),
      frame: 0,
      generation: 0,
      limits: null,
      steps: [],
      problem: null,
      effect: null,
      footprints: 0,
    };
  }

  get kind(): string {
    return movieNamed(this.trait("stage")).kind;
  }

  get mode(): ExploredMode {
    return movieNamed(this.trait("stage")).mode;
  }

  /** Which of the steps is looked at. */
  get at(): number {
    return this.trait("steps").findIndex(({ kind }) => kind === this.kind);
  }

  get chosen(): ExplorerStep | undefined {
    return this.trait("steps")[this.at];
  }

  override get colours() {
    return this.mode === "difference" ? signedColormap : this.trait("colormap");
  }

  override get moves(): boolean {
    const moved = this.trait("steps").findIndex(({ kind }) => kind === motion);
    return moved >= 0 && (this.at > moved || (this.at === moved && this.mode === "with"));
  }

  /** Whether the picture of a step shows an earlier scene or another frame. */
  isStale({ pictured }: ExplorerStep): boolean {
    return pictured !== `${this.trait("generation")} ${this.position}`;
  }

  override get areAllSeen(): boolean {
    return this.trait("outlines");
  }

  override get footprints(): number {
    return this.trait("footprints");
  }

  /** Goes to the next cell, or some cells on. */
  goOn(by: number): void {
    const count = this.trait("states")?.byteLength ?? 0;
    const from = this.selection.selected ?? (by > 0 ? -1 : 0);
    if (count > 0) this.selection.select((((from + by) % count) + count) % count);
  }

  /** Another step, in the same way as far as it has a before. */
  choose(kind: string): void {
    const step = this.trait("steps").find((one) => one.kind === kind);
    if (step) this.show(movieName(kind, step.isComparable ? this.mode : "with"));
  }

  /** The next step, or the one before. */
  walk(by: 1 | -1): void {
    const next = this.trait("steps")[this.at + by];
    if (next) this.choose(next.kind);
  }

  compare(mode: ExploredMode): void {
    if (this.chosen?.isComparable) this.show(movieName(this.kind, mode));
  }

  ask(request: ExplorerRequest): void {
    if (this.comm_live) this.send({ ...request });
  }

  protected override limitsOf({ data, stage }: ShownFrame): readonly [number, number] {
    return movieNamed(stage.name).mode === "difference" ? evenLimits(data) : autoLimits(data);
  }

  private show(stage: string): void {
    const before = this.trait("stage");
    if (stage === before) return;
    this.change(sharesLimits(stage, before) ? { stage } : { stage, limits: null });
  }
}
