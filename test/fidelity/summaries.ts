import type { Footprints } from "../../src/recording/footprints.js";
import type { GroundTruth, NdArray } from "../../src/recording/ground-truth.js";
import { frameCount, pixelSizeUm } from "../../src/spec/acquisition.js";
import type { Spec } from "../../src/spec/spec.js";
import { correlation, correlationLag, deviation, distribution, mean, powerShares, quantile } from "./sample.js";

export type Summaries = Record<string, number>;

function rowsOf({ shape: [rows, columns], data }: NdArray<Float64Array>): Float64Array[] {
  return Array.from({ length: rows }, (_, i) => data.subarray(i * columns, (i + 1) * columns));
}

/** A number for each footprint, of its pixel values. */
function perFootprint(footprints: Footprints, value: (pixels: Float32Array) => number): number[] {
  return Array.from({ length: footprints.count }, (_, i) => {
    const start = footprints.starts[i];
    return value(footprints.data.subarray(start, start + footprints.shapes[2 * i] * footprints.shapes[2 * i + 1]));
  });
}

const peak = (pixels: Float32Array) => pixels.reduce((a, b) => Math.max(a, b), 0);

/** What the cells of a recording are like. */
export function cellSummaries(truth: GroundTruth, spec: Spec): Summaries {
  const { fps, duration_s } = spec.acquisition;
  const frames = frameCount(spec.acquisition);
  const column = (k: number) => Array.from({ length: truth.cellCount }, (_, i) => truth.centersUm.data[3 * i + k]);
  const traces = rowsOf(truth.C!);
  const dff = traces.map((trace, i) => trace.map((f) => f / truth.amplitudePerCell[i] - 1));
  const spikes = Array.from({ length: truth.cellCount }, (_, i) =>
    truth.S!.data.subarray(i * frames, (i + 1) * frames),
  );
  const area = pixelSizeUm(spec.acquisition) ** 2;
  return {
    n_cells: truth.cellCount,
    frac_in_focus: mean(truth.inFocus),
    frac_detectable: mean(truth.detectable),
    focal_depth_um: truth.focalDepthUm!,
    max_spikes_per_frame: truth.S!.data.reduce((a, b) => Math.max(a, b), 0),
    frac_frames_with_spike: mean(truth.S!.data.map((count) => Math.min(count, 1))),
    ...distribution("depth_um", column(0)),
    ...distribution("lateral_um/y", column(1)),
    ...distribution("lateral_um/x", column(2)),
    ...distribution("planted/peak", perFootprint(truth.planted, peak)),
    ...distribution(
      "planted/area_um2_integral",
      perFootprint(truth.planted, (pixels) => pixels.reduce((a, b) => a + b, 0) * area),
    ),
    ...distribution(
      "planted/support_px",
      perFootprint(truth.planted, (pixels) => pixels.filter((value) => value > 0).length),
    ),
    ...distribution("observed_peak", perFootprint(truth.observed!, peak)),
    ...distribution(
      "spike_rate_hz",
      spikes.map((counts) => counts.reduce((a, b) => a + b, 0) / duration_s),
    ),
    "amplitude/mean": mean(truth.amplitudePerCell),
    "amplitude/cv": deviation(truth.amplitudePerCell) / mean(truth.amplitudePerCell),
    ...distribution("amplitude/q", truth.amplitudePerCell),
    "dff/mean": mean(dff.map(mean)),
    ...distribution("dff/per_cell_mean", dff.map(mean)),
    ...distribution(
      "dff/per_cell_peak",
      dff.map((trace) => trace.reduce((a, b) => Math.max(a, b))),
    ),
    ...distribution(
      "dff/per_cell_sd",
      dff.map((trace) => deviation(trace)),
    ),
    ...distribution(
      "dff/acorr_1e_s",
      dff.map((trace) => correlationLag(trace) / fps),
    ),
    ...distribution(
      "bleaching/final",
      rowsOf(truth.bleaching!).map((share) => share[share.length - 1]),
    ),
    ...(truth.vesselOverlapFraction ? distribution("vessel/overlap", truth.vesselOverlapFraction) : {}),
  };
}

