import { patchAt } from "../compute/patches.js";
import { valueAt } from "../physics/falloff.js";
import { detectionSnr } from "../physics/sensor.js";
import { findStep } from "../spec/spec.js";
import type { Plan } from "./plan.js";

/** Photo-electrons per unit of light, or null without a sensor. */
export function electronsPerUnit({ spec }: Plan): number | null {
  const sensor = findStep(spec, "sensor");
  return sensor ? sensor.photons_per_unit * spec.acquisition.image_sensor.quantum_efficiency : null;
}

/** Value of maps of the canvas, weighted and summed, at a cell's rest position. */
function onCanvas(plan: Plan, map: Float32Array | undefined, y: number, x: number): number | undefined {
  const { canvas, fov } = plan;
  return map && valueAt(map, { ...canvas, pixelSizeUm: fov.pixelSizeUm }, y, x);
}

/** The vessels' mask of a plan, on the canvas; of vessels that pulse, the mean one. */
export function vesselMask({ fields, canvas }: Plan): Float32Array | undefined {
  return fields.vesselMask ?? fields.vesselMasks?.subarray(0, canvas.height * canvas.width);
}

/** What of a cell's light passes on its way from the tissue to the sensor, of the steps that ran. */
export interface Transmission {
  readonly vessels: number;
  readonly illumination: number;
  readonly vignette: number;
  /** Illumination and vignette together. */
  readonly fields: number;
}

/** What dims the light of a cell at a place (µm). */
export function transmission(plan: Plan, ran: ReadonlySet<string>, y: number, x: number): Transmission {
  const { illumination, vignette } = plan.fields;
  const on = (kind: string, map: Float32Array | undefined) => (ran.has(kind) && map ? valueAt(map, plan.fov, y, x) : 1);
  const light = on("illumination_profile", illumination);
  const passed = on("vignette", vignette);
  return {
    vessels: ran.has("vasculature") ? (onCanvas(plan, vesselMask(plan), y, x) ?? 1) : 1,
    illumination: light,
    vignette: passed,
    fields: light * passed,
  };
}

/**
 * Peak signal-to-noise ratio of each cell of a plan, seen as a point source against its own shot noise and the read
 * noise; null without traces or without a sensor.
 */
export function signalToNoise(plan: Plan, ran: ReadonlySet<string>): Float64Array | null {
  const { positions, traces, focus } = plan.cells;
  const electrons = electronsPerUnit(plan);
  if (!positions || !traces || electrons === null) return null;
  const { read_noise_e } = plan.spec.acquisition.image_sensor;
  return Float64Array.from({ length: positions.count }, (_, i) => {
    const [, y, x] = positions.centersUm.subarray(3 * i, 3 * i + 3);
    const { vessels, fields } = transmission(plan, ran, y, x);
    const gain = (focus?.brightness[i] ?? 1) * vessels * fields * electrons;
    return detectionSnr(traces.deltaF[i], traces.baseline[i], gain, read_noise_e);
  });
}

/** Mean over time of each neuropil map's weight. */
function meanWeights({ courses, frameCount }: Plan): number[] {
  const { width, data } = courses.neuropilCourse;
  const means = new Array<number>(width).fill(0);
  data.forEach((weight, i) => {
    means[i % width] += weight / frameCount;
  });
  return means;
}

/** The neuropil's light at a place, averaged over time, as a function of the place. */
function meanNeuropil(plan: Plan): (y: number, x: number) => number {
  const pixels = plan.canvas.height * plan.canvas.width;
  const maps = meanWeights(plan).map((mean, k) => ({
    mean,
    map: plan.fields.neuropilMaps.subarray(k * pixels, (k + 1) * pixels),
  }));
  return (y, x) => maps.reduce((light, { mean, map }) => light + mean * (onCanvas(plan, map, y, x) ?? 0), 0);
}

/**
 * Peak signal-to-noise ratio of each cell with the peak of its own blurred footprint, against the shot noise of all light
 * at its place (the cell's, the neuropil's, the leak's) and the read noise; null without traces or without a sensor.
 */
export function footprintSignalToNoise(plan: Plan, ran: ReadonlySet<string>): Float64Array | null {
  const { positions, planted, traces, focus } = plan.cells;
  const patches = ran.has("optics") ? (plan.patches.blurred ?? planted) : planted;
  const electrons = electronsPerUnit(plan);
  if (!positions || !patches || !traces || electrons === null) return null;
  const { read_noise_e } = plan.spec.acquisition.image_sensor;
  const neuropil = ran.has("neuropil") && plan.neuropil ? meanNeuropil(plan) : () => 0;
  return Float64Array.from({ length: positions.count }, (_, i) => {
    const [, y, x] = positions.centersUm.subarray(3 * i, 3 * i + 3);
    const { vessels, fields } = transmission(plan, ran, y, x);
    const peak = patchAt(patches, i).data.reduce((a, b) => Math.max(a, b), 0);
    const gain = peak * (ran.has("optics") ? (focus?.gain[i] ?? 1) : 1) * vessels * fields * electrons;
    const haze = neuropil(y, x) * vessels * fields;
    const leak = ran.has("leakage") && plan.fields.leakage ? valueAt(plan.fields.leakage, plan.fov, y, x) : 0;
    const noise = traces.baseline[i] * gain + (haze + leak) * electrons + read_noise_e * read_noise_e;
    if (noise <= 0) return traces.deltaF[i] > 0 ? Number.POSITIVE_INFINITY : 0;
    return (traces.deltaF[i] * gain) / Math.sqrt(noise);
  });
}
