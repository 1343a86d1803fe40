import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bleachingFloor, bleachingRates, bleachStep, bleachTrace, darkRecovery } from "../../src/physics/bleaching.js";

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const defaults = { bleach_susceptibility: 6.3e-6, turnover_tau_s: 20000, excitation_intensity: 1 };

/** dB/dt = (1 − B)·k − loss·B over one frame, by 400 steps of the classical Runge–Kutta method. */
function rungeKutta(level: number, k: number, loss: number): number {
  const slope = (b: number) => (1 - b) * k - loss * b;
  const h = 1 / 400;
  let b = level;
  for (let i = 0; i < 400; i++) {
    const a1 = slope(b);
    const a2 = slope(b + (h / 2) * a1);
    const a3 = slope(b + (h / 2) * a2);
    const a4 = slope(b + h * a3);
    b += (h / 6) * (a1 + 2 * a2 + 2 * a3 + a4);
  }
  return b;
}

function bleach(trace: readonly number[], rates = bleachingRates(defaults, 20, 1), level = 1) {
  const levels = new Float64Array(trace.length);
  const after = bleachTrace(Float64Array.from(trace), rates, level, levels);
  return { levels, after };
}

describe("one frame of bleaching", () => {
  it("solves its differential equation", () => {
    fc.assert(
      fc.property(between(0, 1.2), between(0, 4), between(-1, 4), (level, k, loss) => {
        if (k + loss <= 0) expect(bleachStep(level, k, loss)).toBe(level);
        else expect(bleachStep(level, k, loss)).toBeCloseTo(rungeKutta(level, k, loss), 9);
      }),
    );
  });

  it("solves it for the slow rates of real indicators too, where the change is below the last bits of 1", () => {
    fc.assert(
      fc.property(between(0, 1), between(1e-9, 1e-5), between(0, 1e-4), (level, k, loss) => {
        const change = bleachStep(level, k, loss) - level;
        const slope = (1 - level) * k - loss * level;
        // To second order of a Taylor series.
        expect(Math.abs(change - slope * (1 - (k + loss) / 2))).toBeLessThan(1e-12);
      }),
    );
  });

  it("composes: a half frame twice is a frame", () => {
    fc.assert(
      fc.property(between(0, 1), between(0, 2), between(0, 2), (level, k, loss) => {
        const half = bleachStep(level, k / 2, loss / 2);
        expect(bleachStep(half, k / 2, loss / 2)).toBeCloseTo(bleachStep(level, k, loss), 13);
      }),
    );
  });
});

describe("the bleaching of a trace", () => {
  it("begins at 1, and records each frame's level before its light acts", () => {
    const { levels, after } = bleach([5, 0, 0], { renewal: 0, lossPerUnit: 0.1 });
    expect([...levels]).toEqual([1, Math.exp(-0.5), Math.exp(-0.5)].map((b) => expect.closeTo(b, 12)));
    expect(after).toBeCloseTo(Math.exp(-0.5), 12);
  });

  it("is the same in one piece or in several", () => {
    fc.assert(
      fc.property(fc.array(between(-1, 5), { minLength: 2, maxLength: 60 }), fc.nat(58), (trace, cut) => {
        const at = Math.min(cut, trace.length);
        const rates = { renewal: 0.01, lossPerUnit: 0.05 };
        const whole = bleach(trace, rates);
        const first = bleach(trace.slice(0, at), rates);
        const second = bleach(trace.slice(at), rates, first.after);
        expect([...first.levels, ...second.levels]).toEqual([...whole.levels]);
        expect(second.after).toBe(whole.after);
      }),
    );
  });

  it("falls to its floor under steady light, from above and from below", () => {
    fc.assert(
      fc.property(between(0.001, 0.1), between(0.001, 0.1), between(0.1, 5), (k, q, F) => {
        const floor = 1 / (1 + (q * F) / k);
        expect(bleachingFloor(k, q * F)).toBeCloseTo(floor, 12);
        const frames = Math.ceil(40 / (k + q * F));
        for (const start of [1, 0]) {
          const { levels, after } = bleach(new Array(frames).fill(F), { renewal: k, lossPerUnit: q }, start);
          expect(after).toBeCloseTo(floor, 9);
          const direction = start > floor ? -1 : 1;
          expect(levels.every((b, t) => t === 0 || direction * (b - levels[t - 1]) >= -1e-15)).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("recovers in the dark as 1 − (1 − B₀)·e^(−t/τ)", () => {
    fc.assert(
      fc.property(between(0, 1), between(1, 500), fc.integer({ min: 1, max: 300 }), (level, tau, frames) => {
        const rates = bleachingRates({ ...defaults, turnover_tau_s: tau }, 20, 1);
        const { after } = bleach(new Array(frames).fill(0), rates, level);
        expect(after).toBeCloseTo(1 - (1 - level) * Math.exp(-frames / 20 / tau), 10);
        expect(darkRecovery(level, frames / 20, tau)).toBeCloseTo(after, 10);
      }),
    );
  });

  it("stays within (0, 1], and is lower the brighter the cell and the light", () => {
    const trace = Array.from({ length: 400 }, (_, t) => 1 + 3 * Math.sin(t / 20) ** 2);
    const strong = { ...defaults, bleach_susceptibility: 0.05 };
    const last = (intensity: number, illumination: number, gain: number) => {
      const rates = bleachingRates({ ...strong, excitation_intensity: intensity }, 20, illumination);
      const { levels } = bleach(
        trace.map((f) => gain * f),
        rates,
      );
      expect(levels.every((b) => b > 0 && b <= 1)).toBe(true);
      return levels.at(-1)!;
    };
    const base = last(1, 1, 1);
    expect(last(2, 1, 1)).toBeLessThan(base);
    expect(last(1, 1, 2)).toBe(last(2, 1, 1));
    expect(last(2, 0.5, 1)).toBe(base);
    expect(last(0, 1, 1)).toBe(1);
  });

  it("takes about 0.1 % a minute from a cell that shines with 2.6, at the defaults", () => {
    const { after } = bleach(new Array(1200).fill(2.6));
    expect(1 - after).toBeCloseTo(6.3e-6 * 2.6 * 60, 5);
  });

  it("does not depend on the frame rate", () => {
    const strong = { ...defaults, bleach_susceptibility: 0.01, turnover_tau_s: 50 };
    const at = (fps: number) => bleach(new Array(10 * fps).fill(3), bleachingRates(strong, fps, 1)).after;
    expect(at(10)).toBeCloseTo(at(45), 12);
  });
});
