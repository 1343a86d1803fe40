import { cos, exp, hypot, log, pow, sin } from "../physics/elementary.js";
import { RandomStream, type StreamKey, streamKey } from "../random/streams.js";
import type { StepMath } from "../steps/step-scene.js";
import { CustomStepError } from "./errors.js";

export const stepMath: StepMath = Object.freeze({ exp, log, sin, cos, pow, hypot });

type StepFunction = (...parameters: readonly unknown[]) => unknown;

const functions = new Map<string, StepFunction>();

/** The function of a source text, checked when its step was defined. */
export function functionOf(source: string): StepFunction {
  const known = functions.get(source);
  if (known) return known;
  const made = evaluate(source);
  functions.set(source, made);
  return made;
}

/** A method, `frame(light) { … }`, becomes an expression with the word in front. */
function evaluate(source: string): StepFunction {
  try {
    return new Function(`"use strict"; return (${source});`)();
  } catch (error) {
    if (source.startsWith("function ")) throw error;
    return evaluate(`function ${source}`);
  }
}

/** Streams of a step by purpose and entity. */
export function stepStreams(
  seed: number | bigint,
  kind: string,
): (purpose: string, entity: number | undefined, usual: number) => RandomStream {
  const keys = new Map<string, StreamKey>();
  return (purpose, entity, usual) => {
    const key = keys.get(purpose) ?? streamKey(seed, kind, purpose);
    keys.set(purpose, key);
    return new RandomStream(key, entity ?? usual);
  };
}

/** Runs code of a step of one's own; what it throws names the step, and the frame if there is one. */
export function running<T>(kind: string, frame: number | null, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof CustomStepError ? error : new CustomStepError(kind, frame, error);
  }
}