/** What the neuropil and the vessels of a recording are like. */
export function tissueSummaries(truth: GroundTruth, spec: Spec): Summaries {
  const { fps } = spec.acquisition;
  const envelopes = rowsOf(truth.neuropilTemporal!);
  const population = truth.neuropilPopulation!;
  const [count, height, width] = truth.neuropilSpatial!.shape;
  const maps = Array.from({ length: count }, (_, k) =>
    truth.neuropilSpatial!.data.subarray(k * height * width, (k + 1) * height * width),
  );
  return {
    "neuropil/n_components": count,
    "neuropil/temporal_mean": mean(envelopes.map(mean)),
    "neuropil/temporal_sd": mean(envelopes.map((envelope) => deviation(envelope))),
    "neuropil/acorr_1e_s": mean(envelopes.map((envelope) => correlationLag(envelope) / fps)),
    "neuropil/population_mean": mean(population),
    "neuropil/population_sd": deviation(population),
    "neuropil/population_acorr_1e_s": correlationLag(population) / fps,
    "neuropil/corr_with_population": mean(envelopes.map((envelope) => correlation(envelope, population))),
    "neuropil/spatial_mean": mean(maps.map(mean)),
    "neuropil/spatial_sd": mean(maps.map((map) => deviation(map))),
    "neuropil/spatial_peak": mean(maps.map((map) => quantile(map, 1))),
    ...(truth.vasculatureMask ? vesselSummaries(truth.vasculatureMask.data) : {}),
  };
}

/** What a mask of vessels is like. */
export function vesselSummaries(mask: Float32Array): Summaries {
  const below = (limit: number) => mean(Array.from(mask, (value) => (value < limit ? 1 : 0)));
  const areas = [0.99, 0.95, 0.9, 0.7, 0.5].map((x) => [`vessel/area_frac_lt_${`${x}`.replace(".", "_")}`, below(x)]);
  return { ...Object.fromEntries(areas), "vessel/mean": mean(mask), "vessel/min": quantile(mask, 0) };
}

/** How the tissue of a recording moves. */
export function motionSummaries(truth: GroundTruth, spec: Spec): Summaries {
  const { fps } = spec.acquisition;
  const at = (axis: number) =>
    Array.from(
      { length: truth.shifts!.shape[0] },
      (_, t) => truth.shifts!.data[2 * t + axis] * pixelSizeUm(spec.acquisition),
    );
  const [y, x] = [at(0), at(1)];
  const radius = y.map((dy, t) => Math.hypot(dy, x[t]));
  const steps = y.slice(1).map((dy, t) => (dy - y[t]) ** 2 + (x[t + 1] - x[t]) ** 2);
  const [bandY, slowY] = powerShares(y, fps, [
    [5.5, 8.5],
    [0, 2],
  ]);
  return {
    "motion/rms_um": Math.sqrt(mean(radius.map((r) => r * r))),
    "motion/sd_y_um": deviation(y),
    "motion/sd_x_um": deviation(x),
    "motion/p99_radius_um": quantile(radius, 0.99),
    "motion/max_radius_um": quantile(radius, 1),
    "motion/frame0": radius[0],
    "motion/band_5p5_8p5_power_frac_y": bandY,
    "motion/band_5p5_8p5_power_frac_x": powerShares(x, fps, [[5.5, 8.5]])[0],
    "motion/power_frac_below_2hz_y": slowY,
    "motion/step_rms_um": Math.sqrt(mean(steps)),
    "motion/acorr_1e_s_y": correlationLag(y) / fps,
    "motion/acorr_1e_s_x": correlationLag(x) / fps,
  };
}

/** What the frames of a recording are like, 8-bit counts of `pixels` pixels each. */
export function movieSummaries(frames: Iterable<ArrayLike<number>>, pixels: number): Summaries {
  const sums = new Float64Array(pixels);
  const squares = new Float64Array(pixels);
  const levels = new Float64Array(256);
  const frameMeans: number[] = [];
  for (const counts of frames) {
    let total = 0;
    for (let i = 0; i < pixels; i++) {
      sums[i] += counts[i];
      squares[i] += counts[i] * counts[i];
      levels[counts[i]]++;
      total += counts[i];
    }
    frameMeans.push(total / pixels);
  }
  const count = frameMeans.length;
  const n = pixels * count;
  const average = sums.map((sum) => sum / count);
  const overall = mean(average);
  const level = (q: number) => {
    let seen = 0;
    return levels.findIndex((share) => {
      seen += share;
      return seen > q * (n - 1);
    });
  };
  return {
    "observed/mean": overall,
    "observed/var": squares.reduce((a, b) => a + b, 0) / n - overall * overall,
    "observed/sd_of_temporal_mean_image": deviation(average),
    "observed/mean_temporal_sd": mean(squares.map((sum, i) => Math.sqrt(sum / count - average[i] ** 2))),
    "observed/mean_per_frame_sd": deviation(frameMeans),
    "observed/frac_zero": levels[0] / n,
    "observed/frac_saturated": levels[255] / n,
    "observed/p01": level(0.01),
    "observed/p50": level(0.5),
    "observed/p99": level(0.99),
  };
}
