import type { FrameSource, GrowingMovie, MovieProgress } from "../simulation/frame-source.js";

/** Time between two messages about how far a movie is (ms). */
const TOLD_EVERY = 100;

export function isGrowing(source: FrameSource): source is GrowingMovie {
  return "onProgress" in source && typeof source.onProgress === "function" && "progress" in source;
}

/**
 * Tells how far a movie is that is being made, at once and then at intervals, and at its end; null of one that is whole.
 * Returns what ends that.
 */
export function followGrowth(source: FrameSource, tell: (progress: MovieProgress | null) => void): () => void {
  if (!isGrowing(source) || source.progress.state === "done") {
    tell(null);
    return () => {};
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  const say = () => {
    timer = undefined;
    tell(source.progress.state === "done" ? null : source.progress);
  };
  const end = source.onProgress(() => {
    if (source.progress.state === "running") timer ??= setTimeout(say, TOLD_EVERY);
    else {
      clearTimeout(timer);
      say();
    }
  });
  say();
  return () => {
    clearTimeout(timer);
    end();
  };
}
