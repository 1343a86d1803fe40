import { z } from "zod";
import { falloffField } from "../physics/falloff.js";
import { fraction, pair, positive, strictObject } from "../spec/fields.js";
import { defineStep, makeStep, type StepOf, type StepOptions } from "../spec/step-definition.js";
import type { SceneBuilder } from "./scene.js";

const schema = strictObject({
  kind: z.literal("vignette"),
  falloff: fraction().default(0.5),
  exponent: positive().default(2),
  center_offset_um: pair("two numbers [y, x] in µm").default([0, 0]),
});

/** The step `vignette` of a spec, every field present; made by {@link vignette}. */
export type VignetteStep = StepOf<typeof schema>;

/**
 * Light lost towards the edge of the lenses: the movie is multiplied by a radial profile, 1 in the centre and `falloff`
 * in the farthest corner.
 * @throws SpecError
 */
export function vignette(options: StepOptions<typeof schema> = {}): VignetteStep {
  return makeStep("vignette", schema, options);
}

export const vignetteStep = defineStep({
  kind: "vignette",
  stage: "vignette",
  domain: "sensor",
  requires: [],
  schema,

  contribute(step: VignetteStep, { grid, provide, operation }: SceneBuilder) {
    provide("vignette", { grid, step }, [], () => falloffField(grid, step));
    operation({ step: "vignette", do: "multiplyField", field: "vignette" });
  },
});
