import { autoLimits } from "../drawing/contrast.js";
import { decimate, decimationStep } from "../drawing/decimate.js";
import { drawMovieFrame } from "../drawing/movie-frame.js";
import type { FrameSource } from "../simulation/frame-source.js";
import { browserPackage } from "./browser-package.js";
import { cellMarks } from "./cell-marks.js";
import type { CellSource } from "./cell-source.js";
import { ChunkServer } from "./chunk-server.js";
import type { GivenTraits, TraitsOf } from "./define-widget.js";
import { type DomShape, defineDomWidget } from "./dom-widget.js";
import { drawPicture, mostPicturePixels } from "./picture.js";
import { type Crop, SideBySide } from "./side-by-side.js";
import type { TraitConflict } from "./trait-set.js";
import { type MoviePlayerTraits, type MovieTrait, moviePlayerTraits } from "./traits/movie-player.js";
import { WidgetError } from "./widget-error.js";

/** A movie to play, or something that has one. */
export type MovieSource = FrameSource | { readonly frameSource: FrameSource };

type MoviePlayerShape = typeof moviePlayerTraits.shape & DomShape;

/** How a player starts, and how it is laid out. */
export type MoviePlayerOptions = Partial<
  Pick<GivenTraits<typeof moviePlayerTraits.shape>, "stage" | "frame" | "limits" | "colormap" | "loop" | "speed">
> &
  Partial<GivenTraits<DomShape>> &
  MoviePlayerShows;

/** What of a movie is shown. */
interface MoviePlayerShows {
  /** Kinds of steps whose work is left out in a second movie beside this one: the same scene, the same frame. */
  readonly without?: readonly string[];
  /** What the movie without those steps and the one with them are called. */
  readonly labels?: readonly [without: string, with_: string];
  /** The part of the field of view to show, in pixels. */
  readonly crop?: Crop;
  /** Numbers of cells to outline; they move with the tissue. */
  readonly cells?: readonly number[];
}

/**
 * Plays any stage of a movie. Frames are computed when they are looked at, and reach the page as raw values, so that
 * contrast and colour change there at once.
 *
 * Traits: `frame`, `stage`, `playing`, `loop`, `speed`, `limits` ([black, white] in the stage's unit; null chooses the
 * 0.5 and 99.8 percentiles of the next frame shown) and `colormap`, all of them settable and observable.
 *
 * @example
 * ```ts
 * const player = new MoviePlayer(recording, { colormap: "grey", limits: [10, 140] });
 * player.stage = "cells_only";
 * player.source = await plan(changedSpec); // goes on at the same frame
 * new MoviePlayer(recording, { without: ["neuropil"], cells: [3, 14] }); // without | with, two cells outlined
 * ```
 */
