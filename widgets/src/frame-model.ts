import type { ColormapName, signedColormap } from "../../src/drawing/colormaps.js";
import type { Limits } from "../../src/drawing/colourise.js";
import { autoLimits } from "../../src/drawing/contrast.js";
import type { FrameData, StageInfo } from "../../src/simulation/frame-source.js";
import type { CellPlaces } from "../../src/widgets/cell-places.js";
import type { FrameTraits } from "../../src/widgets/traits/frames.js";
import type { ChunkAnswer, ChunkCoding } from "../../src/widgets/traits/movie-messages.js";
import type { QuestionAnswer } from "../../src/widgets/traits/movie-questions.js";
import type { SelectionTraits } from "../../src/widgets/traits/selection.js";
import { FrameOutlines } from "./frame-outlines.js";
import { MovieModel } from "./movie-model.js";
import type { OutlineDrawing } from "./outline-layer.js";
import { CellSelection } from "./selection.js";

/** A frame that is here: the one on show. */
export interface ShownFrame {
  readonly stage: StageInfo;
  readonly frame: number;
  readonly generation: number;
  readonly data: FrameData;
  /** How it has come: exact only if raw. */
  readonly coding: ChunkCoding | undefined;
}

/** A frame and the cells in it. */
export type CellFrameTraits = FrameTraits & SelectionTraits & CellPlaces;

/**
 * The page's side of a widget that shows one frame at a time. Triggers "show" when another frame is on show, "move" when
 * the wanted place or the state of the connection changed, "cells" when outlines arrived, "hover" when the pointer is at
 * another cell.
 */
export abstract class FrameModel<Traits extends CellFrameTraits> extends MovieModel<Traits> {
  declare selection: CellSelection;
  declare private outlines: FrameOutlines;
  /** The frame on show; it stays while others are on their way. */
  declare shown: ShownFrame | null;

  override initialize(...[attributes, options]: Parameters<MovieModel<Traits>["initialize"]>): void {
    super.initialize(attributes, options);
    this.selection = new CellSelection(this);
    this.outlines = new FrameOutlines(this);
    this.shown = null;
    this.follow();
    this.on("change:stage", () => this.update());
    this.on("change:limits", () => this.onLimits());
    this.on("comm_live_update", () => {
      if (!this.comm_live) this.pause();
      this.update();
    });
    this.on("msg:custom", (answer: ChunkAnswer | QuestionAnswer, buffers: DataView[] = []) => {
      if ("number" in answer) this.outlines.receive(answer, buffers);
      else this.loader.receive(answer, buffers[0]);
    });
  }

  /** Whether what is on show moves with the brain. */
  abstract get moves(): boolean;
  /** Whether all cells are outlined, not only those that are selected. */
  abstract get areAllSeen(): boolean;

  /** Grows when the cells' footprints, and so their outlines, are others; 0 before they are known. */
  get footprints(): number {
    return this.trait("generation") + 1;
  }

  /** How the cells are outlined. */
  get drawing(): OutlineDrawing {
    return this.outlines.drawing(this.areAllSeen);
  }

  get isPlaying(): boolean {
    return this.clock.running;
  }

  /** Whether what is wanted is on show. */
  get isReady(): boolean {
    const { shown } = this;
    const isThere = shown?.frame === this.position && shown.stage.name === this.trait("stage");
    return isThere && shown.generation === this.trait("generation");
  }

  /** The colours of what is on show. */
  get colours(): ColormapName | typeof signedColormap {
    return this.trait("colormap");
  }

  /** Limits that suit the frame on show. */
  protected limitsOf({ data }: ShownFrame): Limits {
    return autoLimits(data);
  }

  override pause(): void {
    if (!this.clock.running) return;
    this.clock.stop();
    this.syncFrame(0);
    this.trigger("move");
  }

  togglePlay(): void {
    if (this.clock.running) this.pause();
    else if (this.comm_live && this.frameCount > 1) {
      this.clock.start();
      this.update();
    }
  }

  autoContrast(): void {
    if (!this.shown) return;
    const [low, high] = this.limitsOf(this.shown);
    this.put({ limits: [low, high] });
  }

  private onLimits(): void {
    if (this.trait("limits") === null && this.shown?.stage.name === this.trait("stage")) this.autoContrast();
  }

  override update(): void {
    const stage = this.stageInfo;
    this.trigger("move");
    if (!stage || this.viewers === 0) return;
    const data = this.loader.frame(stage.name, this.position);
    const coding = this.loader.codingOf(stage.name, this.position);
    if (data && !(this.isReady && this.shown?.coding === coding)) {
      this.shown = { stage, frame: this.position, generation: this.trait("generation"), data, coding };
      if (this.trait("limits") === null) this.autoContrast();
      this.trigger("show");
      this.trigger("move");
    }
    if (!this.comm_live) return;
    const ahead = this.clock.running ? "much" : "none";
    const place = { stage: stage.name, frame: this.position, range: this.range } as const;
    const pace = { rate: this.rate, isPlaying: this.clock.running, isLate: this.clock.isLate };
    const quality = { quality: "auto", isSettled: !this.clock.running } as const;
    this.loader.read({ ...place, ...pace, ...quality, ahead, behind: 0, loop: true, available: this.frameCount });
  }
}
