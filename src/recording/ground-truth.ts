import type { Footprints } from "./footprints.js";

/** A typed array with its shape, C order. */
export interface NdArray<T extends Float64Array | Float32Array | Int32Array | Uint8Array> {
  readonly shape: readonly number[];
  readonly data: T;
}

/** What is true of a recording, per cell and per effect. An effect that did not run is null. */
export interface GroundTruth {
  readonly cellCount: number;
  /** Sharp footprints (peak 1) on the canvas. */
  readonly planted: Footprints;
  /** Footprints as the scope sees them, blurred and dimmed; null before optics. Computed when first asked for. */
  readonly observed: Footprints | null;
  /** (unit) blur of each cell in pixels. */
  readonly observedSigmaPx: Float64Array | null;
  /** (unit) factor on the integrated intensity of each cell. */
  readonly observedGain: Float64Array | null;
  /** (unit, frame) fluorescence traces. */
  readonly C: NdArray<Float64Array> | null;
  /** (unit, frame) spike counts. */
  readonly S: NdArray<Int32Array> | null;
  /** (unit, 3) z, y, x in µm; z grows downwards from the tissue surface, y and x from the optical axis. */
  readonly centersUm: NdArray<Float64Array>;
  /** (unit) soma radius in µm. */
  readonly somaRadiusUm: Float64Array;
  /** (unit) brightness of each cell; NaN before activity. */
  readonly amplitudePerCell: Float64Array;
  /** (unit) 1 where the cell is within the depth of field. */
  readonly inFocus: Uint8Array;
  /** (unit) 1 where the peak signal stands at least 3 times (or `extensions.detection.threshold`) above the noise. */
  readonly detectable: Uint8Array;
  /**
   * (unit) the same verdict with the peak of the cell's own blurred footprint, and the noise of all light at its place:
   * stricter, and closer to what a detector can do, than `detectable`, which takes the cell as a point source alone. Null in
   * recordings of programs that do not say it.
   */
  readonly detectableFootprint: Uint8Array | null;
  /** (unit) peak signal-to-noise ratio of each cell as a point source; null without traces or a sensor. */
  readonly snr: Float64Array | null;
  /** (height, width) maps of the field of view. */
  readonly illumination: NdArray<Float32Array> | null;
  readonly vignette: NdArray<Float32Array> | null;
  readonly leakage: NdArray<Float32Array> | null;
  /** (height, width) share of the light from below that the vessels let through. */
  readonly vasculatureMask: NdArray<Float32Array> | null;
  /** (unit) share of each observed footprint that the vessels take: 1 − Σ(A·M)/ΣA. */
  readonly vesselOverlapFraction: Float64Array | null;
  /** (frame, 2) displacement (dy, dx) of the tissue in pixels. */
  readonly shifts: NdArray<Float64Array> | null;
  /** (unit, frame) share of working indicator. */
  readonly bleaching: NdArray<Float64Array> | null;
  /** (component, height, width) maps of the neuropil. */
  readonly neuropilSpatial: NdArray<Float32Array> | null;
  /** (component, frame) envelope of each map, the mean bleaching included. */
  readonly neuropilTemporal: NdArray<Float64Array> | null;
  /** (frame) the population's activity that the envelopes share, mean 1; null when there are no cells. */
  readonly neuropilPopulation: Float64Array | null;
  /** The focal plane on the axis (µm below the surface); null before optics. */
  readonly focalDepthUm: number | null;
}
