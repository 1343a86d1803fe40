import { autoLimits } from "../drawing/contrast.js";
import { decimate, decimationStep } from "../drawing/decimate.js";
import { shiftAt } from "../drawing/outlines.js";
import { lightPalette } from "../drawing/palette.js";
import { drawWhy, layOutWhy } from "../drawing/why-picture.js";
import type { Recording } from "../recording/recording.js";
import { pixelBreakdown } from "../simulation/pixel-breakdown.js";
import type { Scene } from "../simulation/scene.js";
import { browserPackage } from "./browser-package.js";
import { cellPlaces } from "./cell-places.js";
import { cellAnswer } from "./cell-verdict.js";
import { ChunkServer } from "./chunk-server.js";
import type { GivenTraits, TraitsOf } from "./define-widget.js";
import { type DomShape, defineDomWidget } from "./dom-widget.js";
import { frameConflict, framesTrait } from "./frame-traits.js";
import { askedWhole, outlinesOf } from "./movie-answers.js";
import { MovieQuestions } from "./movie-questions.js";
import { drawPicture, mostPicturePixels } from "./picture.js";
import { SharedSelection, selectionConflict, selectionOf } from "./selection.js";
import type { TraitConflict } from "./trait-set.js";
import { type CellAnswer, type PixelAnswer, type WhyTraits, whyTraits } from "./traits/why.js";
import { movingStages } from "./truth-overlay.js";
import { WidgetError } from "./widget-error.js";

/** What can be asked about: something that was compiled here. */
export type WhySource = Scene | Recording;

/** What is asked first, and how it is shown. */
export type WhyOptions = Partial<
  Pick<GivenTraits<typeof whyTraits.shape>, "pixel" | "pick" | "frame" | "stage" | "limits" | "colormap">
> &
  Partial<GivenTraits<DomShape>> & {
    /** The number of the cell that is asked about; without it, the one that other views of the same cells have selected. */
    readonly cell?: number | null;
  };

/** Cells of a pixel that are named. */
const NAMED_CELLS = 6;

/**
 * Says why a pixel is as bright as it is, and why a cell is seen or lost. A click on a pixel takes its value apart, exactly:
 * light of which cells, neuropil, leakage, noise, stage by stage. A click on a cell shows what took its signal, from all of
 * its light down to its signal-to-noise ratio on the sensor, and names the step that lost it. That cell is the one that is
 * selected in all views of the same cells.
 *
 * Traits: `pixel` ([row, column] or null), `selected` (the cell; also as `cell`), `pick` (what a click picks, "pixel" or
 * "cell"), `frame`, `stage`, `limits` and `colormap`, all of them settable and observable; `pixelAnswer` and `cellAnswer`
 * hold what is shown.
 *
 * @example
 * ```ts
 * const answer = new Why(recording, { pixel: [149, 97], frame: 100 });
 * answer.cell = 308;
 * answer.cellAnswer?.lostAt; // "illumination"
 * ```
 */
export class Why extends defineDomWidget({ ...browserPackage, name: "Why", traits: whyTraits, conflict }) {
  #source: WhySource;
  readonly #server: ChunkServer;
  readonly #questions: MovieQuestions;
  readonly #selection: SharedSelection;

