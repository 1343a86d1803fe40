import { doneText, type Pace, ProgressMeter, paceText } from "../simulation/progress-meter.js";
import type { Progress } from "../simulation/render-movie.js";

/** Where progress is written; a terminal or not. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface ProgressOptions {
  /** Shows nothing. */
  readonly quiet?: boolean;
  readonly output?: ProgressOutput;
  /** A clock (ms). */
  readonly now?: () => number;
}

/** Time between two states of a terminal's line, and between two lines elsewhere (ms). */
const TERMINAL_EVERY = 100;
const LINES_EVERY = 10_000;

/**
 * Runs work that tells its progress, with its rate and the time left. On a terminal that is a line that overwrites itself
 * and goes at the end; elsewhere a line every ten seconds, and one at the end of what took longer.
 */
export async function showingProgress<T>(
  label: string,
  work: (onProgress: (progress: Progress) => void) => Promise<T>,
  { quiet = false, output = process.stderr, now = () => performance.now() }: ProgressOptions = {},
): Promise<T> {
  if (quiet) return work(() => {});
  const isTerminal = output.isTTY === true;
  const meter = new ProgressMeter(now);
  const every = isTerminal ? TERMINAL_EVERY : LINES_EVERY;
  let next = isTerminal ? now() : now() + every;
  let shown: Pace | null = null;
  let last: Pace | null = null;
  try {
    const result = await work((progress) => {
      last = meter.update(progress);
      if (now() < next) return;
      next = now() + every;
      shown = last;
      const text = `${label}: ${paceText(last)}`;
      output.write(isTerminal ? `\r\u001b[2K${text}` : `${text}\n`);
    });
    if (!isTerminal && shown && last) output.write(`${label}: ${doneText(last)}\n`);
    return result;
  } finally {
    if (isTerminal) output.write("\r\u001b[2K");
  }
}
