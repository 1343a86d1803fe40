import { z } from "zod";
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

  contribute(step: LeakageStep, { grid, provide, operation }: SceneBuilder) {
    provide("leakage", { grid, step }, [], () => leakageField(grid, step));
    operation({ step: "leakage", do: "addField", field: "leakage" });
  },
});
