import { z } from "zod";
import { strictObject } from "../spec/fields.js";
import { defineStep, makeStep, type StepOf, type StepOptions } from "../spec/step-definition.js";
import type { SceneBuilder } from "./scene.js";

const schema = strictObject({
  kind: z.literal("composite"),
});

export type CompositeStep = StepOf<typeof schema>;

/**
 * Draws the cells into the movie: the sum of footprint · trace · bleaching. It has no fields, and its stage is called
 * `cells_only`.
 * @throws SpecError
 */
export function composite(options: StepOptions<typeof schema> = {}): CompositeStep {
  return makeStep("composite", schema, options);
}

export const compositeStep = defineStep({
  kind: "composite",
  stage: "cells_only",
  domain: "tissue",
  requires: ["place_neurons", "cell_activity"],
  schema,

  contribute(_step: CompositeStep, scene: SceneBuilder) {
    if (!scene.has("planted") || !scene.has("traces")) return;
    scene.provide("weights", {}, ["traces", "focus", "bleaching"], (value) => ({
      traces: value("traces")!,
      gain: value("focus")?.gain ?? null,
      bleaching: value("bleaching") ?? null,
    }));
    scene.operation({
      step: "composite",
      do: "addPatches",
      patches: scene.has("blurred") ? "blurred" : "planted",
      weights: "weights",
      masks: { optics: { patches: "planted", drop: "gain" }, bleaching: { drop: "bleaching" } },
    });
  },
});
