import { newFrameData } from "./frame-data.js";
import type { FrameChunk, FrameData } from "./frame-source.js";
import { type MovieObserver, observed } from "./observer.js";
import type { Scene } from "./scene.js";

/** How far a long call has come. */
export interface Progress {
  readonly framesDone: number;
  readonly frameCount: number;
}

/** What every long call takes. */
export interface RunOptions {
  /** Aborts the call, which then throws its reason. */
  readonly signal?: AbortSignal;
  /** Called after each piece of the work. */
  readonly onProgress?: (progress: Progress) => void;
}

const CHUNK_FRAMES = 16;

/** The frames of a stage chunk by chunk, in order; the next chunk is rendered while the caller works on the last. */
export async function* movieChunks(scene: Scene, stage: string, options: RunOptions = {}): AsyncGenerator<FrameChunk> {
  const { frameCount } = scene;
  const { signal } = options;
  const ask = (from: number) =>
    from < frameCount ? scene.frames(stage, from, Math.min(from + CHUNK_FRAMES, frameCount), { signal }) : null;
  let next = ask(0);
  while (next) {
    const chunk = await next;
    next = ask(chunk.to);
    // Whoever stops reading early must not leave an unhandled rejection behind.
    next?.catch(() => {});
    yield chunk;
    options.onProgress?.({ framesDone: chunk.to, frameCount });
  }
}

export interface RenderMovieOptions extends RunOptions {
  /** They are shown the frames of their stages as the movie is made. */
  readonly observers?: readonly MovieObserver[];
}

/** All frames of a stage in one array, (frame, height, width). */
export async function renderMovie(
  scene: Scene,
  stageName: string,
  options: RenderMovieOptions = {},
): Promise<FrameData> {
  const stage = scene.stage(stageName);
  const pixels = stage.height * stage.width;
  const movie = newFrameData(stage.dtype, scene.frameCount * pixels);
  const chunks = movieChunks(scene, stageName, options);
  for await (const chunk of observed(chunks, scene, options.observers, options.signal)) {
    movie.set(chunk.data, chunk.from * pixels);
  }
  return movie;
}
