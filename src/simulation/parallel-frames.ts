import { parallelism, startEngineThread } from "../platform/engine-host.js";
import type { EngineThread } from "../platform/engine-thread.js";
import { RunError } from "./errors.js";
import type { FrameChunk, StreamOptions } from "./frame-source.js";
import { FrameWorker } from "./frame-worker.js";
import { OrderedFrames } from "./ordered-frames.js";
import type { Plan } from "./plan.js";
import { findStage } from "./render.js";
import { cut, runLayout } from "./run-layout.js";

const MOST_WORKERS = 64;

export interface ParallelOptions extends StreamOptions {
  /** Seconds for which a worker may give no sign of life. */
  readonly silence_s?: number;
  readonly startThread?: () => EngineThread | Promise<EngineThread>;
}

/**
 * Renders frames of a stage by several threads, out of order, and gives them out in order, some at a time. No more is
 * rendered ahead than each worker's stretch, and when the last frame is taken, or nobody wants more, the threads end.
 * @throws RunError when a worker crashes or hangs; the signal's reason when aborted.
 */
export async function* parallelFrames(
  plan: Plan,
  stageName: string,
  from: number,
  to: number,
  options: ParallelOptions = {},
): AsyncGenerator<FrameChunk> {
  const { signal, silence_s = 60, startThread = startEngineThread } = options;
  signal?.throwIfAborted();
  const stage = findStage(plan.stages, stageName);
  const layout = runLayout(stage);
  const stretches = cut(from, to, layout.stretch);
  const count = Math.min(await workerCount(options.workers), stretches.length);
  const frames = new OrderedFrames(from, count * layout.stretch);
  const workers: FrameWorker[] = [];
  let over = false;
  const end = (reason: unknown) => {
    over = true;
    frames.fail(reason);
    for (const worker of workers.splice(0)) worker.stop();
  };
  const abort = () => end(signal?.reason);

  const work = async () => {
    const thread = await startThread();
    if (over) return thread.terminate();
    const worker = new FrameWorker(thread, plan, stage.name, silence_s);
    workers.push(worker);
    let last: Promise<unknown> = Promise.resolve();
    for (let stretch = stretches.shift(); stretch; stretch = stretches.shift()) {
      for (const [first, next] of cut(...stretch, layout.piece)) {
        await frames.room(first);
        const piece = worker.render(first, next).then((chunk) => frames.put(chunk));
        // Also while this loop waits for room, a failure ends the run.
        piece.catch(end);
        // One piece waits in the worker while it renders the one before.
        await last;
        last = piece;
      }
    }
    await last;
  };

  signal?.addEventListener("abort", abort);
  try {
    for (let i = 0; i < count; i++) work().catch(end);
    for (let at = from; at < to; ) {
      const chunk = await frames.take();
      at = chunk.to;
      yield chunk;
    }
  } finally {
    signal?.removeEventListener("abort", abort);
    end(new RunError("stopped", "The run has ended."));
  }
}

/** How many threads a run has; refuses a number that makes no sense. */
async function workerCount(asked: number | undefined): Promise<number> {
  if (asked === undefined) return Math.min(8, await parallelism());
  if (Number.isInteger(asked) && asked >= 1 && asked <= MOST_WORKERS) return asked;
  throw new RunError("option", `workers is ${asked}; it must be a whole number from 1 to ${MOST_WORKERS}.`);
}
