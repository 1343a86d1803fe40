import { describe, expect, it } from "vitest";
import { poissonCount } from "../../src/compute/photons.js";
import { excitationCourse } from "../../src/extensions/excitation.js";
import { focusDrift } from "../../src/extensions/focus-drift.js";
import { saturate } from "../../src/physics/indicator.js";
import { RandomStream, streamKey } from "../../src/random/streams.js";
import { finalize } from "../../src/simulation/finalize.js";
import { compile } from "../../src/simulation/plan.js";
import { renderFrame, renderFrames } from "../../src/simulation/render.js";
import { canonicalJson } from "../../src/spec/canonical.js";
import type { ExtensionsInput } from "../../src/spec/extensions.js";
import { parseSpec } from "../../src/spec/spec.js";
import type { StepInput } from "../../src/steps/index.js";
import { allSteps, smallAcquisition, smallSpec, tracesOf, withStep } from "../simulation/small-spec.js";
import { expectSameBits } from "../support/same-bits.js";

const fixed = { ...smallAcquisition, focal_depth_in_tissue_um: 50 };
const planOf = (extensions: ExtensionsInput, steps: readonly StepInput[] = allSteps, duration_s = 1) =>
  compile(parseSpec({ acquisition: { ...fixed, duration_s }, seed: 7, steps, extensions }));
const plain = planOf({});
const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;
const variance = (values: number[]) => {
  const middle = mean(values);
  return mean(values.map((value) => (value - middle) ** 2));
};

describe("an extension that is off", () => {
  it("is not in the JSON, and changes no bit", () => {
    expect(canonicalJson(plain.spec)).not.toContain("extensions");
    expect(canonicalJson(smallSpec(allSteps, fixed))).toBe(canonicalJson(plain.spec));
  });

  it.each<[string, ExtensionsInput]>([
    ["an indicator without saturation or spread", { indicator: { half_saturation: null, tau_cv: 0 } }],
    ["a constant excitation", { excitation: {} }],
    ["a focal plane that does not drift", { focus_drift: { rate_um_per_min: 0 } }],
    ["a sensor whose pixels are alike", { fixed_pattern: { gain_cv: 0 } }],
  ])("and one that is on but does nothing gives the same counts: %s", (_, extensions) => {
    expectSameBits(renderFrame(planOf(extensions), 5, "sensor"), renderFrame(plain, 5, "sensor"));
  });
});

describe("excitation", () => {
  it("pulses, ramps and ripples, averaged over each frame", () => {
    const course = (excitation: NonNullable<ExtensionsInput["excitation"]>) =>
      excitationCourse(parseSpec({ extensions: { excitation } }).extensions!, 10, 10)!;
    course({ ramp_to: 0.1 }).forEach((value, t) => {
      expect(value).toBeCloseTo(1 - 0.1 * t, 12);
    });
    const pulses = course({ pulse_period_s: 0.4, pulse_duty: 0.625, pulse_low: 0.2 });
    [1, 1, 0.6, 0.2, 1, 1, 0.6, 0.2, 1, 1].forEach((value, t) => {
      expect(pulses[t]).toBeCloseTo(value, 12);
    });
    expect(mean(course({ ripple_amplitude: 0.5, ripple_hz: 1 }))).toBeCloseTo(1, 12);
  });

  it("drives the cells, the neuropil, the leak and bleaching alike", () => {
    const half = planOf({ excitation: { ramp_from: 0.5, ramp_to: 0.5 } });
    for (const stage of ["cells_only", "neuropil", "leakage"]) {
      const [dim, full] = [half, plain].map((plan) => renderFrame(plan, 0, stage));
      dim.forEach((value, i) => {
        expect(value).toBeCloseTo(full[i] / 2, 5);
      });
    }
    const loss = (plan: typeof plain) => 1 - finalize(plan).bleaching!.data[9];
    expect(loss(half) / loss(plain)).toBeCloseTo(0.5, 1);
  });

  it("switched off, leaves darkness", () => {
    const dark = planOf({ excitation: { ramp_from: 0, ramp_to: 0 } });
    expect(new Set(renderFrame(dark, 3, "leakage"))).toEqual(new Set([0]));
  });
});

