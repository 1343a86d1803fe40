import { signedColormap } from "../drawing/colormaps.js";
import { comparedPanels, movieOfPanel } from "../drawing/compared-panels.js";
import { autoLimits, differenceLimit } from "../drawing/contrast.js";
import { decimate, decimationStep } from "../drawing/decimate.js";
import { drawMovieFrame, type MovieFrame } from "../drawing/movie-frame.js";
import { type PlacedOutlines, shiftAt } from "../drawing/outlines.js";
import type { FrameSource } from "../simulation/frame-source.js";
import { browserPackage } from "./browser-package.js";
import { ChunkServer } from "./chunk-server.js";
import type { GivenTraits, TraitsOf } from "./define-widget.js";
import { type DomShape, defineDomWidget } from "./dom-widget.js";
import { fieldOfView } from "./locked-movies.js";
import { outlinesOf, vesselsOf } from "./movie-answers.js";
import {
  type Arrangement,
  arrange,
  cellCount,
  type MoviePlayerShows,
  type MovieSource,
  selectionTraitsOf,
} from "./movie-arrangement.js";
import { followGrowth, isGrowing } from "./movie-growth.js";
import { MovieQuestions } from "./movie-questions.js";
import { drawPicture, mostPicturePixels } from "./picture.js";
import { SharedSelection, selectionConflict } from "./selection.js";
import type { TraitConflict } from "./trait-set.js";
import { type MoviePlayerTraits, type MovieTrait, moviePlayerTraits, type TruthTrait } from "./traits/movie-player.js";
import { WidgetError } from "./widget-error.js";

type MoviePlayerShape = typeof moviePlayerTraits.shape & DomShape;

/** The traits that say what is played, which a player makes of its source. */
type MadeTraits = "movie" | "generation" | "truth" | "progress" | "driver" | "selection_group";

/** How a player starts, and how it is laid out. */
export type MoviePlayerOptions = Partial<Omit<GivenTraits<typeof moviePlayerTraits.shape>, MadeTraits>> &
  Partial<GivenTraits<DomShape>> &
  MoviePlayerShows;

/**
 * Plays any stage of a movie, or of several movies of one field of view in step. Frames are computed when they are looked
 * at, and reach the page as raw values, so that contrast and colour change there at once. Over a link that is too slow for
 * them, frames come small, near their true values, as the player then says: as H.264 where the page can decode it (of
 * `localhost` and `https` addresses), of half the size elsewhere. Those that one stops at come exact in the end.
 *
 * Everything that is set by hand is a trait, settable and observable: `frame`, `stage`, `playing`, `loop`, `range` ([from, to)
 * to play), `speed`; `limits` ([black, white] in the stage's unit; null chooses the 0.5 and 99.8 percentiles of the next frame
 * shown, or of the whole movie where `contrast` is "movie"), `colormap`; `projection` ("mean" and "max" of the last `window_frames`
 * frames, "max_of_all"), `zoom`; `compare` (several movies: "side_by_side", "first", "difference", "last"); `cells` (numbers of cells
 * that are outlined and have their traces shown), `selected`, `outlines`, `states` and `depth_um` (which cells are outlined), `ids`,
 * `vessels` (whether their walls are drawn), `follow_motion`, `scale_bar`; `quality` ("auto", "exact" and "small": whether frames come small, or as the link allows).
 *
 * @example
 * ```ts
 * const player = new MoviePlayer(recording, { colormap: "grey", limits: [10, 140] });
 * player.stage = "cells_only";
 * player.source = await plan(changedSpec); // goes on at the same frame
 * new MoviePlayer(recording, { without: ["neuropil"], cells: [3, 14] }); // without | with, two cells with their traces
 * new MoviePlayer([recording, await plan(changedSpec)], { labels: ["before", "after"], compare: "difference" });
 * ```
 */
