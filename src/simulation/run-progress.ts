import { RunError } from "./errors.js";
import type { Progress, RunOptions } from "./render-movie.js";

/** Shows how one run comes along. */
export interface ProgressView {
  update(progress: Progress): void;
  /** Called once, when the run has ended well or not. */
  end(succeeded: boolean): void;
}

/** Begins to show a run under a label, with a way to stop it; null where there is nothing to show it on. */
export type ProgressReporter = (label: string, stop: () => void) => ProgressView | null;

let reporter: ProgressReporter | null = null;

/** Sets what shows runs whose caller does not look after their progress; what was set before is returned. */
export function setProgressReporter(next: ProgressReporter | null): ProgressReporter | null {
  const before = reporter;
  reporter = next;
  return before;
}

/** Does a run, shown by the reporter unless its caller takes its progress. */
export async function showingRun<Options extends RunOptions, Result>(
  label: string,
  options: Options,
  run: (options: Options) => Promise<Result>,
): Promise<Result> {
  if (options.onProgress || !reporter) return run(options);
  const stopping = new AbortController();
  const stop = () => stopping.abort(new RunError("stopped", "The run was stopped."));
  const view = reporter(label, stop);
  if (!view) return run(options);
  const signal = options.signal ? AbortSignal.any([options.signal, stopping.signal]) : stopping.signal;
  let succeeded = false;
  try {
    const result = await run({ ...options, signal, onProgress: (progress) => view.update(progress) });
    succeeded = true;
    return result;
  } finally {
    view.end(succeeded);
  }
}
