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
    const { frameCount } = scene;
    if (!scene.has("planted") || !scene.has("traces")) return;
    scene.provide("weights", { frameCount }, ["traces", "focus"], (value) => {
      const { C, amplitude } = value("traces")!;
      const gain = value("focus")?.gain;
      const width = amplitude.length;
      const data = new Float32Array(width * frameCount);
      for (let i = 0; i < width; i++) {
        const factor = gain?.[i] ?? 1;
        for (let t = 0; t < frameCount; t++) data[t * width + i] = factor * C[i * frameCount + t];
      }
      return { width, data };
    });
    const patches = scene.has("blurred") ? "blurred" : "planted";
    scene.operation({ step: "composite", do: "addPatches", patches, weights: "weights" });
  },
});
