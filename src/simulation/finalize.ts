import type { PatchSet } from "../compute/patches.js";
import { valueAt } from "../physics/falloff.js";
import { DETECTION_THRESHOLD, detectionSnr } from "../physics/sensor.js";
import type { Footprints } from "../recording/footprints.js";
import type { GroundTruth, NdArray } from "../recording/ground-truth.js";
import { findStep } from "../spec/spec.js";
import { blurFootprints } from "../steps/optics.js";
import { populationsOf } from "../steps/place-neurons.js";
import type { Plan } from "./plan.js";

/** The cells whose planted footprint touches the field of view, by their index in the plan. */
function cellsInView(plan: Plan): number[] {
  const { planted } = plan.cells;
  if (!planted) return Array.from({ length: plan.cells.positions?.count ?? 0 }, (_, i) => i);
  const [top, left] = plan.canvas.fovOffset;
  const { height, width } = plan.fov;
  const touches = (i: number) => {
    const [row, column] = planted.offsets.subarray(2 * i, 2 * i + 2);
    const [rows, columns] = planted.shapes.subarray(2 * i, 2 * i + 2);
    return rows > 0 && row < top + height && row + rows > top && column < left + width && column + columns > left;
  };
  return Array.from({ length: planted.count }, (_, i) => i).filter(touches);
}

/** The footprints of some cells, each scaled by its factor. */
function selectFootprints(
  plan: Plan,
  set: PatchSet,
  cells: readonly number[],
  factor: (cell: number) => number,
): Footprints {
  const offsets = new Int32Array(2 * cells.length);
  const shapes = new Int32Array(2 * cells.length);
  const starts = new Int32Array(cells.length);
  const size = (i: number) => set.shapes[2 * i] * set.shapes[2 * i + 1];
  const data = new Float32Array(cells.reduce((sum, cell) => sum + size(cell), 0));
  let at = 0;
  cells.forEach((cell, i) => {
    offsets.set(set.offsets.subarray(2 * cell, 2 * cell + 2), 2 * i);
    shapes.set(set.shapes.subarray(2 * cell, 2 * cell + 2), 2 * i);
    starts[i] = at;
    const scale = factor(cell);
    for (let k = 0; k < size(cell); k++) data[at + k] = scale * set.data[set.starts[cell] + k];
    at += size(cell);
  });
  const { canvas, fov } = plan;
  return {
    count: cells.length,
    canvasShape: [canvas.height, canvas.width],
    fovOffset: canvas.fovOffset,
    fovShape: [fov.height, fov.width],
    offsets,
    shapes,
    starts,
    data,
  };
}

/** Copies the rows of a (unit, width) array that belong to some cells. */
function selectRows<T extends Float64Array | Int32Array>(
  source: T,
  width: number,
  cells: readonly number[],
): NdArray<T> {
  const data = source.slice(0, cells.length * width) as T;
  cells.forEach((cell, i) => {
    data.set(source.subarray(cell * width, (cell + 1) * width), i * width);
  });
  return { shape: [cells.length, width], data };
}

/** Peak signal-to-noise ratio of each cell of a plan under some fields; null without traces or without a sensor. */
function signalToNoise(plan: Plan, fields: readonly Float32Array[]): Float64Array | null {
  const { positions, traces, focus } = plan.cells;
  const sensor = findStep(plan.spec, "sensor");
  if (!positions || !traces || !sensor) return null;
  const { quantum_efficiency, read_noise_e } = plan.spec.acquisition.image_sensor;
  return Float64Array.from({ length: positions.count }, (_, i) => {
    const [, y, x] = positions.centersUm.subarray(3 * i, 3 * i + 3);
    const light = fields.reduce((product, field) => product * valueAt(field, plan.fov, y, x), 1);
    const electrons = (focus?.brightness[i] ?? 1) * light * sensor.photons_per_unit * quantum_efficiency;
    return detectionSnr(traces.deltaF[i], traces.baseline[i], electrons, read_noise_e);
  });
}

/**
 * What is true of a plan's recording. With `until`, the effects of later steps are absent, but detectability is still
 * judged by the spec's sensor and focal plane.
 */
export function finalize(plan: Plan, until?: string): GroundTruth {
  const kinds = plan.spec.steps.map((step) => step.kind as string);
  const ran = new Set(until === undefined ? kinds : kinds.slice(0, kinds.indexOf(until) + 1));
  const cells = cellsInView(plan);
  const { positions, planted, traces, focus } = plan.cells;
  const place = findStep(plan.spec, "place_neurons");
  const populations = place ? populationsOf(place) : [];
  const pick = <T extends Float64Array | Uint8Array>(source: T): T =>
    (source instanceof Float64Array
      ? Float64Array.from(cells, (cell) => source[cell])
      : Uint8Array.from(cells, (cell) => source[cell])) as T;
  const field = (kind: string, name: string): NdArray<Float32Array> | null =>
    ran.has(kind) && plan.fields[name] ? { shape: [plan.fov.height, plan.fov.width], data: plan.fields[name] } : null;
  const active = ran.has("cell_activity") ? traces : null;
  const seen = ran.has("optics") && cells.length > 0 ? focus : null;
  const illumination = field("illumination_profile", "illumination");
  const vignette = field("vignette", "vignette");
  const lighting = [illumination, vignette].flatMap((map) => map?.data ?? []);
  const snr = active ? signalToNoise(plan, lighting) : null;
  const inFocus = seen ? pick(seen.inFocus) : new Uint8Array(cells.length).fill(1);
  const detectable = Uint8Array.from(cells, (cell, i) => {
    if (!active) return 0;
    return snr ? (snr[cell] >= DETECTION_THRESHOLD ? 1 : 0) : inFocus[i];
  });
  const nothing = {
    count: 0,
    offsets: new Int32Array(),
    shapes: new Int32Array(),
    starts: new Int32Array(),
    data: new Float32Array(),
  };
  let observed: Footprints | null = null;

  return {
    cellCount: cells.length,
    planted: selectFootprints(plan, planted ?? nothing, cells, () => 1),
    get observed() {
      if (!seen || !planted) return null;
      const blurred = () => plan.patches.blurred ?? blurFootprints(planted, seen, plan.canvas);
      observed ??= selectFootprints(plan, blurred(), cells, (cell) => seen.gain[cell]);
      return observed;
    },
    observedSigmaPx: seen && pick(seen.sigmaPx),
    observedGain: seen && pick(seen.gain),
    C: active && selectRows(active.C, plan.frameCount, cells),
    S: active && selectRows(active.S, plan.frameCount, cells),
    centersUm: selectRows(positions?.centersUm ?? new Float64Array(), 3, cells),
    somaRadiusUm: Float64Array.from(cells, (cell) => populations[positions!.population[cell]].soma_radius_um),
    amplitudePerCell: active ? pick(active.amplitude) : new Float64Array(cells.length).fill(Number.NaN),
    inFocus,
    detectable,
    snr: snr && pick(snr),
    illumination,
    vignette,
    leakage: field("leakage", "leakage"),
    vasculatureMask: null,
    vesselOverlapFraction: null,
    shifts: null,
    bleaching: null,
    neuropilSpatial: null,
    neuropilTemporal: null,
    neuropilPopulation: null,
    focalDepthUm: ran.has("optics") ? (focus?.depthUm ?? null) : null,
  };
}
