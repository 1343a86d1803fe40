import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runActivity, traceMatrix } from "../../src/compute/traces.js";
import {
  type ActivityParameters,
  activityModel,
  activityStreams,
  binsPerFrame,
  cellFactor,
} from "../../src/physics/activity.js";
import { sampleKernel } from "../../src/physics/calcium.js";
import { plainCalcium, runFrames } from "../../src/physics/cell-calcium.js";
import { RandomStream } from "../../src/random/streams.js";
import { defaultActivity } from "../support/activity.js";

const streams = activityStreams(1);

function run(parameters: ActivityParameters, fps: number, frames: number, entity = 0) {
  const entities = Int32Array.of(entity);
  const traces = runActivity({ parameters, fps, streams, entities, frameCount: frames });
  return { ...traceMatrix(traces, [0]), brightness: traces.amplitude[0] };
}

/** The smallest count whose cumulative binomial probability is above u, by summing the terms as products. */
function inverseBinomial(n: number, p: number, u: number): number {
  let total = 0;
  for (let count = 0; count < n; count++) {
    let term = 1;
    for (let k = 0; k < n; k++) term *= k < count ? (p * (n - k)) / (count - k) : 1 - p;
    total += term;
    if (u < total) return count;
  }
  return n;
}

/** The same cell by the definition: every frame's spikes put into fine bins, convolved with the whole kernel, averaged. */
function bruteForce(p: ActivityParameters, fps: number, frames: number, entity: number) {
  const nearest = Math.round(p.spike_sim_hz / fps);
  const tie = p.spike_sim_hz / fps === nearest - 0.5;
  const bins = Math.max(tie && nearest % 2 === 1 ? nearest - 1 : nearest, 1);
  const burnIn = Math.ceil(6 * p.tau_decay_s * fps);
  const outcomes = new RandomStream(streams.spikes, entity);
  const noise = new RandomStream(streams.noise, entity);
  const [rise, fall] = [p.p_quiescent_to_active, p.p_active_to_quiescent].map((probability) =>
    Math.min(probability, 1),
  );
  let active = new RandomStream(streams.gate, entity).uniform() < rise / (rise + fall);
  const fine: number[] = [];
  for (let t = 0; t < burnIn + frames; t++) {
    const probability = Math.min((active ? p.active_rate_hz : p.quiescent_rate_hz) / (bins * fps), 1);
    const flip = active ? fall : rise;
    const u = outcomes.word() / 2 ** 32;
    const flips = u >= 1 - flip;
    const count = inverseBinomial(bins, probability, flips ? (u - (1 - flip)) / flip : u / (1 - flip));
    const choice = new RandomStream(streams.bins, entity, t * bins);
    const chosen = new Set<number>();
    for (let last = bins - count; last < bins; last++) {
      const bin = Math.floor(choice.uniform() * (last + 1));
      chosen.add(chosen.has(bin) ? last : bin);
    }
    for (let bin = 0; bin < bins; bin++) fine.push(chosen.has(bin) ? 1 : 0);
    if (flips) active = !active;
  }
  const kernel = sampleKernel(p, bins * fps);
  const calcium = new Float64Array(fine.length);
  fine.forEach((spike, i) => {
    if (spike) for (let k = 0; k < kernel.length && i + k < fine.length; k++) calcium[i + k] += kernel[k];
  });
  const sigma = Math.sqrt(Math.log(1 + p.brightness_cv ** 2));
  const gain = Math.exp(sigma * new RandomStream(streams.brightness, entity).normal() - sigma ** 2 / 2);
  const perFrame = (values: ArrayLike<number>, t: number) => {
    let sum = 0;
    for (let bin = 0; bin < bins; bin++) sum += values[(burnIn + t) * bins + bin];
    return sum;
  };
  const frameNumbers = Array.from({ length: frames }, (_, t) => t);
  return {
    C: frameNumbers.map((t) => {
      const value = gain * (p.f0 + perFrame(calcium, t) / bins);
      return p.trace_noise > 0 ? value + p.trace_noise * noise.normal() : value;
    }),
    S: frameNumbers.map((t) => perFrame(fine, t)),
  };
}

