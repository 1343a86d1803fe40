import { z } from "zod";
import { type PatchSet, packPatches } from "../compute/patches.js";
import { blurPatches } from "../compute/simd-blur.js";
import { detectionThreshold } from "../extensions/detection.js";
import { focusDrift } from "../extensions/focus-drift.js";
import { hypot } from "../physics/elementary.js";
import { valueAt } from "../physics/falloff.js";
import { bestFocalPlane, median } from "../physics/focus.js";
import { cellOptics, curvatureShiftUm, depthOfFieldUm } from "../physics/optics.js";
import { strictObject } from "../spec/fields.js";
import { defineStep, makeStep, type StepOf, type StepOptions } from "../spec/step-definition.js";
import type { Canvas, Focus, SceneBuilder } from "./scene.js";

const schema = strictObject({
  kind: z.literal("optics"),
});

/** What decides where `"auto"` focuses, beside the cells. */
const focusNeeds = ["traces", "illumination", "vignette", "sensor"] as const;

/** The step `optics` of a spec, every field present; made by {@link optics}. */
export type OpticsStep = StepOf<typeof schema>;

/**
 * What the scope's optics do to each cell: blur by diffraction, scatter and defocus, loss by depth and aperture. It has
 * no fields; its numbers are those of `acquisition`.
 * @throws SpecError
 */
export function optics(options: StepOptions<typeof schema> = {}): OpticsStep {
  return makeStep("optics", schema, options);
}

/** Footprints as the scope sees them, each blurred by its own sigma; their integrated intensity is as planted. */
export function blurFootprints(
  planted: PatchSet,
  focus: Pick<Focus, "sigmaPx">,
  canvas: Pick<Canvas, "height" | "width">,
): PatchSet {
  return blurPatches(planted, focus.sigmaPx, canvas);
}

export const opticsStep = defineStep({
  kind: "optics",
  stage: "optics",
  domain: "cell",
  requires: ["place_neurons"],
  schema,

  contribute(_step: OpticsStep, scene: SceneBuilder) {
    const { acquisition, canvas, grid } = scene;
    const { optics, tissue, image_sensor, focal_depth_in_tissue_um: focal } = acquisition;
    const searched = focal === "auto";
    const { quantum_efficiency, read_noise_e } = image_sensor;
    const threshold = detectionThreshold(scene.extensions);
    const inputs = { optics, tissue, focal, grid, sensor: searched && [quantum_efficiency, read_noise_e, threshold] };
    const needs = ["positions", ...(searched ? focusNeeds : [])] as const;
    scene.provide("focus", inputs, needs, (value): Focus => {
      const { count, centersUm } = value("positions") ?? { count: 0, centersUm: new Float64Array() };
      const traces = searched ? value("traces") : undefined;
      const sensor = searched ? value("sensor") : undefined;
      const fields = searched ? [value("illumination"), value("vignette")] : [];
      const cells = Array.from({ length: count }, (_, i) => {
        const [z, y, x] = centersUm.subarray(3 * i, 3 * i + 3);
        const effectiveDepthUm = z + curvatureShiftUm(optics, hypot(y, x));
        const sharp = cellOptics(optics, tissue, z, 0);
        const light = fields.reduce((product, field) => product * (field ? valueAt(field, grid, y, x) : 1), 1);
        const electrons = sharp.gain * light * (sensor?.photons_per_unit ?? 0) * quantum_efficiency;
        return {
          effectiveDepthUm,
          sharpSigmaUm: sharp.sharpSigmaUm,
          deltaF: traces?.deltaF[i] ?? 0,
          baseline: traces?.baseline[i] ?? 0,
          electronsPerUnit: electrons,
        };
      });
      const depthUm =
        focal !== "auto"
          ? focal
          : sensor && traces
            ? bestFocalPlane(cells, optics.na, read_noise_e, threshold)
            : median(cells.map((cell) => cell.effectiveDepthUm));
      const seen = cells.map((cell, i) =>
        cellOptics(optics, tissue, centersUm[3 * i], cell.effectiveDepthUm - depthUm),
      );
      const depthOfField = depthOfFieldUm(optics);
      return {
        depthUm,
        effectiveDepthUm: Float64Array.from(cells, (cell) => cell.effectiveDepthUm),
        sigmaPx: Float64Array.from(seen, ({ sigmaUm }) => sigmaUm / grid.pixelSizeUm),
        gain: Float64Array.from(seen, ({ gain }) => gain),
        brightness: Float64Array.from(seen, ({ brightness }) => brightness),
        inFocus: Uint8Array.from(cells, (cell) => (Math.abs(cell.effectiveDepthUm - depthUm) <= depthOfField ? 1 : 0)),
      };
    });
    scene.part("focalDepthUm", "focus", ({ depthUm }) => depthUm);
    scene.part("sigmaPx", "focus", ({ sigmaPx }) => sigmaPx);
    scene.part("gain", "focus", ({ gain }) => gain);
    scene.provide("blurred", { canvas }, ["planted", "sigmaPx"], (value) =>
      blurFootprints(value("planted") ?? packPatches([]), { sigmaPx: value("sigmaPx")! }, canvas),
    );
    const drift = focusDrift(scene.extensions, acquisition.fps, scene.frameCount);
    drift?.offsetsUm.forEach((offsetUm, plane) => {
      const inputs = { canvas, optics, tissue, grid, offsetUm };
      scene.provide(`blurred@${plane}`, inputs, ["positions", "planted", "focus"], (value) => {
        const focus = value("focus")!;
        const { centersUm } = value("positions") ?? { centersUm: new Float64Array() };
        const sigmaPx = focus.effectiveDepthUm.map((depthUm, i) => {
          const defocusUm = depthUm - focus.depthUm - offsetUm;
          return cellOptics(optics, tissue, centersUm[3 * i], defocusUm).sigmaUm / grid.pixelSizeUm;
        });
        return blurFootprints(value("planted") ?? packPatches([]), { ...focus, sigmaPx }, canvas);
      });
    });
  },
});
