import { z } from "zod";
import { excitationCourse } from "../extensions/excitation.js";
import { leakageField } from "../physics/falloff.js";
import { nonNegative, oneOf, positiveOrNull, strictObject } from "../spec/fields.js";
import { defineStep, makeStep, type StepOf, type StepOptions } from "../spec/step-definition.js";
import type { SceneBuilder } from "./scene.js";

const schema = strictObject({
  kind: z.literal("leakage"),
  profile: oneOf(["uniform", "gaussian"]).default("gaussian"),
  level: nonNegative().default(0.1),
  sigma_um: positiveOrNull().default(null),
});

/** The step `leakage` of a spec, every field present; made by {@link leakage}. */
export type LeakageStep = StepOf<typeof schema>;

/**
 * Excitation light that leaks through the filters: a constant field added to the movie, uniform or Gaussian (`sigma_um`
 * null: a quarter of the smaller side of the field of view).
 * @throws SpecError
 */
export function leakage(options: StepOptions<typeof schema> = {}): LeakageStep {
  return makeStep("leakage", schema, options);
}

export const leakageStep = defineStep({
  kind: "leakage",
  stage: "leakage",
  domain: "sensor",
  requires: [],
  schema,

  contribute(step: LeakageStep, { acquisition, extensions, frameCount, grid, provide, operation }: SceneBuilder) {
    const { fps } = acquisition;
    const { excitation } = extensions;
    provide("leakage", { grid, step }, [], () => leakageField(grid, step));
    if (excitation)
      provide("leakageCourse", { excitation, fps, frameCount }, [], () => ({
        width: 1,
        data: Float32Array.from(excitationCourse(extensions, fps, frameCount)!),
      }));
    operation({ step: "leakage", do: "addField", field: "leakage", ...(excitation && { course: "leakageCourse" }) });
  },
});
