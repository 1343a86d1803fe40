import { findStage } from "./frame-range.js";
import type { FrameChunk, FrameSource, StageInfo } from "./frame-source.js";

/** Looks on while a movie is made: it is shown frames of one stage, in order. */
export interface MovieObserver {
  /** Name of the stage, or kind of the step that ends it. */
  readonly stage: string;
  /** Called once, before the first frame. */
  begin?(movie: FrameSource, stage: StageInfo): void | Promise<void>;
  /** Which of the frames `from` (included) to `to` (excluded) it wants to see, increasing; all when left out. */
  select?(from: number, to: number): readonly number[];
  /** Takes some frames; the run goes on when it is done. What it throws ends the run. */
  observe(chunk: FrameChunk): void | Promise<void>;
  /** Called once after the last frame, also when the run fails or is given up. */
  end?(): void | Promise<void>;
}

/**
 * Chunks of a movie as they pass, shown to all observers. A stage that the chunks are not of is rendered for its
 * observer, and only the frames that it wants.
 * @throws FrameRangeError when an observer's stage does not exist, before the first frame; what an observer throws.
 */
export async function* observed(
  chunks: AsyncIterable<FrameChunk>,
  movie: FrameSource,
  observers: readonly MovieObserver[] = [],
  signal?: AbortSignal,
): AsyncGenerator<FrameChunk> {
  const stages = observers.map(({ stage }) => findStage(movie.stages, stage));
  const begun: MovieObserver[] = [];
  let finished = false;
  try {
    for (const [i, observer] of observers.entries()) {
      begun.push(observer);
      await observer.begin?.(movie, stages[i]);
    }
    for await (const chunk of chunks) {
      for (const [i, observer] of observers.entries()) {
        const { name } = stages[i];
        const wanted = observer.select?.(chunk.from, chunk.to);
        for (const [from, to] of wanted ? runs(wanted) : [[chunk.from, chunk.to]]) {
          const own = chunk.stage === name ? part(chunk, from, to) : await movie.frames(name, from, to, { signal });
          await observer.observe(own);
        }
      }
      yield chunk;
    }
    finished = true;
  } finally {
    const ends = await Promise.allSettled(begun.map(async (observer) => observer.end?.()));
    const failed = ends.find(({ status }) => status === "rejected");
    // After a failure, the failure is what matters.
    if (finished && failed?.status === "rejected") throwAgain(failed.reason);
  }
}

function throwAgain(error: unknown): never {
  throw error;
}

/** Stretches of consecutive frames. */
function runs(frames: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const frame of frames) {
    const last = found.at(-1);
    if (last && last[1] === frame) last[1] = frame + 1;
    else found.push([frame, frame + 1]);
  }
  return found;
}

function part(chunk: FrameChunk, from: number, to: number): FrameChunk {
  const pixels = chunk.height * chunk.width;
  const data = chunk.data.subarray((from - chunk.from) * pixels, (to - chunk.from) * pixels);
  return { ...chunk, from, to, data };
}
