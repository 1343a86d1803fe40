import { pipeline } from "../spec/pipeline.js";
import type { Spec } from "../spec/spec.js";
import { FrameRangeError } from "./errors.js";
import type { Plan, PlannedStage } from "./plan.js";

/**
 * The kind of the step that `until` names, or of the last one.
 * @throws FrameRangeError when no step has that name.
 */
export function lastStep(spec: Spec, until: string | undefined): string | undefined {
  const steps = pipeline(spec);
  if (until === undefined) return steps.at(-1)?.kind;
  const step = steps.find(({ kind, stage }) => kind === until || stage === until);
  if (step) return step.kind;
  throw new FrameRangeError(
    `No step of this spec ends the stage "${until}"; until can be ${steps.map(({ stage }) => stage).join(", ")}.`,
  );
}

/** The stages with frames up to the step `last`. */
export function stagesUntil({ spec, stages }: Plan, last: string | undefined): readonly PlannedStage[] {
  const kinds = pipeline(spec).map(({ kind }) => kind);
  return stages.filter(({ kind }) => last !== undefined && kinds.indexOf(kind) <= kinds.indexOf(last));
}
