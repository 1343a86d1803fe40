import { z } from "zod";
import { bloodPathUm, vesselShadow } from "../compute/capsules.js";
import { multiplyField } from "../compute/frame.js";
import { pulseCourse } from "../extensions/vessel-pulse.js";
import type { FieldGrid } from "../physics/falloff.js";
import { median } from "../physics/focus.js";
import { sharedArray } from "../physics/shared-arrays.js";
import { growTree, type VesselSegment, vesselBlurSigmaUm } from "../physics/vessels.js";
import { RandomStream, streamKey } from "../random/streams.js";
import { flag, float, listOf, nonNegative, positive, positiveInt, strictObject } from "../spec/fields.js";
import { defineStep, makeStep, type StepOf, type StepOptions } from "../spec/step-definition.js";
import type { Lookup, Positions, SceneBuilder } from "./scene.js";

export const vesselLayerSchema = strictObject({
  depth_um: nonNegative().default(30),
  n_roots: positiveInt().default(4),
  root_radius_um: positive().default(22),
  min_radius_um: positive().default(2),
  opacity: float({ above: 0, max: 1 }).default(0.85),
  absorption_per_um: positive().default(0.04),
  branch_prob: float({ min: 0, below: 1 }).default(0.2),
  tortuosity_deg: nonNegative().default(8),
  branch_angle_deg: nonNegative().default(30),
  branch_area_main: float({ above: 0.5, below: 1 }).default(0.7),
  step_per_radius: positive().default(1.5),
}).superRefine(({ min_radius_um, root_radius_um }, context) => {
  if (min_radius_um < root_radius_um) return;
  const message = `below the layer's root_radius_um, which is ${root_radius_um}`;
  context.addIssue({ code: "custom", path: ["min_radius_um"], message });
});

const schema = strictObject({
  kind: z.literal("vasculature"),
  enabled: flag().default(false),
  layers: listOf(vesselLayerSchema, "a list of vessel layers").default([]),
});

export type VesselLayer = StepOf<typeof vesselLayerSchema>;
/** The step `vasculature` of a spec, every field present; made by {@link vasculature}. */
export type VasculatureStep = StepOf<typeof schema>;

/**
 * Blood vessels that absorb the light from below: one branching tree per root and layer. Off unless `enabled` and given
 * layers.
 * @throws SpecError
 */
export function vasculature(options: StepOptions<typeof schema> = {}): VasculatureStep {
  return makeStep("vasculature", schema, options);
}

/** The trees of each layer on a canvas. */
export function vesselTrees(
  seed: number | bigint,
  layers: readonly VesselLayer[],
  canvas: FieldGrid,
): VesselSegment[][][] {
  return layers.map((layer, i) => {
    const key = streamKey(seed, "vasculature", `layer ${i}`);
    return Array.from({ length: layer.n_roots }, (_, root) => growTree(layer, canvas, new RandomStream(key, root)));
  });
}

function medianDepth(positions: Positions | undefined): number {
  return median(Array.from({ length: positions?.count ?? 0 }, (_, i) => positions!.centersUm[3 * i]));
}

export const vasculatureStep = defineStep({
  kind: "vasculature",
  stage: "vasculature",
  domain: "tissue",
  requires: [],
  schema,

  contribute({ enabled, layers }: VasculatureStep, scene: SceneBuilder) {
    if (!enabled || layers.length === 0) return;
    const { seed, acquisition, canvas, grid, frameCount } = scene;
    const { optics, tissue, focal_depth_in_tissue_um: focal } = acquisition;
    const size = { ...canvas, pixelSizeUm: grid.pixelSizeUm };
    const pixels = canvas.height * canvas.width;
    const geometry = layers.map(({ depth_um: _, opacity: __, absorption_per_um: ___, ...shape }) => shape);
    scene.provide("vesselPaths", { seed, geometry, size }, [], () =>
      vesselTrees(seed, layers, size).map((trees) => bloodPathUm(trees, size)),
    );
    const focused = scene.has("focus");
    const { na, emission_nm } = optics;
    const blur = { na, emission_nm, scatter_blur_per_um: tissue.scatter_blur_per_um };
    const inputs = { layers, ...blur, size, focal: focused || focal };
    const needs = ["vesselPaths", focused ? "focalDepthUm" : "positions"] as const;
    /** The mask of all layers, with blood `swell` times as thick as at rest. */
    const maskOf = (value: Lookup, swell: number) => {
      const plane = focused ? value("focalDepthUm")! : focal === "auto" ? medianDepth(value("positions")) : focal;
      const mask = sharedArray(Float32Array, pixels).fill(1);
      value("vesselPaths")!.forEach((paths, i) => {
        const layer = layers[i];
        const swollen = swell === 1 ? paths : paths.map((path) => swell * path);
        const sigmaPx = vesselBlurSigmaUm(layer.depth_um, plane, optics, tissue) / size.pixelSizeUm;
        multiplyField(mask, vesselShadow(swollen, layer, size, sigmaPx));
      });
      return mask;
    };
    scene.provide("vesselMask", inputs, needs, (value) => maskOf(value, 1));
    const { vessel_pulse: pulse } = scene.extensions;
    if (!pulse) {
      scene.operation({ step: "vasculature", do: "multiplyField", field: "vesselMask" });
      return;
    }
    scene.provide("vesselMasks", { ...inputs, amplitude: pulse.amplitude }, ["vesselMask", ...needs], (value) => {
      const [wide, narrow] = [1 + pulse.amplitude, 1 - pulse.amplitude].map((swell) => maskOf(value, swell));
      const masks = sharedArray(Float32Array, 2 * pixels);
      masks.set(value("vesselMask")!);
      for (let i = 0; i < pixels; i++) masks[pixels + i] = (wide[i] - narrow[i]) / 2;
      return masks;
    });
    const { fps } = acquisition;
    scene.provide("vesselCourse", { pulse, fps, frameCount }, [], () => {
      const course = pulseCourse(scene.extensions, fps, frameCount)!;
      return { width: 2, data: Float32Array.from({ length: 2 * frameCount }, (_, k) => (k % 2 ? course[k >> 1] : 1)) };
    });
    scene.operation({ step: "vasculature", do: "multiplyField", field: "vesselMasks", course: "vesselCourse" });
  },
});
