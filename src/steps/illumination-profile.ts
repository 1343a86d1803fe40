import { z } from "zod";
import { falloffField } from "../physics/falloff.js";
import { fraction, pair, positive, strictObject } from "../spec/fields.js";
import { defineStep, makeStep, type StepOf, type StepOptions } from "../spec/step-definition.js";
import type { SceneBuilder } from "./scene.js";

const schema = strictObject({
  kind: z.literal("illumination_profile"),
  falloff: fraction().default(0.7),
  exponent: positive().default(2),
  center_offset_um: pair("two numbers [y, x] in µm").default([0, 0]),
});

/** The step `illumination_profile` of a spec, every field present; made by {@link illuminationProfile}. */
export type IlluminationProfileStep = StepOf<typeof schema>;

/**
 * Uneven excitation light: the movie is multiplied by a radial profile, 1 in the centre and `falloff` in the farthest
 * corner.
 * @throws SpecError
 */
export function illuminationProfile(options: StepOptions<typeof schema> = {}): IlluminationProfileStep {
  return makeStep("illumination_profile", schema, options);
}

export const illuminationProfileStep = defineStep({
  kind: "illumination_profile",
  stage: "illumination_profile",
  domain: "sensor",
  requires: [],
  schema,

  contribute(step: IlluminationProfileStep, { grid, provide, operation }: SceneBuilder) {
    provide("illumination", { grid, step }, [], () => falloffField(grid, step));
    operation({ step: "illumination_profile", do: "multiplyField", field: "illumination" });
  },
});
