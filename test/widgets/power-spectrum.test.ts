import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { powerSpectrum } from "../../src/widgets/power-spectrum.js";

const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);

describe("a power spectrum", () => {
  it("gives a sinusoid its power, half its squared amplitude, at its frequency", () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 60 }), fc.double({ min: 0.1, max: 10, noNaN: true }), (k, amplitude) => {
        const wave = Array.from({ length: 640 }, (_, t) => 3 + amplitude * Math.sin((2 * Math.PI * k * t) / 128 + 0.3));
        const { frequencies, density } = powerSpectrum(wave, 20, 128);
        const step = 20 / 128;
        expect(frequencies[k]).toBeCloseTo(k * step, 12);
        expect(density.indexOf(density.reduce((a, b) => Math.max(a, b)))).toBe(k);
        expect((sum(density.subarray(k - 1, k + 2)) * step) / (amplitude ** 2 / 2)).toBeCloseTo(1, 9);
      }),
    );
  });

  it("is the periodogram of its one piece, by the sum that defines it", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 16, maxLength: 16 }), (signal) => {
        const { density } = powerSpectrum(signal, 10, 16);
        const mean = sum(signal) / 16;
        const window = signal.map((_, t) => Math.sin((Math.PI * t) / 16) ** 2);
        density.forEach((value, k) => {
          const wave = (f: (x: number) => number) =>
            sum(signal.map((x, t) => (x - mean) * window[t] * f((2 * Math.PI * k * t) / 16)));
          const power = wave(Math.cos) ** 2 + wave(Math.sin) ** 2;
          const sides = k === 0 || k === 8 ? 1 : 2;
          expect(value).toBeCloseTo((sides * power) / (10 * sum(window.map((w) => w * w))), 9);
        });
      }),
    );
  });

  it("holds the variance of noise, in pieces of about a quarter", () => {
    let state = 1;
    const noise = Array.from({ length: 4096 }, () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    });
    const { density, frequencies, segment } = powerSpectrum(noise, 20);
    expect(segment).toBe(1024);
    expect(frequencies.at(-1)).toBe(10);
    expect((sum(density) * frequencies[1]) / (1 / 12)).toBeCloseTo(1, 1);
  });

  it("refuses pieces that are no powers of two or longer than the signal, and says so", () => {
    expect(() => powerSpectrum(new Float32Array(100), 20, 60)).toThrow("allowed: a power of two from 8 up");
    expect(() => powerSpectrum(new Float32Array(100), 20, 128)).toThrow("fewer than a segment of 128");
    expect(() => powerSpectrum(new Float32Array(100), 0)).toThrow("rateHz is 0");
  });
});
