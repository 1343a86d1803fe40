import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  activityLevel,
  type CalciumKernel,
  kernelLength,
  kernelTiming,
  kernelValue,
  sampledPeak,
  sampleKernel,
  tauFromKernelTiming,
} from "../../src/physics/calcium.js";

const kernels = fc
  .record({
    decay: fc.double({ min: 0.05, max: 5, noNaN: true }),
    ratio: fc.double({ min: 0.001, max: 0.98, noNaN: true }),
  })
  .map(({ decay, ratio }): CalciumKernel => ({ tau_decay_s: decay, tau_rise_s: decay * ratio }));

/** Peak and half-width read off a fine sampling. */
function measureTiming({ tau_rise_s, tau_decay_s }: CalciumKernel) {
  const dt = tau_decay_s / 20_000;
  const k = (i: number) => Math.exp((-i * dt) / tau_decay_s) - Math.exp((-i * dt) / tau_rise_s);
  let peak = 0;
  let at = 0;
  for (let i = 0; i < 200_000; i++) if (k(i) > peak) [peak, at] = [k(i), i];
  let [first, last] = [0, 0];
  for (let i = 0; i < 200_000; i++)
    if (k(i) >= peak / 2) {
      first ||= i;
      last = i;
    }
  return { timeToPeak_s: at * dt, fwhm_s: (last - first) * dt, tolerance: 3 * dt };
}

describe("the calcium kernel", () => {
  it("rises and falls as e^(−t/τd) − e^(−t/τr), with peak 1, up to 5 τd", () => {
    const kernel = { tau_rise_s: 0.05, tau_decay_s: 0.5 };
    const samples = sampleKernel(kernel, 300);
    expect(samples).toHaveLength(750);
    expect(kernelLength(kernel, 300)).toBe(750);
    const raw = Array.from(samples, (_, i) => Math.exp(-i / 150) - Math.exp(-i / 15));
    const peak = Math.max(...raw);
    raw.forEach((value, i) => {
      expect(samples[i]).toBeCloseTo(value / peak, 12);
    });
    expect(samples[0]).toBe(0);
    expect(Math.max(...samples)).toBe(1);
  });

  it("has its largest sample beside its peak", () => {
    fc.assert(
      fc.property(kernels, fc.double({ min: 0.5, max: 500, noNaN: true }), (kernel, rate) => {
        fc.pre(kernelLength(kernel, rate) > 0);
        const samples = Array.from({ length: kernelLength(kernel, rate) }, (_, i) => kernelValue(kernel, i / rate));
        expect(sampledPeak(kernel, rate)).toBe(Math.max(...samples));
      }),
    );
  });

  it.each([
    { tau_rise_s: 0.05, tau_decay_s: 0.5 },
    { tau_rise_s: 0.001, tau_decay_s: 0.2 },
    { tau_rise_s: 0.19, tau_decay_s: 0.2 },
  ])("peaks and halves where a fine sampling does: %j", (kernel) => {
    const measured = measureTiming(kernel);
    const timing = kernelTiming(kernel);
    expect(Math.abs(timing.timeToPeak_s - measured.timeToPeak_s)).toBeLessThan(measured.tolerance);
    expect(Math.abs(timing.fwhm_s - measured.fwhm_s)).toBeLessThan(measured.tolerance);
  });

  it("comes back from its timing", () => {
    fc.assert(
      fc.property(kernels, (kernel) => {
        const found = tauFromKernelTiming(kernelTiming(kernel));
        expect(found.tau_decay_s / kernel.tau_decay_s).toBeCloseTo(1, 5);
        expect(found.tau_rise_s / kernel.tau_rise_s).toBeCloseTo(1, 5);
      }),
      { numRuns: 40 },
    );
  });

  it("is the nearest one that exists for an impossible timing, with the asked-for width", () => {
    for (const [timeToPeak_s, ratio] of [
      [0.9, 1 - 1e-6],
      [0.409, 1 - 1e-6],
      [1e-9, 1e-4],
    ]) {
      const kernel = tauFromKernelTiming({ timeToPeak_s, fwhm_s: 1 });
      expect(kernel.tau_rise_s / kernel.tau_decay_s).toBeCloseTo(ratio, 9);
      expect(kernelTiming(kernel).fwhm_s).toBeCloseTo(1, 6);
    }
    expect(kernelTiming({ tau_rise_s: 1 - 1e-6, tau_decay_s: 1 }).timeToPeak_s / 2.446).toBeCloseTo(0.409, 3);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("has no timing of %d s", (time) => {
    expect(() => tauFromKernelTiming({ timeToPeak_s: time, fwhm_s: 1 })).toThrow(/timeToPeak_s is/);
    expect(() => tauFromKernelTiming({ timeToPeak_s: 0.1, fwhm_s: time })).toThrow(/fwhm_s is/);
  });
});

describe("the activity level", () => {
  const values = (level: number) => Object.values(activityLevel(level));

  it("goes through sparse, moderate and dense", () => {
    expect(activityLevel(0)).toEqual({
      p_quiescent_to_active: 0.002,
      p_active_to_quiescent: 0.4,
      active_rate_hz: 90,
      quiescent_rate_hz: 0.3,
    });
    expect(values(0.5)).toEqual([0.005, 0.3, 150, 0.6]);
    for (const [i, value] of [0.01, 0.2, 210, 1.5].entries()) expect(values(1)[i]).toBeCloseTo(value, 14);
  });

  it("is linear in between", () => {
    for (const [i, value] of [0.0035, 0.35, 120, 0.45].entries()) expect(values(0.25)[i]).toBeCloseTo(value, 12);
    for (const [i, value] of [0.009, 0.22, 198, 1.32].entries()) expect(values(0.9)[i]).toBeCloseTo(value, 12);
  });

  it.each([-0.1, 1.1, Number.NaN])("refuses %d", (level) => {
    expect(() => activityLevel(level)).toThrow(/activity level is .*0 to 1/);
  });
});