describe("vessels that pulse", () => {
  it("darken and brighten with the heart about the mask at rest", () => {
    // At 10 frames a second, 2.5 Hz are at rest, widest, at rest and narrowest, again and again.
    const pulsing = planOf({ vessel_pulse: { rate_hz: 2.5, amplitude: 0.2 } });
    const share = (t: number) =>
      mean(renderFrame(pulsing, t, "vasculature")) / mean(renderFrame(pulsing, t, "neuropil"));
    const atRest = (t: number) => mean(renderFrame(plain, t, "vasculature")) / mean(renderFrame(plain, t, "neuropil"));
    expect(share(0)).toBeCloseTo(atRest(0), 5);
    expect(share(1)).toBeLessThan(atRest(1) - 0.005);
    expect(share(3)).toBeGreaterThan(atRest(3) + 0.005);
    expect(finalize(pulsing).vasculatureMask).toEqual(finalize(plain).vasculatureMask);
  });
});

describe("a sensor with a fixed pattern", () => {
  const dark: StepInput[] = [
    { kind: "leakage", profile: "uniform", level: 0.1 },
    { kind: "sensor", photons_per_unit: 1000 },
  ];

  it("sees each pixel with its own sensitivity, frame after frame", () => {
    const plan = planOf({ fixed_pattern: { gain_cv: 0.1 } }, dark, 20);
    const { data } = renderFrames(plan, "sensor", 0, 200);
    const pixels = 48 * 64;
    const means = Array.from({ length: pixels }, (_, i) =>
      mean(Array.from({ length: 200 }, (__, t) => data[t * pixels + i])),
    );
    const spread = Math.sqrt(variance(means)) / mean(means);
    expect(spread).toBeGreaterThan(0.09);
    expect(spread).toBeLessThan(0.115);
  });

  it("has hot pixels, as many and as hot as asked", () => {
    const plan = planOf({ fixed_pattern: { gain_cv: 0, hot_fraction: 0.02, hot_e: 100 } }, dark);
    const counts = Array.from(renderFrame(plan, 0, "sensor"));
    const hot = counts.filter((count) => count > 120);
    expect(hot.length / counts.length).toBeGreaterThan(0.012);
    expect(hot.length / counts.length).toBeLessThan(0.028);
    expect(mean(hot)).toBeCloseTo(169.5, -1);
  });
});

describe("an indicator", () => {
  it("leaves one spike as it is and saturates many", () => {
    const hill = { half_saturation: 5, hill: 2, tau_cv: 0 };
    expect(saturate(1, hill)).toBeCloseTo(1, 12);
    expect(saturate(1e6, hill)).toBeCloseTo(26, 4);
    expect(saturate(5, hill)).toBeCloseTo(13, 12);
    expect(saturate(0, hill)).toBe(0);
  });

  it("saturates the traces, which stay in order", () => {
    const [bent, straight] = [planOf({ indicator: { half_saturation: 4, tau_cv: 0 } }), plain].map((plan) => ({
      trace: tracesOf(plan).C,
      gain: plan.cells.traces!.amplitude,
    }));
    straight.trace.forEach((f, k) => {
      const gain = straight.gain[Math.floor(k / 10)];
      const calcium = f / gain - 1;
      expect(bent.trace[k] / gain - 1).toBeCloseTo((5 * calcium) / (4 + calcium), 9);
    });
    expect(Math.max(...bent.trace)).toBeLessThan(0.8 * Math.max(...straight.trace));
  });

  it("gives every cell its own time constants, and the same spikes", () => {
    const varied = planOf({ indicator: { half_saturation: null, tau_cv: 0.3 } });
    expect(tracesOf(varied).S).toEqual(tracesOf(plain).S);
    const ratio = tracesOf(varied).C.map((f, k) => f / tracesOf(plain).C[k]);
    expect(Math.max(...ratio)).toBeGreaterThan(1.1);
    expect(Math.min(...ratio)).toBeLessThan(0.9);
  });

  it("is the same from any chunk on", () => {
    const long = planOf({ indicator: {} }, allSteps, 15);
    expectSameBits(
      renderFrame(structuredClone(long), 140, "sensor"),
      renderFrames(long, "sensor", 0, 150).data.slice(140 * 48 * 64, 141 * 48 * 64),
    );
  });
});

