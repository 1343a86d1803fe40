import { builtInSteps, type Step } from "../steps/index.js";
import { type CustomStep, definitionOf } from "./custom-step.js";
import type { Spec } from "./spec.js";
import type { StepDomain } from "./step-definition.js";

/** A step in its place among the others. */
export interface PipelineStep {
  readonly kind: string;
  /** Name of the stage that it ends. */
  readonly stage: string;
  readonly domain: StepDomain;
  readonly step: Step | CustomStep;
}

/** All steps of a spec in the order in which they work: those of the model, and one's own after the steps they follow. */
export function pipeline(spec: Spec): readonly PipelineStep[] {
  const own = spec.extensions?.steps ?? [];
  return builtInSteps.flatMap(({ kind, stage, domain }) => [
    ...spec.steps.filter((step) => step.kind === kind).map((step) => ({ kind, stage, domain, step })),
    ...own.filter(({ after }) => after === kind).map(customPlace),
  ]);
}

function customPlace(step: CustomStep): PipelineStep {
  const { kind } = step;
  const definition = definitionOf(step);
  return { kind, stage: definition?.stage ?? kind, domain: definition?.domain ?? "sensor", step };
}