  /** @throws WidgetError when there is no such pixel, cell, frame or stage. */
  constructor(source: WhySource, options: WhyOptions = {}) {
    const checked = checkSource(source);
    const { cell, pixel = null, frame = 0, ...traits } = options;
    super({
      ...traits,
      ...sourceTraits(checked),
      ...selectionOf(checked.groundTruth),
      ...(cell === undefined ? {} : { selected: cell }),
      pixel,
      frame,
      stage: options.stage ?? checked.stages.at(-1)?.name ?? "",
      pick: options.pick ?? (cell != null && pixel === null ? "cell" : "pixel"),
    });
    this.#source = checked;
    this.#server = new ChunkServer(checked, this.generation, (answer, buffers) => this.send(answer, buffers));
    this.#questions = new MovieQuestions(askedWhole(checked, checked.groundTruth), this.generation, (answer, buffers) =>
      this.send(answer, buffers),
    );
    this.onCustom((content) => {
      this.#server.receive(content);
      this.#questions.receive(content);
    });
    this.set({ pixelAnswer: aboutPixel(checked, pixel, frame), ...aboutCell(checked, this.selected) });
    this.#selection = new SharedSelection(this, checked.groundTruth);
    const onPixel = () => this.set({ pixelAnswer: aboutPixel(this.#source, this.pixel, this.frame) });
    this.observe("pixel", onPixel);
    this.observe("frame", onPixel);
    this.observe("selected", () => this.set(aboutCell(this.#source, this.selected)));
  }

  /** The number of the cell that is asked about. */
  get cell(): number | null {
    return this.selected;
  }

  set cell(cell: number | null) {
    this.selected = cell;
  }

  /** What is asked about. Another one takes over at the same pixel, cell and frame, as far as it has them. */
  get source(): WhySource {
    return this.#source;
  }

  set source(source: WhySource) {
    const checked = checkSource(source);
    const shown = sourceTraits(checked);
    const { stages, frameCount } = shown.movie;
    const generation = this.generation + 1;
    const frame = Math.min(this.frame, Math.max(0, frameCount - 1));
    const pixel = this.pixel && isPixel(this.pixel, shown) ? this.pixel : null;
    const selection = selectionOf(checked.groundTruth, this);
    const isSameStage = stages.some(({ name }) => name === this.stage);
    const stage = isSameStage ? this.stage : (stages.at(-1)?.name ?? "");
    this.#source = checked;
    void this.#server.replace(checked, generation, frame < frameCount ? { stage, frame } : null);
    this.#questions.replace(askedWhole(checked, checked.groundTruth), generation);
    this.set({
      ...shown,
      generation,
      frame,
      pixel,
      ...selection,
      pixelAnswer: aboutPixel(checked, pixel, frame),
      ...aboutCell(checked, selection.selected ?? null),
      ...(isSameStage ? {} : { stage, limits: null }),
    });
    this.#selection.move(checked.groundTruth);
  }

  /** Another stage is shown at its own contrast, unless limits come with it. */
  override set(traits: Partial<TraitsOf<typeof whyTraits.shape & DomShape>>): void {
    const isOther = traits.stage !== undefined && traits.stage !== this.stage;
    super.set(isOther ? { limits: null, ...traits } : traits);
  }

  /** The frame and the answers, as a PNG. */
  protected override async staticPicture(): Promise<Uint8Array | undefined> {
    const { frame, movie, stage, pixel } = this;
    if (movie.frameCount === 0 || !stage) return undefined;
    const chunk = await this.#source.frames(stage, frame, frame + 1).catch(() => undefined);
    if (!chunk) return undefined;
    const step = decimationStep(chunk.width, mostPicturePixels);
    const { width, height } = movie.stages.at(-1) ?? chunk;
    const margin = [(chunk.height - height) / 2, (chunk.width - width) / 2];
    const at = (row: number, column: number) => [(column + margin[1]) / step, (row + margin[0]) / step] as const;
    const picture = {
      image: {
        panels: [{ label: "", data: decimate(chunk.data, chunk.width, chunk.height, step) }],
        width: Math.ceil(chunk.width / step),
        height: Math.ceil(chunk.height / step),
        limits: this.limits ?? autoLimits(chunk.data),
        colormap: this.colormap,
        pixelSizeUm: movie.pixelSizeUm && movie.pixelSizeUm * step,
        timeS: frame / movie.fps,
        outlines: [await this.#outlined(step, chunk)],
      },
      pixel: pixel && at(pixel[0], pixel[1]),
      stage: this.pixelAnswer?.stages.find((one) => one.stage === stage) ?? null,
      waterfall: this.cellAnswer,
    };
    const { width: wide, height: high } = layOutWhy(picture);
    return drawPicture(wide, high, (context) => drawWhy(context, picture, lightPalette));
  }

  /** The selected cells where they are in a frame that is drawn at every `step`th pixel. */
  async #outlined(step: number, { width, height }: { readonly width: number; readonly height: number }) {
    const { frame, movie, stage, states, shifts } = this;
    const selection = [...(this.selected === null ? [] : [this.selected]), ...this.also_selected];
    const outlines = await outlinesOf(selection, askedWhole(this.#source, this.#source.groundTruth));
    const finished = movie.stages.at(-1) ?? { width, height };
    const [dy, dx] = shiftAt({ stages: movingStages(movie), still: [false], shifts }, stage, frame, 0);
    const x = ((width - finished.width) / 2 + dx) / step;
    const y = ((height - finished.height) / 2 + dy) / step;
    const edge = Math.ceil(width / step);
    return { outlines, states, selection, hovered: null, labelled: selection, zoom: 1 / step, edge, x, y };
  }
}

/**
 * Asks about a pixel, a cell, or both: `why(recording, { pixel: [149, 97], frame: 100 })`, `why(recording, { cell: 308 })`.
 * @throws WidgetError when there is no such pixel, cell, frame or stage.
 */
export function why(source: WhySource, options: WhyOptions = {}): Why {
  return new Why(source, options);
}

function checkSource(source: WhySource): WhySource {
  if (source?.plan?.operations && typeof source.frames === "function") return source;
  throw new WidgetError("Why", "source", source, "a Scene or a Recording that was simulated here");
}

function sourceTraits(source: WhySource) {
  const { plan, groundTruth } = source;
  return { movie: framesTrait(source), ...cellPlaces(groundTruth, plan.fov, plan.fov.pixelSizeUm) };
}

function aboutPixel(source: WhySource, pixel: WhyTraits["pixel"], frame: number): PixelAnswer | null {
  const { stages: known } = source;
  if (!pixel || known.length === 0) return null;
  const { stages, ...place } = pixelBreakdown(source.plan, { row: pixel[0], column: pixel[1], frame });
  return {
    ...place,
    stages: stages
      .filter(({ stage }) => known.some(({ name }) => name === stage))
      .map(({ cells, parts, ...stage }) => {
        return { ...stage, parts: [...parts], cells: cells.slice(0, NAMED_CELLS), cellCount: cells.length };
      }),
  };
}

function aboutCell(source: WhySource, cell: number | null): { cellAnswer: CellAnswer | null; problem: string } {
  if (cell === null) return { cellAnswer: null, problem: "" };
  const answer = cellAnswer(source, cell);
  return { cellAnswer: answer, problem: answer ? "" : "Its SNR is not known: that takes cell_activity and a sensor." };
}

function isPixel([row, column]: readonly [number, number], { movie }: Pick<WhyTraits, "movie">): boolean {
  const size = movie.stages.at(-1);
  return size !== undefined && row < size.height && column < size.width;
}

function conflict(traits: WhyTraits): TraitConflict | undefined {
  const { pixel, movie, states } = traits;
  if (pixel && !isPixel(pixel, traits)) {
    const { height, width } = movie.stages.at(-1) ?? { height: 0, width: 0 };
    return { trait: "pixel", allowed: `null or [row, column] within ${height} × ${width} pixels` };
  }
  return selectionConflict(traits, states.length) ?? frameConflict(traits);
}
