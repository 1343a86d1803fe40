import { parseSpec, type SpecInput } from "../spec/spec.js";
import { checkFrames } from "./frame-range.js";
import { ValueCache, ValueGraph } from "./graph.js";
import { compileWith, type Plan } from "./plan.js";
import { renderFrames } from "./render.js";
import { Scene } from "./scene.js";

/** What a step costs in every frame. */
export interface StepCost {
  /** The step's kind. */
  readonly step: string;
  /** Time that it adds to a frame (ms). */
  readonly ms_per_frame: number;
  /** Part of the frame's whole time, 0 to 1. */
  readonly share: number;
  /** Frames that were rendered to measure it. */
  readonly frames: number;
}

/** What a value of the plan costs once. */
export interface ValueCost {
  /** Its name in the plan, such as `traces` or `blurred`. */
  readonly value: string;
  /** Time to compute it (ms), without the values that it needs. */
  readonly ms: number;
  /** Part of the whole time of the plan, 0 to 1. */
  readonly share: number;
}

/** Where the time of a simulation goes; each list is shown as a table by a notebook. */
export interface Profile {
  /** The steps that make frames, in order. */
  readonly steps: readonly StepCost[];
  /** What was computed before the first frame, in the order in which it was. */
  readonly values: readonly ValueCost[];
  /** Time of a finished frame (ms). */
  readonly msPerFrame: number;
  /** Time of the plan (ms). */
  readonly planMs: number;
}

/** How much is rendered to measure it. */
export interface ProfileOptions {
  /** Frames to render at each stage, from the first on; 16 without it, or all where a recording has fewer. */
  readonly frames?: number;
}

/** The same is rendered as often, and the fastest counts: what else the machine does only ever adds time. */
const ROUNDS = 3;

/**
 * Measures where the time of a simulation goes: what the plan computes once, and what each step adds to a frame. A step's
 * time is that of the frames up to its stage less that of the frames up to the stage before, as steps are rendered
 * together. Everything is computed anew, in the calling thread, which waits meanwhile.
 * @throws SpecError when the spec is wrong; FrameRangeError when there are not so many frames.
 */
export function profile(source: SpecInput | Scene, options: ProfileOptions = {}): Profile {
  const spec = source instanceof Scene ? source.spec : parseSpec(source);
  const graph = new ValueGraph(new ValueCache());
  const start = performance.now();
  const plan = compileWith(graph, spec);
  const planMs = performance.now() - start;
  const frames = options.frames ?? Math.min(16, plan.frameCount);
  checkFrames(0, frames, plan.frameCount);

  const upTo = stageTimes(plan, frames);
  const msPerFrame = upTo.at(-1) ?? 0;
  // Where a step costs next to nothing, what the machine does besides may make the difference negative.
  const added = upTo.map((ms, i) => Math.max(0, ms - (upTo[i - 1] ?? 0)));
  const whole = added.reduce((sum, ms) => sum + ms, 0);
  return {
    steps: plan.stages.map(({ kind }, i) => ({
      step: kind,
      ms_per_frame: added[i],
      share: whole > 0 ? added[i] / whole : 0,
      frames: frames * ROUNDS,
    })),
    values: Array.from(graph.durationsMs, ([value, ms]) => ({ value, ms, share: planMs > 0 ? ms / planMs : 0 })),
    msPerFrame,
    planMs,
  };
}

/** Time of a frame (ms) up to each stage. */
function stageTimes(plan: Plan, frames: number): number[] {
  const best = plan.stages.map(() => Number.POSITIVE_INFINITY);
  if (frames === 0) return best.map(() => 0);
  // The first round warms up; it does not count.
  for (let round = 0; round <= ROUNDS; round++) {
    plan.stages.forEach(({ name }, i) => {
      const start = performance.now();
      renderFrames(plan, name, 0, frames);
      if (round > 0) best[i] = Math.min(best[i], (performance.now() - start) / frames);
    });
  }
  return best;
}
