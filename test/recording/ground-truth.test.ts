import { describe, expect, it } from "vitest";
import type { Footprints } from "../../src/recording/footprints.js";
import type { GroundTruth } from "../../src/recording/ground-truth.js";
import { finalize } from "../../src/simulation/finalize.js";
import { compile } from "../../src/simulation/plan.js";
import type { Spec } from "../../src/spec/spec.js";
import { builtInSteps } from "../../src/steps/index.js";
import { allSteps, smallSpec, tracesOf, withoutSteps, withStep } from "../simulation/small-spec.js";

const NA = 0.3;
const QE = 0.7;
const PHOTONS = 2000;
const curved = { optics: { field_curvature_radius_um: 800 } };
const spec = smallSpec(withStep("sensor", { photons_per_unit: PHOTONS }), curved);
const truthOf = (of: Spec, until?: string) => finalize(compile(of), until);
const truth = truthOf(spec);
const cells = [...Array(truth.cellCount).keys()];

function patchSum({ shapes, starts, data }: Footprints, i: number): number {
  return data.slice(starts[i], starts[i] + shapes[2 * i] * shapes[2 * i + 1]).reduce((a, b) => a + b, 0);
}

/** Depth and optics of a cell by the formulas of the model. */
function opticsOf(of: GroundTruth, i: number) {
  const [z, y, x] = of.centersUm.data.subarray(3 * i, 3 * i + 3);
  const effective = z + 800 - Math.sqrt(800 ** 2 - y ** 2 - x ** 2);
  const sharp = Math.hypot((0.21 * 0.525) / NA, 0.05 * z);
  const sigma = Math.hypot(sharp, NA * (effective - of.focalDepthUm!));
  const gain = Math.exp(-z / (600 / 7)) * NA ** 2;
  return { y, x, effective, sigma, gain, brightness: (sharp / sigma) ** 2 * gain };
}

/** 1 − (1 − f)·(r/r_max)² at the nearest pixel of the 48 × 64 field. */
function falloffAt(falloff: number, y: number, x: number): number {
  const nearest = (um: number, n: number) =>
    Math.min(Math.max(Math.round((n - 1) / 2 + um / 2), 0), n - 1) - (n - 1) / 2;
  const r = Math.hypot(nearest(y, 48), nearest(x, 64));
  return 1 - (1 - falloff) * (r / Math.hypot(23.5, 31.5)) ** 2;
}

function snrOf(of: GroundTruth, i: number, light: (y: number, x: number) => number): number {
  const { y, x, brightness } = of.focalDepthUm === null ? { ...opticsOf(truth, i), brightness: 1 } : opticsOf(of, i);
  const trace = of.C!.data.subarray(i * 10, (i + 1) * 10);
  const [low, high] = [Math.min(...trace), Math.max(...trace)];
  const g = brightness * light(y, x) * PHOTONS * QE;
  return ((high - low) * g) / Math.sqrt(low * g + 4);
}

const light = (y: number, x: number) => falloffAt(0.6, y, x) * falloffAt(0.5, y, x);

function expectClose(value: number, expected: number) {
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-5 * expected);
}

