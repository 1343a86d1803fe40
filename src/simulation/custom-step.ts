import { type CustomDefinition, definitionOf } from "../spec/custom-step.js";
import type { Spec } from "../spec/spec.js";
import { UnsupportedStepError } from "./errors.js";

/** What the engine's thread needs of the definition of a step of one's own. */
export type StepSource = Pick<CustomDefinition, "kind" | "stage" | "domain" | "source">;

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
