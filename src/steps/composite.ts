import { z } from "zod";
import { excitationCourse } from "../extensions/excitation.js";
import { focusDrift } from "../extensions/focus-drift.js";
import { strictObject } from "../spec/fields.js";
import { defineStep, makeStep, type StepOf, type StepOptions } from "../spec/step-definition.js";
import type { SceneBuilder, SceneValueName } from "./scene.js";

const schema = strictObject({
  kind: z.literal("composite"),
});

/** The step `composite` of a spec, every field present; made by {@link composite}. */
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
    const { acquisition, extensions, frameCount } = scene;
    const { fps } = acquisition;
    if (!scene.has("planted") || !scene.has("traces")) return;
    const add = (patches: SceneValueName, weights: `weights${"" | `@${number}`}`, share: Float32Array | null) => {
      const { excitation, focus_drift } = extensions;
      const inputs = excitation || share ? { excitation, focus_drift, weights, fps, frameCount } : {};
      scene.provide(weights, inputs, ["traces", "gain", "bleaching"], (value) => {
        const courses = [excitationCourse(extensions, fps, frameCount), share].filter((course) => course !== null);
        return {
          traces: value("traces")!,
          gain: value("gain") ?? null,
          bleaching: value("bleaching") ?? null,
          ...(courses.length > 0 && { courses }),
        };
      });
      const masks = { optics: { patches: "planted", drop: "gain" }, bleaching: { drop: "bleaching" } } as const;
      scene.operation({ step: "composite", do: "addPatches", patches, weights, masks });
    };
    const drift = scene.has("blurred") ? focusDrift(extensions, fps, frameCount) : null;
    drift?.shares.forEach((share, plane) => {
      add(`blurred@${plane}`, `weights@${plane}`, share);
    });
    if (!drift) add(scene.has("blurred") ? "blurred" : "planted", "weights", null);
  },
});