describe("a cell's activity", () => {
  it.each([
    ["the defaultActivity", {}, 20],
    ["a busy cell", { p_quiescent_to_active: 0.1, brightness_cv: 0.8 }, 20],
    ["more spikes asked for than bins", { active_rate_hz: 900, quiescent_rate_hz: 5 }, 20],
    ["a slow indicator at a broken rate", { tau_rise_s: 0.31, tau_decay_s: 1.73 }, 7.3],
    ["one bin a frame", { spike_sim_hz: 3, p_quiescent_to_active: 0.2, tau_decay_s: 0.4 }, 10],
    ["half a bin to even", { spike_sim_hz: 50 }, 20],
    ["measurement noise and no baseline", { f0: 0, trace_noise: 0.2 }, 20],
    ["a gate that cannot stay", { p_quiescent_to_active: 40, p_active_to_quiescent: 2.5 }, 20],
  ] as const)("equals its definition: %s", (_, change, fps) => {
    const parameters = { ...defaultActivity, ...change };
    for (const entity of [0, 5]) {
      const { C, S } = run(parameters, fps, 150, entity);
      const expected = bruteForce(parameters, fps, 150, entity);
      expect([...S]).toEqual(expected.S);
      C.forEach((value, t) => {
        expect(Math.abs(value - expected.C[t])).toBeLessThan(1e-9);
      });
    }
  });

  it("is the same in one piece or in several", () => {
    const model = activityModel(defaultActivity, 20);
    const [whole, parts] = [0, 1].map(() => plainCalcium(streams)(model, 3));
    whole.run(100);
    let at = 0;
    for (const frames of [1, 30, 69]) {
      parts.run(frames);
      expect(parts.calcium.slice(0, frames)).toEqual(whole.calcium.slice(at, at + frames));
      expect(parts.spikes.slice(0, frames)).toEqual(whole.spikes.slice(at, at + frames));
      at += frames;
    }
  });

  it("goes on from a saved state with the same bits", () => {
    const parameters = fc.record({
      spike_sim_hz: fc.double({ min: 1, max: 500, noNaN: true }),
      p_quiescent_to_active: fc.double({ min: 0.001, max: 1.5, noNaN: true }),
      p_active_to_quiescent: fc.double({ min: 0.001, max: 1.5, noNaN: true }),
      active_rate_hz: fc.double({ min: 1, max: 400, noNaN: true }),
      tau_decay_s: fc.double({ min: 0.15, max: 1.2, noNaN: true }),
    });
    const fps = fc.double({ min: 7, max: 40, noNaN: true });
    fc.assert(
      fc.property(parameters, fps, fc.nat(200), fc.nat(60), (change, rate, before, after) => {
        const model = activityModel({ ...defaultActivity, ...change }, rate);
        const start = plainCalcium(streams);
        const cell = start(model, 7);
        runFrames(cell, before);
        const restored = start(model, 7, cell.state);
        for (const run of [cell, restored]) run.run(after);
        expect(restored.calcium.slice(0, after)).toEqual(cell.calcium.slice(0, after));
        expect(restored.spikes.slice(0, after)).toEqual(cell.spikes.slice(0, after));
        expect(restored.state).toEqual(cell.state);
      }),
      { numRuns: 60 },
    );
  });

  it("starts in the stationary state: the first frame fires like the last", () => {
    const parameters = {
      ...defaultActivity,
      p_quiescent_to_active: 0.02,
      p_active_to_quiescent: 0.1,
      quiescent_rate_hz: 0,
    };
    const rate = (150 * 0.02) / 0.12 / 20;
    const cells = 1500;
    const mean = [0, 0, 0];
    for (let entity = 0; entity < cells; entity++) {
      const { S } = run(parameters, 20, 20, entity);
      [0, 10, 19].forEach((t, i) => {
        mean[i] += S[t] / cells;
      });
    }
    // A frame is active with probability 1/6 and then holds 7.5 ± 1.9 spikes.
    for (const value of mean) expect(Math.abs(value - rate)).toBeLessThan((4 * 2.9) / Math.sqrt(cells));
  });

  it("flips every frame when both probabilities are 1 or more, half the cells in step with the others", () => {
    const parameters = { ...defaultActivity, p_quiescent_to_active: 9, p_active_to_quiescent: 1, quiescent_rate_hz: 0 };
    let firing = 0;
    for (let entity = 0; entity < 400; entity++) {
      const { S } = run(parameters, 20, 4, entity);
      const active = [...S].map((count) => count > 0);
      expect([active.join(), active.map((on) => !on).join()]).toContain("true,false,true,false");
      if (active[0]) firing++;
    }
    expect(Math.abs(firing - 200)).toBeLessThan(4 * Math.sqrt(100));
  });

  it("dwells in its states as long as their probabilities say, whatever it fires", () => {
    // An active frame without spikes has a probability of 2⁻¹⁵, and a quiescent one has none.
    const parameters = {
      ...defaultActivity,
      p_quiescent_to_active: 0.1,
      p_active_to_quiescent: 0.25,
      quiescent_rate_hz: 0,
    };
    const { S } = run(parameters, 20, 100_000);
    const active = [...S].map((count) => count > 0);
    const flips = (state: boolean, of: (t: number) => boolean = () => true) => {
      const frames = [...active.keys()].filter((t) => t > 0 && active[t - 1] === state && of(t - 1));
      const share = frames.filter((t) => active[t] !== state).length / frames.length;
      return { share, error: Math.sqrt(0.25 / frames.length) };
    };
    for (const [probability, { share, error }] of [
      [0.1, flips(false)],
      [0.25, flips(true)],
      [0.25, flips(true, (t) => S[t] < 7)],
      [0.25, flips(true, (t) => S[t] > 8)],
      [0.25, flips(true, (t) => t > 1 && active[t - 2])],
    ] as const)
      expect(Math.abs(share - probability)).toBeLessThan(4 * error);
  });

  it("fires at the mean rate of its two states", () => {
    const frames = 200_000;
    const active = 0.05 / (0.05 + 0.3);
    const { S } = run({ ...defaultActivity, p_quiescent_to_active: 0.05 }, 20, frames);
    const mean = S.reduce((a, b) => a + b, 0) / frames;
    const expected = (active * 150 + (1 - active) * 0.6) / 20;
    expect(Math.abs(mean / expected - 1)).toBeLessThan(0.04);
  });

  it("shows a lone spike as a transient of peak 1 over f0, times the brightness", () => {
    const fps = 300;
    const parameters = { ...defaultActivity, p_quiescent_to_active: 1e-9, quiescent_rate_hz: 0.2 };
    const { C, S, brightness } = run(parameters, fps, 6000, 2);
    const spikes = [...S.keys()].filter((t) => S[t] > 0);
    const lone = spikes.find((t, i) => t - (spikes[i - 1] ?? 0) > 800 && (spikes[i + 1] ?? 6000) - t > 800)!;
    const peak = Math.max(...C.slice(lone, lone + 700));
    expect(peak / brightness).toBeCloseTo(2, 6);
    expect(C[lone - 1] / brightness).toBeCloseTo(1, 6);
    expect(C[lone + 760] / brightness).toBeCloseTo(1, 9);
  });

  it("adds noise of the given width to the trace, whatever the brightness", () => {
    const noisy = run({ ...defaultActivity, trace_noise: 0.2, brightness_cv: 1 }, 20, 20_000, 4);
    const clean = run({ ...defaultActivity, brightness_cv: 1 }, 20, 20_000, 4);
    const difference = noisy.C.map((value, t) => value - clean.C[t]);
    const variance = difference.reduce((sum, x) => sum + x * x, 0) / difference.length;
    expect(Math.abs(Math.sqrt(variance) / 0.2 - 1)).toBeLessThan(0.03);
    expect(noisy.S).toEqual(clean.S);
  });
});

describe("brightness", () => {
  it.each([0, 0.3, 1])("has mean 1 and the coefficient of variation %f", (cv) => {
    const n = 40_000;
    const values = Array.from({ length: n }, (_, entity) => cellFactor(streams.brightness, entity, cv));
    const mean = values.reduce((a, b) => a + b, 0) / n;
    const sd = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n);
    expect(Math.abs(mean - 1)).toBeLessThan((4.5 * cv) / Math.sqrt(n) + 1e-12);
    expect(Math.abs(sd / mean - cv)).toBeLessThan(0.08 * cv + 1e-12);
    expect(values.every((value) => value > 0)).toBe(true);
  });
});

describe("fine bins", () => {
  it("are the nearest whole number a frame, at least one", () => {
    expect([20, 7.3, 1000, 120].map((fps) => binsPerFrame(300, fps))).toEqual([15, 41, 1, 2]);
  });
});
