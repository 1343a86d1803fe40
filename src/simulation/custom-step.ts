import { cos, exp, hypot, log, pow, sin } from "../physics/elementary.js";
import { RandomStream, type StreamKey, streamKey } from "../random/streams.js";
import { type CustomDefinition, definitionOf } from "../spec/custom-step.js";
import type { Spec } from "../spec/spec.js";
import type { StepMath } from "../steps/step-scene.js";
import { CustomStepError, UnsupportedStepError } from "./errors.js";

/** What the engine's thread needs of the definition of a step of one's own. */
export type StepSource = Pick<CustomDefinition, "kind" | "stage" | "domain" | "source">;

export const stepMath: StepMath = Object.freeze({ exp, log, sin, cos, pow, hypot });

/**
 * The sources of a spec's own steps.
 * @throws UnsupportedStepError when the definition of one is not known.
 */
export function stepSources(spec: Spec): StepSource[] {
  return (spec.extensions?.steps ?? []).map((step) => {
    const definition = definitionOf(step);
    if (definition) {
      const { kind, stage, domain, source } = definition;
      return { kind, stage, domain, source };
    }
    throw new UnsupportedStepError(
      step.kind,
      `The step "${step.kind}" is one of somebody's own, and its definition is not known here: pass it on, as in ` +
        "specFromJson(text, { steps: [ … ] }) with what defineStep returned, or leave the step out.",
    );
  });
}

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