export class MoviePlayer extends defineDomWidget({
  ...browserPackage,
  name: "MoviePlayer",
  traits: moviePlayerTraits,
  conflict,
}) {
  #shown: Arrangement;
  #selection: SharedSelection | null = null;
  readonly #shows: MoviePlayerShows;
  readonly #server: ChunkServer;
  readonly #questions: MovieQuestions;
  #endGrowth = () => {};
  #frameSent: Promise<void> = Promise.resolve();

  /** @throws WidgetError when an option is wrong, or the movie has no such stage, frame or cell. */
  constructor(source: MovieSource | readonly MovieSource[], options: MoviePlayerOptions = {}) {
    const { without, labels, crop, ...traits } = options;
    const shown = arrange(source, { without, labels, crop });
    const { movie, truth } = shown;
    if (!shown.asked.truth && traits.cells && traits.cells.length > 0) {
      throw new WidgetError("MoviePlayer", "cells", traits.cells, "left out for a movie without ground truth");
    }
    super({
      ...selectionTraitsOf(shown),
      ...traits,
      movie,
      truth: truth instanceof Promise ? null : truth,
      stage: options.stage ?? movie.stages.at(-1)?.name ?? "",
    });
    this.#shown = shown;
    this.#shows = { without, labels, crop };
    this.#server = new ChunkServer(shown.asked.movies, this.generation, (answer, buffers) =>
      this.send(answer, buffers),
    );
    this.#questions = new MovieQuestions(shown.asked, this.generation, (answer, buffers) => this.send(answer, buffers));
    this.onCustom((content) => {
      this.#server.receive(content);
      this.#questions.receive(content);
      if (isStop(content) && isGrowing(this.source)) this.source.stop();
    });
    this.#shareSelection();
    this.#followGrowth();
    this.#awaitTruth();
  }

  /**
   * The movie that is played, the first of several. Another one, or several, take over at the same frame, stage and
   * contrast, as far as they have them.
   */
  get source(): FrameSource {
    return this.#shown.first;
  }

  set source(source: MovieSource | readonly MovieSource[]) {
    const shown = arrange(source, this.#shows);
    const { movie, truth } = shown;
    const generation = this.generation + 1;
    const isSameStage = movie.stages.some(({ name }) => name === this.stage);
    const stage = isSameStage ? this.stage : (movie.stages.at(-1)?.name ?? "");
    const frame = Math.min(this.frame, Math.max(0, movie.frameCount - 1));
    this.#shown = shown;
    const isThere = frame < shown.asked.movies.available;
    this.#frameSent = this.#server.replace(shown.asked.movies, generation, isThere ? { stage, frame } : null);
    this.#questions.replace(shown.asked, generation);
    this.set({
      ...selectionTraitsOf(shown, this),
      movie,
      truth: truth instanceof Promise ? null : truth,
      generation,
      frame,
      range: this.range && this.range[1] <= movie.frameCount ? this.range : null,
      cells: this.cells.filter((cell) => cell < cellCount(shown)),
      ...(isSameStage ? {} : { stage, limits: null, difference_limit: null }),
    });
    this.#shareSelection();
    this.#followGrowth();
    this.#awaitTruth();
  }

  /** Resolves when the frame on show of this source is on its way to the pages that looked at the source before it. */
  get frameSent(): Promise<void> {
    return this.#frameSent;
  }

  /** Another stage is shown at its own contrast, unless limits come with it. */
  override set(traits: Partial<TraitsOf<MoviePlayerShape>>): void {
    const isOther = traits.stage !== undefined && traits.stage !== this.stage;
    super.set(isOther ? { limits: null, difference_limit: null, ...traits } : traits);
  }

  /** Starts to play, in the page. */
  play(): void {
    this.playing = true;
  }

  /** Stops at the frame that is shown. */
  pause(): void {
    this.playing = false;
  }

  #shareSelection(): void {
    const { groundTruth } = this.#shown.first;
    if (!groundTruth) return;
    if (this.#selection) this.#selection.move(groundTruth);
    else this.#selection = new SharedSelection(this, groundTruth);
  }

  #followGrowth(): void {
    this.#endGrowth();
    this.#endGrowth = followGrowth(this.source, (progress) => this.set({ progress }));
  }

  /** The truth of a recording on disk is read after the player is there. */
  #awaitTruth(): void {
    const { truth } = this.#shown;
    const { generation } = this;
    if (!(truth instanceof Promise)) return;
    const take = (read: TruthTrait | null) => {
      if (generation === this.generation) this.set({ truth: read });
    };
    truth.then(take).catch((error: unknown) => console.warn("The ground truth cannot be read:", error));
  }

  /** The frame shown, as a small PNG. */
  protected override async staticPicture(): Promise<Uint8Array | undefined> {
    const { frame, movie, compare } = this;
    const info = movie.stages.find(({ name }) => name === this.stage);
    if (!info || movie.frameCount === 0) return undefined;
    // A source that cannot give the frame says so in the view.
    const chunk = await this.#shown.asked.movies.frames(info.name, frame, frame + 1).catch(() => undefined);
    if (!chunk) return undefined;
    const { labels } = movie;
    const size = info.height * info.width;
    const all = Array.from({ length: chunk.data.length / size }, (_, i) =>
      chunk.data.subarray(i * size, (i + 1) * size),
    );
    const shown = comparedPanels(all, labels, compare);
    const step = decimationStep(info.width * shown.length, mostPicturePixels);
    const panels = shown.map(({ label, data }) => ({ label, data: decimate(data, info.width, info.height, step) }));
    const width = Math.ceil(info.width / step);
    const height = Math.ceil(info.height / step);
    const isSigned = compare === "difference" && all.length > 1;
    const limit = isSigned ? (this.difference_limit ?? differenceLimit(Float32Array.from(shown[0].data))) : 0;
    const picture: MovieFrame = {
      panels,
      width,
      height,
      limits: isSigned ? [-limit, limit] : (this.limits ?? autoLimits(chunk.data)),
      colormap: isSigned ? signedColormap : this.colormap,
      pixelSizeUm: this.scale_bar ? movie.pixelSizeUm && movie.pixelSizeUm * step : null,
      timeS: frame / movie.fps,
      outlines: await this.#outlinesAt(info, 1 / step, shown.length),
    };
    return drawPicture(width * panels.length, height, (context) => drawMovieFrame(context, picture));
  }

  /** The outlines of the cells that are chosen, and of vessels, as the picture shows them. */
  async #outlinesAt(stage: MovieTrait["stages"][number], zoom: number, panels: number): Promise<PlacedOutlines[]> {
    const { truth, cells, selected, also_selected } = this;
    const selection = [...(selected === null ? [] : [selected]), ...also_selected];
    const chosen = [...new Set([...selection, ...cells])];
    if (!truth) return [];
    const style = {
      outlines: await outlinesOf(this.outlines === "none" ? [] : chosen, this.#shown.asked),
      vessels: this.vessels && truth.vessels ? await vesselsOf(this.#shown.asked) : undefined,
      states: truth.state,
      selection,
      hovered: null,
      labelled: this.ids ? chosen : [],
      zoom,
      edge: stage.width * zoom,
    };
    const [height, width] = fieldOfView(this.movie);
    const [left, top] = [(stage.width - width) >> 1, (stage.height - height) >> 1];
    return Array.from({ length: panels }, (_, panel) => {
      const movie = movieOfPanel(panel, this.movie.labels.length, this.compare);
      const [dy, dx] = this.follow_motion ? shiftAt(truth.motion, stage.name, this.frame, movie) : [0, 0];
      return { ...style, x: (left + dx) * zoom, y: (top + dy) * zoom };
    });
  }
}

