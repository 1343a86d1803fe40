import type { Progress } from "./render-movie.js";

/** How a run comes along. */
export interface Pace extends Progress {
  /** Since the run began (s). */
  readonly elapsed_s: number;
  /** Over the last seconds; null before there is one. */
  readonly framesPerSecond: number | null;
  /** Time left at that rate (s); null before there is one. */
  readonly remaining_s: number | null;
}

/** A rate is that of this time (s), so that it follows a run that becomes slower or faster. */
const WINDOW_S = 10;

/** Makes a pace of a run's progress. */
export class ProgressMeter {
  readonly #now: () => number;
  readonly #start: number;
  #seen: { readonly at: number; readonly framesDone: number }[] = [];

  /** `now` is a clock (ms). */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#start = now();
  }

  update({ framesDone, frameCount }: Progress): Pace {
    const at = this.#now();
    this.#seen.push({ at, framesDone });
    // The first one kept is the last before the window.
    while (this.#seen.length > 2 && this.#seen[1].at < at - WINDOW_S * 1000) this.#seen.shift();
    const [first] = this.#seen;
    const frames = framesDone - first.framesDone;
    const framesPerSecond = frames > 0 && at > first.at ? (frames * 1000) / (at - first.at) : null;
    const remaining_s = framesPerSecond === null ? null : (frameCount - framesDone) / framesPerSecond;
    return { framesDone, frameCount, elapsed_s: (at - this.#start) / 1000, framesPerSecond, remaining_s };
  }
}

/** `120 of 600 frames, 20 %, 96 frames/s, 5 s left` */
export function paceText({ framesDone, frameCount, elapsed_s, framesPerSecond, remaining_s }: Pace): string {
  const percent = frameCount === 0 ? 100 : Math.floor((100 * framesDone) / frameCount);
  const parts = [`${framesDone} of ${frameCount} frames`, `${percent} %`];
  if (framesPerSecond === null || remaining_s === null) return [...parts, durationText(elapsed_s)].join(", ");
  return [...parts, rateText(framesPerSecond), `${durationText(remaining_s)} left`].join(", ");
}

/** What is said of a run that is done: `600 frames in 6 s, 98 frames/s` */
export function doneText({ framesDone, elapsed_s }: Pace): string {
  return `${framesDone} frames in ${durationText(elapsed_s)}, ${rateText(framesDone / elapsed_s)}`;
}

function rateText(framesPerSecond: number): string {
  const digits = framesPerSecond < 10 ? 1 : 0;
  return `${framesPerSecond.toFixed(digits)} frames/s`;
}

function durationText(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
