import { selectPatches } from "../compute/patches.js";
import type { Footprints } from "./footprints.js";
import type { GroundTruth, NdArray } from "./ground-truth.js";

type Values = Float64Array | Float32Array | Int32Array | Uint8Array;

/** Rows of a (unit, width) array. */
function rows<T extends Values>(values: T, width: number, units: readonly number[]): T {
  const out = values.slice(0, units.length * width) as T;
  units.forEach((unit, i) => {
    out.set(values.subarray(unit * width, (unit + 1) * width), i * width);
  });
  return out;
}

function pick<T extends Values | null>(values: T, units: readonly number[]): T {
  return values && rows(values, 1, units);
}

function pickRows<T extends Float64Array | Int32Array>(array: NdArray<T> | null, units: readonly number[]) {
  if (!array) return null;
  const [, width] = array.shape;
  return { shape: [units.length, width], data: rows(array.data, width, units) };
}

function pickFootprints<T extends Footprints | null>(footprints: T, units: readonly number[]): T {
  return footprints && { ...footprints, ...selectPatches(footprints, units) };
}

/**
 * The truth of some cells alone, by their rows: everything that has a value per cell is cut down to them, what belongs to the
 * recording stays. What is computed when first asked for still is.
 */
export function truthOfCells(truth: GroundTruth, units: readonly number[]): GroundTruth {
  return {
    cellCount: units.length,
    planted: pickFootprints(truth.planted, units),
    get observed() {
      return pickFootprints(truth.observed, units);
    },
    observedSigmaPx: pick(truth.observedSigmaPx, units),
    observedGain: pick(truth.observedGain, units),
    get C() {
      return pickRows(truth.C, units);
    },
    get S() {
      return pickRows(truth.S, units);
    },
    centersUm: pickRows(truth.centersUm, units)!,
    somaRadiusUm: pick(truth.somaRadiusUm, units),
    amplitudePerCell: pick(truth.amplitudePerCell, units),
    inFocus: pick(truth.inFocus, units),
    detectable: pick(truth.detectable, units),
    get detectableFootprint() {
      return pick(truth.detectableFootprint, units);
    },
    snr: pick(truth.snr, units),
    illumination: truth.illumination,
    vignette: truth.vignette,
    leakage: truth.leakage,
    vasculatureMask: truth.vasculatureMask,
    get vesselOverlapFraction() {
      return pick(truth.vesselOverlapFraction, units);
    },
    shifts: truth.shifts,
    get bleaching() {
      return pickRows(truth.bleaching, units);
    },
    neuropilSpatial: truth.neuropilSpatial,
    neuropilTemporal: truth.neuropilTemporal,
    neuropilPopulation: truth.neuropilPopulation,
    focalDepthUm: truth.focalDepthUm,
  };
}

/** The truth of the detectable cells alone: what an analysis can be asked to find. */
export function detectableSubset(truth: GroundTruth): GroundTruth {
  return truthOfCells(
    truth,
    [...truth.detectable.keys()].filter((unit) => truth.detectable[unit] === 1),
  );
}
