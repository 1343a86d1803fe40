import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fieldNoise } from "../../src/compute/field-noise.js";
import { blurField } from "../../src/compute/simd-blur.js";
import { lowPass, neuropilEnvelope, normaliseFields, ornsteinUhlenbeck } from "../../src/physics/neuropil.js";
import { streamKey } from "../../src/random/streams.js";
import reference from "../fixtures/reference-statistics.json" with { type: "json" };

const key = streamKey(4, "neuropil", "envelopes");
const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;
const spread = (values: ArrayLike<number>) => {
  const middle = mean(values);
  return Math.sqrt(mean(Array.from(values, (x) => (x - middle) ** 2)));
};
const max = (values: Float32Array) => values.reduce((a, b) => Math.max(a, b));
const min = (values: Float32Array) => values.reduce((a, b) => Math.min(a, b));

describe("neuropil fields", () => {
  const noises = fc.array(fc.array(fc.float({ min: -50, max: 50, noNaN: true }), { minLength: 30, maxLength: 30 }), {
    minLength: 1,
    maxLength: 5,
  });

  it("are ≥ 0, reach 0, and have the same mean: the average of what they would have with peak 1", () => {
    fc.assert(
      fc.property(noises, (arrays) => {
        const fields = arrays.map((values) => Float32Array.from(values));
        const scaled = fields.map((field) => {
          const [low, high] = [min(field), max(field)];
          return [...field].map((value) => (high - low > 1e-12 ? (value - low) / (high - low) : 1));
        });
        const average = mean(scaled.map(mean));
        normaliseFields(fields);
        fields.forEach((field, k) => {
          expect(mean(field)).toBeCloseTo(average, 5);
          field.forEach((value, i) => {
            expect(value).toBeGreaterThanOrEqual(0);
            expect(value).toBeCloseTo((scaled[k][i] * average) / mean(scaled[k]), 4);
          });
        });
      }),
    );
  });

  it("have peak 1 when there is but one", () => {
    const field = fieldNoise(40, 50, key, 0);
    normaliseFields([field]);
    expect([min(field), max(field)]).toEqual([0, 1]);
  });

  it("are ones where they are flat", () => {
    const flat = new Float32Array(12).fill(-3);
    normaliseFields([flat]);
    expect(new Set(flat)).toEqual(new Set([1]));
  });

  it("are as smooth as their sigma says: their correlation is e^(−d²/4σ²)", () => {
    const [side, sigma, count] = [400, 12, 8];
    const margin = 4 * sigma;
    const distances = [sigma, 2 * sigma, 3 * sigma];
    const sums = [0, ...distances].map(() => 0);
    for (let k = 0; k < count; k++) {
      const field = blurField(fieldNoise(side, side, key, k), side, side, sigma);
      for (let y = margin; y < side - margin; y++)
        for (let x = margin; x < side - margin - 3 * sigma; x++)
          [0, ...distances].forEach((d, i) => {
            sums[i] += field[y * side + x] * field[y * side + x + d];
          });
    }
    // Each field holds some 300 / (2√π·12) ≈ 7 independent patches a side.
    distances.forEach((d, i) => {
      expect(Math.abs(sums[i + 1] / sums[0] - Math.exp(-(d * d) / (4 * sigma * sigma)))).toBeLessThan(0.12);
    });
  });

  it.each(["small", "volumetric"] as const)("vary like those of Python minisim in the spec %s", (name) => {
    const { neuropil, pixel_size_um, sensor, motion } = reference[name];
    const margin = Math.ceil(motion.step.max_shift_um / pixel_size_um) + 1;
    const [n, seeds] = [sensor.n_px_height, 12];
    const side = n + 2 * margin;
    const runs = Array.from({ length: seeds }, (_, seed) => {
      const fields = Array.from({ length: neuropil.n_components }, (_, k) => {
        const noise = fieldNoise(side, side, streamKey(seed, "neuropil", "fields"), k);
        return blurField(noise, side, side, neuropil.spatial_sigma_um / pixel_size_um);
      });
      normaliseFields(fields);
      const seen = fields.map((field) =>
        Float32Array.from({ length: n * n }, (_, i) => field[(Math.floor(i / n) + margin) * side + (i % n) + margin]),
      );
      return { mean: mean(seen.map(mean)), sd: mean(seen.map(spread)), peak: mean(seen.map(max)) };
    });
    // Five runs there, twelve here.
    for (const [known, values] of [
      [neuropil.spatial_mean, runs.map((run) => run.mean)],
      [neuropil.spatial_sd, runs.map((run) => run.sd)],
      [neuropil.spatial_peak, runs.map((run) => run.peak)],
    ] as const)
      expect(Math.abs(mean(values) - known.mean)).toBeLessThan(
        3 * Math.sqrt(known.sd ** 2 / 5 + spread(values) ** 2 / seeds),
      );
  });

  it("are extended by a larger canvas, apart from their scale", () => {
    const [side, margin, sigma] = [120, 20, 5];
    const field = (n: number) => blurField(fieldNoise(n, n, key, 2), n, n, sigma);
    const [small, large] = [field(side), field(side + 2 * margin)];
    const edge = 4 * sigma + 1;
    for (let y = edge; y < side - edge; y++)
      for (let x = edge; x < side - edge; x++)
        expect(large[(y + margin) * (side + 2 * margin) + x + margin]).toBe(small[y * side + x]);
  });
});

