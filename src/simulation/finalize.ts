import { bleachingMatrix } from "../compute/bleaching-course.js";
import { traceMatrix } from "../compute/traces.js";
import { detectionThreshold } from "../extensions/detection.js";
import type { Footprints } from "../recording/footprints.js";
import type { GroundTruth, NdArray } from "../recording/ground-truth.js";
import { pipeline } from "../spec/pipeline.js";
import { findStep } from "../spec/spec.js";
import { blurFootprints } from "../steps/optics.js";
import { populationsOf } from "../steps/place-neurons.js";
import { Derived } from "./derived.js";
import { footprintSignalToNoise, signalToNoise, vesselMask } from "./detection.js";
import { cellsInView, noPatches, overlapFraction, selectFootprints } from "./footprint-truth.js";
import type { Plan } from "./plan.js";

/** Computes a value when it is first asked for. */
function lazy<Value>(compute: () => Value): () => Value {
  let known: { value: Value } | null = null;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}

const observedFootprints = new Derived<Footprints>();
const matrices = new Derived<ReturnType<typeof traceMatrix>>();
const bleachingMatrices = new Derived<Float64Array>();

/** Cuts the field of view out of maps of the canvas that stand one after another. */
export function cropMaps(maps: Float32Array, { canvas, fov }: Plan): Float32Array {
  const [top, left] = canvas.fovOffset;
  const count = maps.length / (canvas.height * canvas.width);
  const out = new Float32Array(count * fov.height * fov.width);
  for (let row = 0; row < count * fov.height; row++) {
    const map = Math.floor(row / fov.height);
    const from = (map * canvas.height + top + (row % fov.height)) * canvas.width + left;
    out.set(maps.subarray(from, from + fov.width), row * fov.width);
  }
  return out;
}

/**
 * What is true of a plan's recording. With `until`, the effects of later steps are absent, but detectability is still
 * judged by the spec's sensor and focal plane. Whatever has a value per frame and cell is made when first asked for.
 */
export function finalize(plan: Plan, until?: string): GroundTruth {
  const kinds = pipeline(plan.spec).map(({ kind }) => kind);
  const ran = new Set(until === undefined ? kinds : kinds.slice(0, kinds.indexOf(until) + 1));
  const cells = cellsInView(plan);
  const { frameCount, fov } = plan;
  const { positions, traces, focus, bleaching } = plan.cells;
  // Which cells there are, and where they lie in the field of view.
  const { canvas } = plan;
  const view = [Int32Array.from(cells), canvas.height, canvas.width, ...canvas.fovOffset, fov.height, fov.width];
  const place = findStep(plan.spec, "place_neurons");
  const populations = place ? populationsOf(place) : [];
  const pick = <T extends Float64Array | Uint8Array>(source: T): T =>
    (source instanceof Float64Array
      ? Float64Array.from(cells, (cell) => source[cell])
      : Uint8Array.from(cells, (cell) => source[cell])) as T;
  const map = (kind: string, data: Float32Array | undefined): NdArray<Float32Array> | null =>
    ran.has(kind) && data ? { shape: [fov.height, fov.width], data: data.slice() } : null;
  const rows = <T extends Float64Array | Int32Array>(data: T): NdArray<T> => ({
    shape: [cells.length, frameCount],
    data,
  });
  const active = ran.has("cell_activity") ? traces : null;
  const seen = ran.has("optics") && cells.length > 0 ? focus : null;
  const bleached = ran.has("bleaching") && cells.length > 0 ? bleaching : null;
  const glowing = ran.has("neuropil") ? plan.neuropil : null;
  const vessels = vesselMask(plan);
  const mask = map("vasculature", vessels && cropMaps(vessels, plan));
  const snr = active ? signalToNoise(plan, ran) : null;
  const inFocus = seen ? pick(seen.inFocus) : new Uint8Array(cells.length).fill(1);
  const blurred = lazy(() => {
    const { planted } = plan.cells;
    if (!seen || !planted) return null;
    const { blurred } = plan.patches;
    return observedFootprints.from(blurred ?? planted, [seen.sigmaPx, seen.gain, ...view], () => {
      const patches = blurred ?? blurFootprints(planted, seen, plan.canvas);
      return selectFootprints(plan, patches, cells, (cell) => seen.gain[cell]);
    });
  });
  const planted = lazy(() => selectFootprints(plan, plan.cells.planted ?? noPatches, cells));
  const matrix = lazy(() => active && matrices.from(active, view, () => traceMatrix(active, cells)));
  const C = lazy(() => matrix() && rows(matrix()!.C));
  const S = lazy(() => matrix() && rows(matrix()!.S));
  const B = lazy(
    () => bleached && rows(bleachingMatrices.from(bleached, view, () => bleachingMatrix(bleached, cells))),
  );
  const footprintSnr = lazy(() => active && footprintSignalToNoise(plan, ran));
  const overlap = lazy(() => mask && overlapFraction(blurred() ?? planted(), mask.data));
  const threshold = detectionThreshold(plan.spec.extensions ?? {});
  const verdict = (ratio: Float64Array | null) =>
    Uint8Array.from(cells, (cell, i) => {
      if (!active) return 0;
      return ratio ? (ratio[cell] >= threshold ? 1 : 0) : inFocus[i];
    });

  return {
    cellCount: cells.length,
    get planted() {
      return planted();
    },
    get observed() {
      return blurred();
    },
    observedSigmaPx: seen && pick(seen.sigmaPx),
    observedGain: seen && pick(seen.gain),
    get C() {
      return C();
    },
    get S() {
      return S();
    },
    centersUm: {
      shape: [cells.length, 3],
      data: Float64Array.from(cells.flatMap((i) => [...positions!.centersUm.subarray(3 * i, 3 * i + 3)])),
    },
    somaRadiusUm: Float64Array.from(cells, (cell) => populations[positions!.population[cell]].soma_radius_um),
    amplitudePerCell: active ? pick(active.amplitude) : new Float64Array(cells.length).fill(Number.NaN),
    inFocus,
    detectable: verdict(snr),
    get detectableFootprint() {
      return verdict(footprintSnr());
    },
    snr: snr && pick(snr),
    illumination: map("illumination_profile", plan.fields.illumination),
    vignette: map("vignette", plan.fields.vignette),
    leakage: map("leakage", plan.fields.leakage),
    vasculatureMask: mask,
    get vesselOverlapFraction() {
      return overlap();
    },
    shifts: ran.has("brain_motion") ? { shape: [frameCount, 2], data: plan.trajectories.shifts } : null,
    get bleaching() {
      return B();
    },
    neuropilSpatial: glowing && {
      shape: [glowing.components.length / frameCount, fov.height, fov.width],
      data: cropMaps(plan.fields.neuropilMaps, plan),
    },
    neuropilTemporal: glowing && {
      shape: [glowing.components.length / frameCount, frameCount],
      data: glowing.components,
    },
    neuropilPopulation: glowing?.population ?? null,
    focalDepthUm: ran.has("optics") ? (focus?.depthUm ?? null) : null,
  };
}
