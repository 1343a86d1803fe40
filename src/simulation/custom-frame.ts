import type { FramePass } from "../compute/passes.js";
import type { Operation, RunFrame } from "../steps/scene.js";
import type { FramePlan } from "./frame-plan.js";
import { functionOf, running, stepMath, stepStreams } from "./run-step.js";

/** The pass of an operation that runs a function of a step of one's own. */
export function customPass(plan: FramePlan, operation: RunFrame & Operation): FramePass {
  const { step: kind, source, fields } = operation;
  const moves = plan.operations.findIndex((other) => other.do === "warp");
  const { height, width } = moves >= 0 && moves < plan.operations.indexOf(operation) ? plan.fov : plan.canvas;
  const streams = stepStreams(plan.spec.seed, kind);
  const values = Object.fromEntries(
    Object.entries(operation.values).map(([name, value]) => [
      name,
      "name" in value ? plan.values[value.name] : value.data,
    ]),
  );
  return {
    do: "custom",
    apply(light, t) {
      const random = (purpose: string, entity?: number) => streams(purpose, entity, t);
      const context = { t, height, width, step: fields, values, math: stepMath, random };
      running(kind, t, () => functionOf(source)(light, context));
    },
  };
}
