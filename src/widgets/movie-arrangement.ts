import type { FrameSource } from "../simulation/frame-source.js";
import { type Crop, LockedMovies } from "./locked-movies.js";
import type { AskedMovie } from "./movie-answers.js";
import { isGrowing } from "./movie-growth.js";
import { selectionOf } from "./selection.js";
import type { MovieTrait, TruthTrait } from "./traits/movie-player.js";
import { type TruthSource, truthOverlay } from "./truth-overlay.js";
import { WidgetError } from "./widget-error.js";

/** A movie to play, or something that has one. */
export type MovieSource = FrameSource | { readonly frameSource: FrameSource };

/** What of a movie is shown. */
export interface MoviePlayerShows {
  /** Kinds of steps whose work is left out in a second movie beside this one: the same scene, the same frame. */
  readonly without?: readonly string[];
  /** What the movies side by side are called; of `without` the one without those steps comes first. */
  readonly labels?: readonly string[];
  /** The part of the field of view to show, in pixels. */
  readonly crop?: Crop;
}

function frameSourceOf(source: MovieSource): FrameSource {
  const frames = source && typeof source === "object" && "frameSource" in source ? source.frameSource : source;
  if (typeof frames?.frames === "function" && Array.isArray(frames.stages)) return frames;
  throw new WidgetError(
    "MoviePlayer",
    "source",
    source,
    "a Scene, a Recording or another FrameSource (stages, frameCount, fps and frames(stage, from, to)), or a list of them",
  );
}

/** What is played, and what is known of it. */
export interface Arrangement {
  readonly first: FrameSource & TruthSource;
  readonly asked: AskedMovie;
  readonly movie: MovieTrait;
  readonly truth: TruthTrait | null | Promise<TruthTrait | null>;
}

/** What is played: a movie, a part of it, one with and without some steps, or several beside one another. */
export function arrange(source: MovieSource | readonly MovieSource[], shows: MoviePlayerShows): Arrangement {
  const { without, labels, crop = null } = shows;
  const sources = (isList(source) ? source : [source]).map(frameSourceOf);
  if (sources.length === 0) throw new WidgetError("MoviePlayer", "source", source, "one movie at least");
  if (without && sources.length > 1) {
    throw new WidgetError("MoviePlayer", "without", without, "left out where several movies are given");
  }
  const first: FrameSource & TruthSource = sources[0];
  checkMasks(first, without ?? []);
  const kinds = without?.map((kind) => kind.replaceAll("_", " ")).join(", ");
  const movies = without
    ? [
        { label: labels?.[0] ?? `without ${kinds}`, source: first, without },
        { label: labels?.[1] ?? `with ${kinds}`, source: first },
      ]
    : sources.map((movie, i) => ({ label: labels?.[i] ?? `movie ${i + 1}`, source: movie }));
  const locked = new LockedMovies(movies, crop);
  const still = movies.map((movie) => "without" in movie && !!movie.without?.includes("brain_motion"));
  const truth = truthOverlay(first, { crop, still });
  const { frameCount, fps, pixelSizeUm, stages } = locked;
  const movie: MovieTrait = {
    labels: [...locked.labels],
    frameCount,
    fps,
    pixelSizeUm,
    stages: stages.map(({ name, height, width, dtype, unit, range }) => {
      return { name, height, width, dtype, unit, range: range && [range[0], range[1]] };
    }),
    measuresCheaply: !without && sources.every((movie) => "observed" in movie || isGrowing(movie)),
  };
  const asked = {
    movies: locked,
    truth: first.groundTruth ?? null,
    spec: first.spec,
    corner: [crop?.row ?? 0, crop?.column ?? 0] as const,
  };
  return { first, asked, movie, truth };
}

function isList(source: MovieSource | readonly MovieSource[]): source is readonly MovieSource[] {
  return Array.isArray(source);
}

/** How many cells its truth has; any number until that is read. */
export function cellCount({ truth }: Arrangement): number {
  return truth instanceof Promise ? Number.POSITIVE_INFINITY : (truth?.x.length ?? 0);
}

/** What is selected of its cells. */
export function selectionTraitsOf(shown: Arrangement, own?: Parameters<typeof selectionOf>[1]) {
  const { groundTruth } = shown.first;
  if (!groundTruth) return { selection_group: "", selected: null, also_selected: [] };
  return selectionOf(groundTruth, own);
}

/** Refuses to leave out what the movie does not have, or what it can no longer do without. */
function checkMasks({ spec }: TruthSource, without: readonly string[]): void {
  const kinds = spec?.steps?.map(({ kind }) => kind) ?? [];
  const unknown = without.find((kind) => !kinds.includes(kind));
  if (unknown === undefined) return;
  const allowed =
    kinds.length > 0 ? kinds.map((kind) => `"${kind}"`).join(" | ") : "left out for a movie without a spec";
  throw new WidgetError("MoviePlayer", "without", unknown, allowed);
}
