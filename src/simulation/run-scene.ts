import { fovShape, frameCount } from "../spec/acquisition.js";
import type { Spec, SpecInput } from "../spec/spec.js";
import { parseSpec } from "../spec/spec.js";
import { PlanThreads } from "./frames-threads.js";
import { workerCount } from "./parallel-frames.js";
import type { RunOptions } from "./render-movie.js";
import { planWith, type Scene, SHORT_RUN } from "./scene.js";

/** A scene that is about to be rendered from end to end. */
export interface RunScene<Kinds extends string> {
  readonly scene: Scene<Kinds>;
  /** Ends the threads that the run has not taken; to be called when the run is over. */
  release(): void;
  /** Releases it, and lets go of the scene, when the run was all that it was made for. */
  discard(): void;
}

/**
 * Plans a spec, and starts meanwhile the threads that will render it. An abort is heard at once; the engine then plans to
 * its end for nobody.
 */
export async function planRun<Kinds extends string>(
  spec: SpecInput<Kinds>,
  { workers, signal }: Pick<RunOptions, "workers" | "signal">,
): Promise<RunScene<Kinds>> {
  const checked: Spec<Kinds> = parseSpec(spec);
  const { acquisition } = checked;
  const [height, width] = fovShape(acquisition);
  const long = workers !== undefined || frameCount(acquisition) * height * width > SHORT_RUN;
  const threads = await PlanThreads.start(long ? Math.min(await workerCount(workers), frameCount(acquisition)) : 0);
  const release = () => threads.release();
  const planned = planWith(checked, threads);
  try {
    const scene = await unlessAborted(planned, signal);
    const discard = () => {
      release();
      scene.letGo();
    };
    return { scene, release, discard };
  } catch (error) {
    release();
    planned.then((scene) => scene.letGo()).catch(() => {});
    throw error;
  }
}

/** What some work comes to, or the signal's reason as soon as it is aborted. */
function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort);
    if (signal.aborted) abort();
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
