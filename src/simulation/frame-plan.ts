import type { Operation, SceneValueName } from "../steps/scene.js";
import { findStage } from "./frame-range.js";
import type { Plan } from "./plan.js";

/** What frames are rendered from. */
export type FramePlan = Omit<Plan, "cells" | "neuropil" | "warnings">;

/** The values that operations read when no step is masked. */
export function valuesRead(operations: readonly Operation[]): Set<SceneValueName> {
  const read = new Set<SceneValueName>();
  for (const operation of operations) {
    if ("patches" in operation) read.add(operation.patches).add(operation.weights);
    else if ("field" in operation) {
      read.add(operation.field);
      if (operation.course !== undefined) read.add(operation.course);
    } else if ("shifts" in operation) read.add(operation.shifts);
    else if (operation.do === "custom")
      for (const value of Object.values(operation.values)) if ("name" in value) read.add(value.name);
  }
  return read;
}

/** What the frames of one stage are rendered from when no step is masked, without the rest of a plan. */
export function framePlan(plan: FramePlan, stageName: string): FramePlan {
  const stage = findStage(plan.stages, stageName);
  const operations = plan.operations.slice(0, stage.operations);
  const read: ReadonlySet<string> = valuesRead(operations);
  const only = <Value>(values: { readonly [name: string]: Value }) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => read.has(name)));
  const { spec, kinds, frameCount, canvas, fov, patches, fields, courses, weights, trajectories, values } = plan;
  return {
    spec,
    kinds,
    frameCount,
    canvas,
    fov,
    patches: only(patches),
    fields: only(fields),
    courses: only(courses),
    weights: only(weights),
    trajectories: only(trajectories),
    values: only(values),
    operations,
    stages: [stage],
  };
}
