import { parseSpec, type SpecInput } from "../spec/spec.js";
import { RunError } from "./errors.js";
import { findStage } from "./frame-range.js";
import type { FrameChunk } from "./frame-source.js";
import { observed } from "./observer.js";
import { rechunk } from "./rechunk.js";
import type { RenderMovieOptions } from "./render-movie.js";
import { planRun } from "./run-scene.js";
import { Scene } from "./scene.js";
import { lastStep, stagesUntil } from "./until.js";

export interface SimulateStreamOptions extends RenderMovieOptions {
  /** Frames in a chunk, 128 by default; the last chunk may have fewer. */
  readonly chunkFrames?: number;
  /** Stage name or step kind after which to stop; the finished movie by default. */
  readonly until?: string;
  /** The stage whose frames come out, by name or step kind; the last one by default. */
  readonly stage?: string;
}

/**
 * Simulates a recording chunk by chunk, without ever holding more of it than a few chunks: the memory it takes does not
 * depend on the number of frames. The values are those of `simulate`, bit for bit. Rendering goes on while the caller
 * works on a chunk, by several threads, and waits where the caller is slower; leaving the loop early ends it.
 * Of a spec, the warnings are printed. Nothing comes out where only cell steps run.
 * @throws SpecError when the spec is wrong; FrameRangeError when there is no such stage; RunError for a wrong `chunkFrames`
 * or `workers`, or when a thread crashes or hangs (it names the frames); the signal's reason when aborted.
 */
export async function* simulateStream(
  movie: SpecInput | Scene,
  options: SimulateStreamOptions = {},
): AsyncGenerator<FrameChunk> {
  const { chunkFrames = 128, until, observers, signal, workers, onProgress } = options;
  if (!(Number.isInteger(chunkFrames) && chunkFrames >= 1)) {
    throw new RunError("option", `chunkFrames is ${chunkFrames}; it must be a whole number of frames, 1 at least.`);
  }
  signal?.throwIfAborted();
  const spec = movie instanceof Scene ? movie.spec : parseSpec(movie);
  const last = lastStep(spec, until);
  const { scene, discard } = movie instanceof Scene ? { scene: movie, discard() {} } : await planRun(spec, options);
  try {
    if (scene !== movie) for (const warning of scene.warnings) console.warn(warning);
    const stages = stagesUntil(scene.plan, last);
    for (const observer of observers ?? []) findStage(stages, observer.stage);
    const stage = options.stage === undefined ? stages.at(-1) : findStage(stages, options.stage);
    if (!stage) return;
    const { frameCount } = scene;
    const frames = scene.stream(stage.name, 0, frameCount, { signal, workers, passing: true });
    for await (const chunk of observed(rechunk(frames, chunkFrames, frameCount), scene, observers, signal)) {
      onProgress?.({ framesDone: chunk.to, frameCount });
      yield chunk;
    }
  } finally {
    discard();
  }
}