export class MoviePlayer extends defineDomWidget({
  ...browserPackage,
  name: "MoviePlayer",
  traits: moviePlayerTraits,
  conflict,
}) {
  #source: FrameSource;
  #shown: FrameSource;
  readonly #shows: MoviePlayerShows;
  readonly #server: ChunkServer;

  /** @throws WidgetError when an option is wrong, or the movie has no such stage or frame. */
  constructor(source: MovieSource, options: MoviePlayerOptions = {}) {
    const { without, labels, crop, cells, ...traits } = options;
    const frames = frameSourceOf(source);
    const { shown, movie, marks } = arrange(frames, { without, labels, crop, cells });
    super({ ...traits, movie, marks, stage: options.stage ?? movie.stages.at(-1)?.name ?? "" });
    this.#source = frames;
    this.#shown = shown;
    this.#shows = { without, labels, crop, cells };
    this.#server = new ChunkServer(shown, this.generation, (answer, buffers) => this.send(answer, buffers));
    this.onCustom((content) => this.#server.receive(content));
  }

  /** The movie that is played. Another one takes over at the same frame, stage and contrast, as far as it has them. */
  get source(): FrameSource {
    return this.#source;
  }

  set source(source: MovieSource) {
    const frames = frameSourceOf(source);
    const { shown, movie, marks } = arrange(frames, this.#shows);
    const generation = this.generation + 1;
    const sameStage = movie.stages.some(({ name }) => name === this.stage);
    this.#source = frames;
    this.#shown = shown;
    this.#server.replace(shown, generation);
    this.set({
      movie,
      marks,
      generation,
      frame: Math.min(this.frame, Math.max(0, movie.frameCount - 1)),
      ...(sameStage ? {} : { stage: movie.stages.at(-1)?.name ?? "", limits: null }),
    });
  }

  /** Another stage is shown at its own contrast, unless limits come with it. */
  override set(traits: Partial<TraitsOf<MoviePlayerShape>>): void {
    const isOther = traits.stage !== undefined && traits.stage !== this.stage;
    super.set(isOther ? { limits: null, ...traits } : traits);
  }

  /** Starts to play, in the page. */
  play(): void {
    this.playing = true;
  }

  /** Stops at the frame that is shown. */
  pause(): void {
    this.playing = false;
  }

  /** The frame shown, as a small PNG. */
  protected override async staticPicture(): Promise<Uint8Array | undefined> {
    const info = this.movie.stages.find(({ name }) => name === this.stage);
    if (!info || this.movie.frameCount === 0) return undefined;
    const { frame, movie } = this;
    const { fps, pixelSizeUm } = movie;
    // A source that cannot give the frame says so in the view.
    const chunk = await this.#shown.frames(info.name, frame, frame + 1).catch(() => undefined);
    if (!chunk) return undefined;
    const step = decimationStep(chunk.width, mostPicturePixels);
    const picture = {
      data: decimate(chunk.data, chunk.width, chunk.height, step),
      width: Math.ceil(chunk.width / step),
      height: Math.ceil(chunk.height / step),
      limits: this.limits ?? autoLimits(chunk.data),
      colormap: this.colormap,
      pixelSizeUm: pixelSizeUm && pixelSizeUm * step,
      timeS: frame / fps,
      labels: movie.labels,
    };
    return drawPicture(picture.width, picture.height, (context) => drawMovieFrame(context, picture));
  }
}

function conflict({ movie, stage, frame, limits }: MoviePlayerTraits): TraitConflict | undefined {
  const names = movie.stages.map(({ name }) => name);
  if (names.length > 0 && !names.includes(stage)) {
    return { trait: "stage", allowed: names.map((name) => `"${name}"`).join(" | ") };
  }
  if (frame > Math.max(0, movie.frameCount - 1)) {
    return { trait: "frame", allowed: `a whole number from 0 to ${movie.frameCount - 1}` };
  }
  if (limits && !(limits[0] < limits[1])) return { trait: "limits", allowed: "[black, white] with black < white" };
  return undefined;
}

function frameSourceOf(source: MovieSource): FrameSource {
  const frames = source && typeof source === "object" && "frameSource" in source ? source.frameSource : source;
  if (typeof frames?.frames === "function" && Array.isArray(frames.stages)) return frames;
  throw new WidgetError(
    "MoviePlayer",
    "source",
    source,
    "a Scene, a Recording or another FrameSource (stages, frameCount, fps and frames(stage, from, to))",
  );
}

/** What is played of a movie: all of it, a part, or with and without some steps beside one another. */
function arrange(source: FrameSource, { without, labels, crop, cells = [] }: MoviePlayerShows) {
  checkMasks(source, without ?? []);
  const whole = { label: "", frames: source.frames.bind(source) };
  const masked: FrameSource["frames"] = (stage, from, to, options) =>
    source.frames(stage, from, to, { ...options, without });
  const names = without?.map((kind) => kind.replaceAll("_", " ")).join(", ");
  const panels = without
    ? [
        { label: labels?.[0] ?? `without ${names}`, frames: masked },
        { ...whole, label: labels?.[1] ?? `with ${names}` },
      ]
    : [whole];
  const shown = without || crop ? new SideBySide(source, panels, crop ?? null) : source;
  const movie = movieTrait(shown, without ? panels.map(({ label }) => label) : []);
  const still = without ? [without.includes("brain_motion"), false] : [false];
  const marks = cellMarks(source as FrameSource & Partial<CellSource>, cells, { crop: crop ?? null, still });
  return { shown, movie, marks };
}

/** Refuses to leave out what the movie does not have, or what it can no longer do without. */
function checkMasks({ spec }: FrameSource & Partial<CellSource>, without: readonly string[]): void {
  const kinds = spec?.steps?.map(({ kind }) => kind) ?? [];
  const unknown = without.find((kind) => !kinds.includes(kind));
  if (unknown === undefined) return;
  const allowed =
    kinds.length > 0 ? kinds.map((kind) => `"${kind}"`).join(" | ") : "left out for a movie without a spec";
  throw new WidgetError("MoviePlayer", "without", unknown, allowed);
}

function movieTrait({ frameCount, fps, pixelSizeUm, stages }: FrameSource, labels: string[]): MovieTrait {
  return {
    labels,
    frameCount,
    fps,
    pixelSizeUm,
    stages: stages.map(({ name, height, width, dtype, unit, range }) => {
      return { name, height, width, dtype, unit, range: range && [range[0], range[1]] };
    }),
  };
}
