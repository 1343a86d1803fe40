import { newFrameData } from "../simulation/frame-data.js";
import type { FrameChunk, FrameSource, StageInfo } from "../simulation/frame-source.js";
import { isGrowing } from "./movie-growth.js";
import { WidgetError } from "./widget-error.js";

/** A rectangle of the field of view, in pixels. */
export interface Crop {
  readonly row: number;
  readonly column: number;
  readonly height: number;
  readonly width: number;
}

/** A movie that is shown beside others. */
export interface LockedMovie {
  readonly label: string;
  readonly source: FrameSource;
  /** Kinds of steps whose work is left out. */
  readonly without?: readonly string[];
}

/**
 * One movie or several of the same field of view as one, so that they share frame, contrast and colours: the frames of a
 * chunk are (frame, movie, height, width). Of several movies, or of a part of one, only the field of view is kept; what
 * earlier stages have around it is cut off.
 */
export class LockedMovies {
  readonly #movies: readonly LockedMovie[];
  readonly #crop: Crop | null;
  readonly frameCount: number;
  readonly fps: number;
  readonly pixelSizeUm: number | null;
  /** The stages that all movies have, the size of each that of one movie. */
  readonly stages: readonly StageInfo[];

  /** @throws WidgetError when the movies do not fit together, or the crop lies outside them. */
  constructor(movies: readonly LockedMovie[], crop: Crop | null) {
    const [first] = movies;
    const [height, width] = fieldOfView(first.source);
    for (const { source } of movies) checkFit(first.source, source);
    if (crop && !fits(crop, height, width)) {
      throw new WidgetError("MoviePlayer", "crop", crop, `a rectangle within ${height} × ${width} pixels`);
    }
    this.#movies = movies;
    this.#crop = crop ?? (movies.length > 1 ? { row: 0, column: 0, height, width } : null);
    this.frameCount = Math.min(...movies.map(({ source }) => source.frameCount));
    this.fps = first.source.fps;
    this.pixelSizeUm = first.source.pixelSizeUm;
    const size = this.#crop ? { height: this.#crop.height, width: this.#crop.width } : {};
    this.stages = commonStages(movies.map(({ source }) => source)).map((stage) => ({ ...stage, ...size }));
  }

  /** Frames that are there already: fewer where a movie is being made. */
  get available(): number {
    const there = this.#movies.map(({ source }) =>
      isGrowing(source) ? source.progress.framesDone : source.frameCount,
    );
    return Math.min(this.frameCount, ...there);
  }

  get labels(): readonly string[] {
    return this.#movies.length > 1 ? this.#movies.map(({ label }) => label) : [];
  }

  /** Frames `from` (included) to `to` (excluded): of each frame all movies, one below the other. */
  async frames(stage: string, from: number, to: number, options?: { signal?: AbortSignal }): Promise<FrameChunk> {
    const ask = ({ source, without }: LockedMovie) =>
      source.frames(stageIn(source, stage), from, to, { ...options, without });
    const chunks: FrameChunk[] = [];
    // A single frame is waited for: all are asked for at once. In between those of a long range others get their turn.
    if (to - from === 1) chunks.push(...(await Promise.all(this.#movies.map(ask))));
    else for (const movie of this.#movies) chunks.push(await ask(movie));
    const crop = this.#crop;
    if (!crop) return chunks[0];
    const info = this.stages.find(({ name }) => name === stage);
    const size = crop.height * crop.width;
    const data = newFrameData(info?.dtype ?? "float32", (to - from) * size * chunks.length);
    chunks.forEach((chunk, movie) => {
      const fov = fieldOfView(this.#movies[movie].source);
      for (let t = 0; t < to - from; t++) cut(chunk, t, fov, crop, data.subarray((t * chunks.length + movie) * size));
    });
    return { stage, from, to, height: crop.height * chunks.length, width: crop.width, data };
  }
}

/** The size of the finished movie: earlier stages may have a margin around it. */
export function fieldOfView({
  stages,
}: {
  readonly stages: readonly { readonly height: number; readonly width: number }[];
}): readonly [height: number, width: number] {
  const finished = stages.at(-1);
  return [finished?.height ?? 1, finished?.width ?? 1];
}

/** The stages by the names that all movies have; the finished movies where no name is common. */
function commonStages(movies: readonly FrameSource[]): StageInfo[] {
  const [first] = movies;
  const named = first.stages.filter(({ name }) => movies.every(({ stages }) => stages.some((s) => s.name === name)));
  const stages = named.length > 0 ? named : first.stages.slice(-1);
  return stages.map((stage) => {
    const all = movies.map((movie) => movie.stages.find(({ name }) => name === stageIn(movie, stage.name)) ?? stage);
    const isSame = all.every(({ dtype }) => dtype === stage.dtype);
    const isBounded = all.every(({ range }) => JSON.stringify(range) === JSON.stringify(stage.range));
    return { ...stage, dtype: isSame ? stage.dtype : "float32", range: isBounded ? stage.range : null };
  });
}

function stageIn({ stages }: FrameSource, name: string): string {
  return stages.some((stage) => stage.name === name) ? name : (stages.at(-1)?.name ?? name);
}

function checkFit(first: FrameSource, other: FrameSource): void {
  const sizes = [first, other].map((movie) => fieldOfView(movie).join(" × "));
  if (sizes[0] !== sizes[1]) {
    throw new WidgetError("MoviePlayer", "source", `${sizes[1]} px`, `movies of one size, here ${sizes[0]} px`);
  }
  if (first.fps !== other.fps) {
    throw new WidgetError("MoviePlayer", "source", `${other.fps} fps`, `movies of one rate, here ${first.fps} fps`);
  }
}

/** Copies a rectangle of the field of view out of a frame. */
function cut(
  chunk: FrameChunk,
  t: number,
  [fovHeight, fovWidth]: readonly [number, number],
  { row, column, height, width }: Crop,
  out: FrameChunk["data"],
): void {
  const top = row + ((chunk.height - fovHeight) >> 1);
  const left = column + ((chunk.width - fovWidth) >> 1);
  for (let y = 0; y < height; y++) {
    const at = (t * chunk.height + top + y) * chunk.width + left;
    out.set(chunk.data.subarray(at, at + width), y * width);
  }
}

function fits({ row, column, height, width }: Crop, rows: number, columns: number): boolean {
  return (
    [row, column, height, width].every(Number.isInteger) &&
    row >= 0 &&
    column >= 0 &&
    height > 0 &&
    width > 0 &&
    row + height <= rows &&
    column + width <= columns
  );
}