describe("ground truth", () => {
  it("has one entry per cell and effect", () => {
    const n = truth.cellCount;
    expect(n).toBeGreaterThan(20);
    expect(truth.C!.shape).toEqual([n, 10]);
    expect(truth.S!.shape).toEqual([n, 10]);
    expect(truth.centersUm.shape).toEqual([n, 3]);
    for (const { shape, data } of [truth.C!, truth.S!, truth.centersUm])
      expect(data).toHaveLength(shape.reduce((a, b) => a * b, 1));
    for (const perCell of [
      truth.observedSigmaPx,
      truth.observedGain,
      truth.somaRadiusUm,
      truth.amplitudePerCell,
      truth.inFocus,
      truth.detectable,
      truth.snr,
    ])
      expect(perCell).toHaveLength(n);
    expect(new Set(truth.somaRadiusUm)).toEqual(new Set([5]));
    for (const footprints of [truth.planted, truth.observed!]) {
      expect(footprints.count).toBe(n);
      expect(footprints).toMatchObject({ canvasShape: [48, 64], fovOffset: [0, 0], fovShape: [48, 64] });
      expect(footprints.starts).toHaveLength(n);
    }
    for (const field of [truth.illumination, truth.vignette, truth.leakage]) {
      expect(field!.shape).toEqual([48, 64]);
      expect(field!.data).toHaveLength(48 * 64);
    }
  });

  it("knows each cell's optics", () => {
    for (const i of cells) {
      const { effective, sigma, gain } = opticsOf(truth, i);
      expect(truth.observedSigmaPx![i]).toBeCloseTo(sigma / 2, 10);
      expect(truth.observedGain![i]).toBeCloseTo(gain, 12);
      const depthOfField = (1.33 * 0.525) / NA ** 2;
      expect(truth.inFocus[i]).toBe(Math.abs(effective - truth.focalDepthUm!) <= depthOfField ? 1 : 0);
    }
    expect(new Set(truth.inFocus)).toEqual(new Set([0, 1]));
  });

  it("calls a cell detectable whose peak signal stands 3 times above the noise", () => {
    for (const i of cells) {
      expectClose(truth.snr![i], snrOf(truth, i, light));
      expect(truth.detectable[i]).toBe(truth.snr![i] >= 3 ? 1 : 0);
    }
    expect(new Set(truth.detectable)).toEqual(new Set([0, 1]));
  });

  it("sees the planted footprints blurred and dimmed", () => {
    const { blurred } = compile(spec).patches;
    const { shapes, offsets } = truth.observed!;
    let inside = 0;
    for (const i of cells) {
      const [row, column] = offsets.subarray(2 * i);
      const [height, width] = shapes.subarray(2 * i);
      const gain = truth.observedGain![i];
      const start = truth.observed!.starts[i];
      for (let k = 0; k < height * width; k++)
        expect(truth.observed!.data[start + k]).toBe(Math.fround(gain * blurred.data[blurred.starts[i] + k]));
      if (row === 0 || column === 0 || row + height === 48 || column + width === 64) continue;
      inside++;
      expect(patchSum(truth.observed!, i) / (gain * patchSum(truth.planted, i))).toBeCloseTo(1, 4);
    }
    expect(inside).toBeGreaterThan(3);
  });

  it("has the traces, positions and footprints of the plan", () => {
    const whole = compile(spec);
    const { cells: planned } = whole;
    const { C, S } = tracesOf(whole);
    expect(truth.C!.data).toEqual(C);
    expect(truth.S!.data).toEqual(S);
    expect(truth.centersUm.data).toEqual(planned.positions!.centersUm);
    expect(truth.planted.data).toEqual(planned.planted!.data);
    expect(truth.amplitudePerCell).toEqual(planned.traces!.amplitude);
  });

  it("drops a cell that does not touch the field of view, and keeps the rows of the others together", () => {
    const positions_um: [number, number, number][] = [
      [50, 0, 0],
      [40, -900, 3],
      [60, 10, -20],
    ];
    const planned = compile(smallSpec(withStep("place_neurons", { positions_um })));
    const { C, centersUm, cellCount, planted, observedGain } = finalize(planned);
    expect(cellCount).toBe(2);
    expect([...centersUm.data]).toEqual([50, 0, 0, 60, 10, -20]);
    const all = tracesOf(planned).C;
    expect(C!.data).toEqual(Float64Array.of(...all.slice(0, 10), ...all.slice(20)));
    expect(observedGain).toEqual(Float64Array.of(planned.cells.focus!.gain[0], planned.cells.focus!.gain[2]));
    expect(planted.count).toBe(2);
  });
});