describe("the slow process of an envelope", () => {
  const rate = { tauS: 10, fps: 20 };
  const process = (component: number, frames: number, shape = rate) => {
    const values = new Float64Array(frames);
    ornsteinUhlenbeck(key, component, shape, 0, Number.NaN, values);
    return values;
  };

  it("goes on from any frame with the same bits", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 199 }), fc.nat(5), (cut, component) => {
        const whole = process(component, 200);
        const rest = new Float64Array(200 - cut);
        ornsteinUhlenbeck(key, component, rate, cut, whole[cut - 1], rest);
        expect(rest).toEqual(whole.slice(cut));
      }),
    );
  });

  it("has variance 1 from its first frame to its last", () => {
    const components = 6000;
    const frames = [0, 1, 50, 99];
    const squares = frames.map(() => 0);
    for (let k = 0; k < components; k++) {
      const values = process(k, 100);
      frames.forEach((t, i) => {
        squares[i] += values[t] ** 2 / components;
      });
    }
    for (const square of squares) expect(Math.abs(square - 1)).toBeLessThan(4 * Math.sqrt(2 / components));
  });

  it.each([
    { tauS: 10, fps: 20 },
    { tauS: 0.4, fps: 7.3 },
    { tauS: 0.01, fps: 20 },
  ])("forgets as e^(−t/τ): τ = $tauS s at $fps Hz", (shape) => {
    const frames = 300_000;
    const values = process(0, frames, shape);
    const correlation = shape.tauS * shape.fps;
    // Effective number of independent samples of a product of exponentially correlated values.
    const error = 4 * Math.sqrt((1 + 2 * correlation) / frames);
    for (const lag of [0, 1, 2, Math.ceil(correlation), Math.ceil(3 * correlation)]) {
      let sum = 0;
      for (let t = lag; t < frames; t++) sum += values[t] * values[t - lag];
      expect(Math.abs(sum / (frames - lag) - Math.exp(-lag / correlation))).toBeLessThan(error);
    }
  });

  it("is independent between components", () => {
    const [a, b] = [process(0, 100_000, { tauS: 0.2, fps: 20 }), process(1, 100_000, { tauS: 0.2, fps: 20 })];
    expect(Math.abs(mean(a.map((value, t) => value * b[t])))).toBeLessThan(4 * Math.sqrt(5 / 100_000));
  });
});

describe("the envelope", () => {
  it("has mean 1 over the process' standard normal distribution, and the spread of a lognormal", () => {
    let [total, first, second] = [0, 0, 0];
    for (let x = -9; x <= 9; x += 0.01) {
      const weight = Math.exp((-x * x) / 2);
      const value = neuropilEnvelope(x, 0, 0);
      total += weight;
      first += weight * value;
      second += weight * value * value;
    }
    expect(first / total).toBeCloseTo(1, 10);
    expect(second / total).toBeCloseTo(Math.exp(0.16), 10);
  });

  it("mixes the population in by its coupling", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -4, max: 4, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 5, noNaN: true }),
        (x, c, p) => {
          expect(neuropilEnvelope(x, c, p)).toBeCloseTo((1 - c) * Math.exp(0.4 * x - 0.08) + c * p, 10);
          expect(neuropilEnvelope(x, 1, p)).toBe(p);
          expect(neuropilEnvelope(x, c, p)).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});

describe("the population's low-pass", () => {
  const filter = (input: readonly number[], shape = { tauS: 1.5, fps: 20 }, previous: number | null = null) => {
    const output = new Float64Array(input.length);
    lowPass(Float64Array.from(input), shape, previous, output);
    return output;
  };
  const inputs = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1, maxLength: 60 });

  it("starts at its first value and keeps a constant", () => {
    for (const value of filter(new Array(50).fill(3.7))) expect(value).toBeCloseTo(3.7, 12);
    expect(filter([2, 9, -4])[0]).toBe(2);
  });

  it("answers a step as 1 − e^(−t/τ)", () => {
    const output = filter([0, ...new Array(100).fill(1)]);
    output.forEach((value, t) => {
      expect(value).toBeCloseTo(1 - Math.exp(-t / (1.5 * 20)), 12);
    });
  });

  it("is the sum of its inputs, each forgotten as e^(−t/τ)", () => {
    fc.assert(
      fc.property(inputs, fc.double({ min: 0.01, max: 10, noNaN: true }), (input, tauS) => {
        const a = Math.exp(-1 / (tauS * 20));
        filter(input, { tauS, fps: 20 }).forEach((value, t) => {
          let expected = a ** t * input[0];
          for (let s = 1; s <= t; s++) expected += (1 - a) * a ** (t - s) * input[s];
          expect(value).toBeCloseTo(expected, 9);
        });
      }),
    );
  });

  it("goes on from its last output", () => {
    fc.assert(
      fc.property(inputs, fc.nat(60), (input, cut) => {
        fc.pre(cut > 0 && cut < input.length);
        const whole = filter(input);
        expect(filter(input.slice(cut), undefined, whole[cut - 1])).toEqual(whole.slice(cut));
      }),
    );
  });
});
