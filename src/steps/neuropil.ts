import { z } from "zod";
import { excitationCourse } from "../extensions/excitation.js";
import { neuropilEnvelopes, populationCourse } from "../physics/neuropil.js";
import { sharedArray } from "../physics/shared-arrays.js";
import { streamKey } from "../random/streams.js";
import { fraction, positive, positiveInt, strictObject } from "../spec/fields.js";
import { defineStep, makeStep, type StepOf, type StepOptions } from "../spec/step-definition.js";
import type { SceneBuilder } from "./scene.js";

const schema = strictObject({
  kind: z.literal("neuropil"),
  spatial_sigma_um: positive().default(40),
  temporal_tau_s: positive().default(10),
  population_tau_s: positive().default(1.5),
  amplitude: positive().default(0.5),
  n_components: positiveInt().default(3),
  population_coupling: fraction().default(0.7),
});

/** The step `neuropil` of a spec, every field present; made by {@link neuropil}. */
export type NeuropilStep = StepOf<typeof schema>;

/**
 * The diffuse haze of out-of-focus tissue: `n_components` smooth fields with slow time courses, `population_coupling` of
 * which follows the cells' summed activity.
 * @throws SpecError
 */
export function neuropil(options: StepOptions<typeof schema> = {}): NeuropilStep {
  return makeStep("neuropil", schema, options);
}

export const neuropilStep = defineStep({
  kind: "neuropil",
  stage: "neuropil",
  domain: "tissue",
  requires: ["cell_activity"],
  schema,

  contribute(step: NeuropilStep, scene: SceneBuilder) {
    const { seed, acquisition, canvas, grid, frameCount } = scene;
    const { amplitude, n_components, spatial_sigma_um, ...course } = step;
    const key = (purpose: string) => streamKey(seed, "neuropil", purpose);
    const sigmaPx = spatial_sigma_um / grid.pixelSizeUm;
    const { height, width } = canvas;
    scene.provideWork("neuropilMaps", { seed, n_components, sigmaPx, canvas }, [], () => {
      return { n_components, sigmaPx, canvas: { height, width }, key: key("maps") };
    });
    const { fps } = acquisition;
    const needs = ["traces", "bleaching"] as const;
    scene.provide("neuropilEnvelopes", { seed, course, n_components, fps, frameCount }, needs, (value) => {
      const traces = value("traces");
      const population = traces && traces.entities.length > 0 ? populationCourse(traces.total, step, fps) : null;
      const components = neuropilEnvelopes(key("envelopes"), step, fps, frameCount, population);
      const bleaching = value("bleaching")?.mean;
      if (bleaching) for (let i = 0; i < components.length; i++) components[i] *= bleaching[i % frameCount];
      return { components, population };
    });
    const light = { amplitude, n_components, frameCount, fps, excitation: scene.extensions.excitation };
    scene.provide("neuropilCourse", light, ["neuropilEnvelopes"], (value) => {
      const { components } = value("neuropilEnvelopes")!;
      const excitation = excitationCourse(scene.extensions, fps, frameCount);
      const data = sharedArray(Float32Array, components.length);
      for (let t = 0; t < frameCount; t++)
        for (let k = 0; k < n_components; k++)
          data[t * n_components + k] =
            (amplitude / n_components) * components[k * frameCount + t] * (excitation ? excitation[t] : 1);
      return { width: n_components, data };
    });
    scene.operation({ step: "neuropil", do: "addField", field: "neuropilMaps", course: "neuropilCourse" });
  },
});