/** What a page's button sends that ends a run. */
function isStop(content: unknown): boolean {
  return typeof content === "object" && content !== null && "type" in content && content.type === "stop";
}

function conflict(traits: MoviePlayerTraits): TraitConflict | undefined {
  const { movie, stage, frame, limits, range, truth, cells, depth_um: depths } = traits;
  const names = movie.stages.map(({ name }) => name);
  if (names.length > 0 && !names.includes(stage)) {
    return { trait: "stage", allowed: names.map((name) => `"${name}"`).join(" | ") };
  }
  if (frame > Math.max(0, movie.frameCount - 1)) {
    return { trait: "frame", allowed: `a whole number from 0 to ${movie.frameCount - 1}` };
  }
  if (limits && !(limits[0] < limits[1])) return { trait: "limits", allowed: "[black, white] with black < white" };
  if (range && !(range[0] < range[1] && range[1] <= movie.frameCount)) {
    return { trait: "range", allowed: `null or [from, to] with 0 ≤ from < to ≤ ${movie.frameCount}` };
  }
  if (depths && !(depths[0] < depths[1])) return { trait: "depth_um", allowed: "null or [from, to] with from < to" };
  if (!truth) return undefined;
  const count = truth.x.length;
  if (cells.some((cell) => cell >= count)) {
    return { trait: "cells", allowed: `numbers of cells, from 0 to ${count - 1}` };
  }
  return selectionConflict(traits, count);
}
