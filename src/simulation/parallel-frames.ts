import { newSharedMemory } from "../compute/renderer.js";
import { parallelism } from "../platform/engine-host.js";
import { RunError } from "./errors.js";
import { isShared } from "./frame-data.js";
import { framePlan } from "./frame-plan.js";
import type { FrameChunk, StreamOptions } from "./frame-source.js";
import { FrameWorker } from "./frame-worker.js";
import { type FramesThread, takeThread } from "./frames-threads.js";
import { OrderedFrames } from "./ordered-frames.js";
import type { Plan } from "./plan.js";
import { cut, runLayout } from "./run-layout.js";
import { SILENCE_S } from "./silence-watch.js";

const MOST_WORKERS = 64;

export interface ParallelOptions extends StreamOptions {
  /** Seconds for which a worker may give no sign of life. */
  readonly silence_s?: number;
  readonly startThread?: () => FramesThread | Promise<FramesThread>;
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
  const { signal, passing = false, room, silence_s = SILENCE_S, startThread = takeThread } = options;
  signal?.throwIfAborted();
  const rendered = framePlan(plan, stageName);
  const stage = rendered.stages[0];
  const layout = runLayout(stage);
  const pixels = stage.height * stage.width;
  const stretches = cut(from, to, layout.stretch);
  const count = Math.min(await workerCount(options.workers), stretches.length);
  const frames = new OrderedFrames(from, count * layout.stretch);
  const memory = newSharedMemory();
  const workers: FrameWorker[] = [];
  const rooms: ArrayBuffer[] = [];
  const roomFor = (start: number, next: number) =>
    room && isShared(room) ? room.subarray((start - from) * pixels, (next - from) * pixels) : rooms.pop();
  let first: Promise<FrameWorker> | null = null;
  let over = false;
  const end = (reason: unknown) => {
    over = true;
    frames.fail(reason);
    for (const worker of workers.splice(0)) worker.stop();
  };
  const abort = () => end(signal?.reason);

  const newWorker = async (places: readonly number[] | null): Promise<FrameWorker> => {
    const thread = await startThread();
    const worker = new FrameWorker(thread, { plan: rendered, stage: stage.name, memory, places }, silence_s);
    if (over) worker.stop();
    else workers.push(worker);
    return worker;
  };
  const work = async () => {
    const leads = first === null;
    first ??= newWorker(null);
    const worker = leads ? await first : await newWorker(memory && (await (await first).loaded));
    let last: Promise<unknown> = Promise.resolve();
    for (let stretch = stretches.shift(); stretch; stretch = stretches.shift()) {
      for (const [start, next] of cut(...stretch, layout.piece)) {
        await frames.room(start);
        const piece = worker.render(start, next, roomFor(start, next)).then((chunk) => frames.put(chunk));
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
      if (passing && chunk.data.buffer instanceof ArrayBuffer) rooms.push(chunk.data.buffer);
    }
  } finally {
    signal?.removeEventListener("abort", abort);
    end(new RunError("stopped", "The run has ended."));
  }
}

/** How many threads a run has; refuses a number that makes no sense. */
export async function workerCount(asked: number | undefined): Promise<number> {
  if (asked === undefined) return Math.min(8, await parallelism());
  if (Number.isInteger(asked) && asked >= 1 && asked <= MOST_WORKERS) return asked;
  throw new RunError("option", `workers is ${asked}; it must be a whole number from 1 to ${MOST_WORKERS}.`);
}