describe("a focal plane that drifts", () => {
  it("blends a few planes, two at a time", () => {
    const drift = focusDrift(
      parseSpec({ extensions: { focus_drift: { rate_um_per_min: 60, plane_step_um: 4 } } }).extensions!,
      10,
      101,
    )!;
    expect(drift.offsetsUm).toHaveLength(4);
    expect(drift.offsetsUm[3]).toBeCloseTo(10, 9);
    for (let t = 0; t < 101; t++) {
      const shares = drift.shares.map((share) => share[t]);
      expect(mean(shares) * 4).toBeCloseTo(1, 6);
      expect(shares.filter((share) => share > 0).length).toBeLessThanOrEqual(2);
      expect(shares.reduce((sum, share, k) => sum + share * drift.offsetsUm[k], 0)).toBeCloseTo(t / 10, 5);
    }
  });

  it("begins with the frame that a still one has, and sees at the end what a scope focused there sees", () => {
    const steps = withStep("cell_activity", { active_rate_hz: 1e-9, quiescent_rate_hz: 0 }, allSteps).filter(
      ({ kind }) => kind !== "bleaching",
    );
    const drifting = planOf({ focus_drift: { rate_um_per_min: (60 / 0.9) * 30 } }, steps);
    const still = planOf({}, steps);
    const deeper = compile(parseSpec({ acquisition: { ...fixed, focal_depth_in_tissue_um: 80 }, seed: 7, steps }));
    const difference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
      Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]))) / Math.max(...Array.from(b));
    expect(difference(renderFrame(drifting, 0, "cells_only"), renderFrame(still, 0, "cells_only"))).toBeLessThan(1e-6);
    expect(difference(renderFrame(drifting, 9, "cells_only"), renderFrame(deeper, 9, "cells_only"))).toBeLessThan(1e-5);
    expect(difference(renderFrame(drifting, 9, "cells_only"), renderFrame(still, 9, "cells_only"))).toBeGreaterThan(
      0.05,
    );
  });

  it("masked with the optics, draws the planted footprints", () => {
    const sharp = renderFrame(plain, 4, "cells_only", { without: ["optics"] });
    const drifting = renderFrame(planOf({ focus_drift: { rate_um_per_min: 900 } }), 4, "cells_only", {
      without: ["optics"],
    });
    drifting.forEach((value, i) => {
      expect(value).toBeCloseTo(sharp[i], 4);
    });
  });
});

describe("photons counted one by one", () => {
  const draw = new RandomStream(streamKey(1, "test", "photons"));
  const counts = (of: number) => Array.from({ length: 20000 }, () => poissonCount(of, draw.uniform(), draw.normal()));

  it.each([0.1, 1, 5, 29, 31, 200])("have mean, variance and skew of a Poisson number of mean %d", (of) => {
    const sample = counts(of);
    const [m, v] = [mean(sample), variance(sample)];
    const skew = mean(sample.map((count) => ((count - m) / Math.sqrt(v)) ** 3));
    expect(Math.abs(m - of)).toBeLessThan(4 * Math.sqrt(of / 20000));
    expect(v / of).toBeGreaterThan(0.94);
    expect(v / of).toBeLessThan(1.06 + 0.1 / of);
    expect(Math.abs(skew - 1 / Math.sqrt(of))).toBeLessThan(0.1 + 0.1 / Math.sqrt(of));
    expect(sample.every((count) => Number.isInteger(count) && count >= 0)).toBe(true);
  });

  it("of one electron are none in e⁻¹ of all pixels", () => {
    const dim: StepInput[] = [
      { kind: "leakage", profile: "uniform", level: 1 },
      { kind: "sensor", photons_per_unit: 1 / 0.7 },
    ];
    const acquisition = { ...fixed, image_sensor: { ...smallAcquisition.image_sensor, read_noise_e: 0 } };
    const plan = compile(parseSpec({ acquisition, seed: 2, steps: dim, extensions: { poisson: {} } }));
    const { data } = renderFrames(plan, "sensor", 0, 10);
    const share = (count: number) => Array.from(data).filter((value) => value === count).length / data.length;
    expect(share(0)).toBeCloseTo(Math.exp(-1), 2);
    expect(share(1)).toBeCloseTo(Math.exp(-1), 2);
    expect(share(2)).toBeCloseTo(Math.exp(-1) / 2, 2);
  });
});
