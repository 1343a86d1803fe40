import fc from "fast-check";
import { expect, it } from "vitest";
import { amplitudeSpectrum } from "../../src/physics/spectrum.js";

it("gives a sinusoid its amplitude at its frequency and none elsewhere", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 49 }), fc.double({ min: 0.1, max: 10, noNaN: true }), (k, amplitude) => {
      const wave = Array.from({ length: 100 }, (_, t) => 3 + amplitude * Math.sin((2 * Math.PI * k * t) / 100 + 0.3));
      const spectrum = amplitudeSpectrum(wave, 20);
      expect(spectrum.stepHz).toBeCloseTo(0.2, 12);
      spectrum.amplitude.forEach((value, i) => {
        expect(value).toBeCloseTo(i === k ? amplitude : 0, 9);
      });
    }),
  );
});

it("keeps a trace's power (Parseval)", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 3, maxLength: 41 }), (trace) => {
      const odd = trace.length % 2 === 0 ? trace.slice(1) : trace;
      const mean = odd.reduce((sum, value) => sum + value, 0) / odd.length;
      const variance = odd.reduce((sum, value) => sum + (value - mean) ** 2, 0) / odd.length;
      const { amplitude } = amplitudeSpectrum(odd, 1);
      expect(amplitude.reduce((sum, value) => sum + value ** 2 / 2, 0)).toBeCloseTo(variance, 8);
    }),
  );
});
