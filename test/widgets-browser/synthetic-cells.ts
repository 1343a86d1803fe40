import type { Footprints } from "../../src/recording/footprints.js";
import type { GroundTruth } from "../../src/recording/ground-truth.js";
import { acquisitionSchema } from "../../src/spec/acquisition.js";
import { vasculature } from "../../src/steps/vasculature.js";
import type { CellSource } from "../../src/widgets/cell-source.js";

/** Cells at known places, in known states: a source without an engine. */
export function syntheticCells(
  count: number,
  { side = 608, focalDepthUm = 140, observed = true, vessels = false } = {},
): CellSource {
  const acquisition = acquisitionSchema.parse({
    optics: { na: 0.3, magnification: 1.81, field_curvature_radius_um: 2500 },
    image_sensor: { n_px_height: side, n_px_width: side, pixel_pitch_um: 3 },
  });
  const pixelUm = 3 / 1.81;
  const extentUm = side * pixelUm;
  const place = (i: number, step: number) => ((i * step) % 1) - 0.5;
  const centres = Float64Array.from({ length: 3 * count }, (_, k) => {
    const i = Math.floor(k / 3);
    if (k % 3 === 0) return 20 + 230 * (place(i, 0.754877) + 0.5);
    return extentUm * place(i, k % 3 === 1 ? 0.56984 : 0.618034);
  });
  const depth = (i: number) => centres[3 * i];
  const defocus = (i: number) => Math.abs(depth(i) - focalDepthUm);
  const radius = 6;
  const patches = (sigma: (i: number) => number): Footprints => {
    const half = (i: number) => Math.ceil(radius / pixelUm + 2 * sigma(i));
    const sizes = Array.from({ length: count }, (_, i) => 2 * half(i) + 1);
    const starts = new Int32Array(count);
    for (let i = 1; i < count; i++) starts[i] = starts[i - 1] + sizes[i - 1] ** 2;
    const data = new Float32Array(sizes.reduce((sum, size) => sum + size * size, 0));
    sizes.forEach((size, i) => {
      for (let k = 0; k < size * size; k++) {
        const away = Math.hypot((k % size) - half(i), Math.floor(k / size) - half(i)) - radius / pixelUm;
        data[starts[i] + k] = 0.02 * (away <= 0 ? 1 : Math.exp(-((away / (sigma(i) + 0.3)) ** 2)));
      }
    });
    const corner = (k: number) => {
      const i = k >> 1;
      return Math.round((side - 1) / 2 + centres[3 * i + 1 + (k % 2)] / pixelUm) - half(i) + 4;
    };
    return {
      count,
      canvasShape: [side + 8, side + 8],
      fovOffset: [4, 4],
      fovShape: [side, side],
      offsets: Int32Array.from({ length: 2 * count }, (_, k) => corner(k)),
      shapes: Int32Array.from({ length: 2 * count }, (_, k) => sizes[k >> 1]),
      starts,
      data,
    };
  };
  const groundTruth: GroundTruth = {
    cellCount: count,
    planted: patches(() => 0),
    observed: observed ? patches((i) => 0.1 * defocus(i)) : null,
    observedSigmaPx: observed ? Float64Array.from({ length: count }, (_, i) => 0.3 * defocus(i)) : null,
    observedGain: null,
    C: null,
    S: null,
    centersUm: { shape: [count, 3], data: centres },
    somaRadiusUm: new Float64Array(count).fill(radius),
    amplitudePerCell: new Float64Array(count),
    inFocus: Uint8Array.from({ length: count }, (_, i) => (defocus(i) < 8 ? 1 : 0)),
    detectable: Uint8Array.from({ length: count }, (_, i) => (defocus(i) < 90 ? 1 : 0)),
    detectableFootprint: new Uint8Array(count),
    snr: Float64Array.from({ length: count }, (_, i) => 270 / (1 + defocus(i))),
    illumination: null,
    vignette: null,
    leakage: null,
    vasculatureMask: vessels ? { shape: [side, side], data: new Float32Array(side * side).fill(1) } : null,
    vesselOverlapFraction: null,
    shifts: null,
    bleaching: null,
    neuropilSpatial: null,
    neuropilTemporal: null,
    neuropilPopulation: null,
    focalDepthUm,
  };
  const layer = { depth_um: 80, n_roots: 3, root_radius_um: 22, branch_prob: 0.25 };
  const steps = vessels ? [vasculature({ enabled: true, layers: [layer] })] : [];
  return { spec: { acquisition, seed: 4, steps }, groundTruth };
}