describe("a cell in the margin of the canvas", () => {
  it("is in the truth when its patch touches the field of view, by as little as a pixel", () => {
    const planned = compile(smallSpec(withStep("place_neurons", { positions_um: [[50, 0, 0]] })));
    const [row, column] = planned.cells.planted!.offsets;
    const [height, width] = planned.cells.planted!.shapes;
    const viewOf = (top: number, left: number) => {
      const canvas = { ...planned.canvas, fovOffset: [top, left] as const };
      return finalize({ ...planned, canvas, fov: { height: 4, width: 4, pixelSizeUm: 2 } });
    };
    const seen = (top: number, left: number) => viewOf(top, left).cellCount;
    expect([seen(row - 4, column), seen(row - 3, column)]).toEqual([0, 1]);
    expect([seen(row + height, column), seen(row + height - 1, column)]).toEqual([0, 1]);
    expect([seen(row, column - 4), seen(row, column - 3)]).toEqual([0, 1]);
    expect([seen(row, column + width), seen(row, column + width - 1)]).toEqual([0, 1]);
    expect(viewOf(row, column).planted).toMatchObject({
      canvasShape: [48, 64],
      fovOffset: [row, column],
      fovShape: [4, 4],
    });
  });
});

describe("what did not run is absent", () => {
  it("without activity: no traces, no brightness, nothing detectable", () => {
    const still = truthOf(smallSpec(withoutSteps("cell_activity")));
    expect(still).toMatchObject({ C: null, S: null, snr: null });
    expect(new Set(still.amplitudePerCell)).toEqual(new Set([Number.NaN]));
    expect(new Set(still.detectable)).toEqual(new Set([0]));
    expect(still.observed).toEqual(truthOf(smallSpec(withoutSteps("cell_activity", "composite"))).observed);
    for (const i of cells) expect(patchSum(still.observed!, i)).toBeGreaterThan(0);
  });

  it("without optics: every cell in focus, no observed footprints, full brightness", () => {
    const sharp = truthOf(smallSpec(withoutSteps("optics")));
    expect(sharp).toMatchObject({ observed: null, observedSigmaPx: null, observedGain: null, focalDepthUm: null });
    expect(new Set(sharp.inFocus)).toEqual(new Set([1]));
    for (const i of cells) expectClose(sharp.snr![i], snrOf(sharp, i, light));
  });

  it("without a sensor: detectable is in focus", () => {
    const unmeasured = truthOf(smallSpec(withoutSteps("sensor"), curved));
    expect(unmeasured.snr).toBeNull();
    expect(unmeasured.detectable).toEqual(unmeasured.inFocus);
    const depths = cells.map((i) => opticsOf(truth, i).effective).toSorted((a, b) => a - b);
    const middle = (depths[Math.floor((depths.length - 1) / 2)] + depths[Math.ceil((depths.length - 1) / 2)]) / 2;
    expect(unmeasured.focalDepthUm).toBeCloseTo(middle, 10);
  });

  it("without cells: truth of length 0", () => {
    const empty = truthOf(smallSpec(withStep("place_neurons", { positions_um: [] })));
    expect(empty).toMatchObject({ cellCount: 0, observed: null, observedGain: null, observedSigmaPx: null });
    expect(empty.C!.shape).toEqual([0, 10]);
    expect(empty.planted.canvasShape).toEqual([48, 64]);
    expect(truthOf(smallSpec([])).centersUm.shape).toEqual([0, 3]);
  });

  it("until an early stage: later effects are absent, detectability still means the spec's sensor and focal plane", () => {
    const early = truthOf(spec, "composite");
    expect(early).toMatchObject({ illumination: null, vignette: null, leakage: null });
    expect(early.focalDepthUm).toBe(truth.focalDepthUm);
    for (const i of cells)
      expectClose(
        early.snr![i],
        snrOf(early, i, () => 1),
      );
    const lit = truthOf(spec, "illumination_profile");
    for (const i of cells)
      expectClose(
        lit.snr![i],
        snrOf(lit, i, (y, x) => falloffAt(0.6, y, x)),
      );
    expect(truthOf(spec, "place_neurons")).toMatchObject({ C: null, snr: null, observed: null, focalDepthUm: null });
    expect(new Set(truthOf(spec, "cell_activity").inFocus)).toEqual(new Set([1]));
    expect(truthOf(spec, "sensor").detectable).toEqual(truth.detectable);
  });

  it("the full list of steps leaves none absent", () => {
    expect(allSteps.map(({ kind }) => kind)).toEqual(builtInSteps.map(({ kind }) => kind));
    for (const [name, value] of Object.entries(truthOf(smallSpec(allSteps)))) expect(value, name).not.toBeNull();
  });
});
