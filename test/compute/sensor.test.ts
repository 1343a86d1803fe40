import { describe, expect, it } from "vitest";
import { type Quantisation, quantise } from "../../src/compute/frame.js";
import { RowNoise } from "../../src/compute/noise.js";
import { maximumCount } from "../../src/physics/sensor.js";
import reference from "../fixtures/reference-statistics.json" with { type: "json" };

const SIDE = 256;

function expose(electrons: number, change: Partial<Quantisation> = {}, frame = 0) {
  const sensor = { electronsPerUnit: 1, readNoiseE: 2, gainAduPerE: 1, maximum: 255, k0: 3, k1: 4, ...change };
  const counts =
    sensor.maximum <= 255
      ? new Uint8Array(SIDE * SIDE)
      : sensor.maximum <= 65535
        ? new Uint16Array(SIDE * SIDE)
        : new Float32Array(SIDE * SIDE);
  quantise(new Float32Array(SIDE * SIDE).fill(electrons), SIDE, SIDE, frame, sensor, counts);
  return counts;
}

function statistics(counts: ArrayLike<number>) {
  const values = Array.from(counts);
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return { mean, variance: values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length };
}

/** Slope of the line of least squares through variance against mean. */
function slopeOf(points: readonly { readonly mean: number; readonly variance: number }[]) {
  const x = points.reduce((sum, p) => sum + p.mean, 0) / points.length;
  const y = points.reduce((sum, p) => sum + p.variance, 0) / points.length;
  return (
    points.reduce((sum, p) => sum + (p.mean - x) * (p.variance - y), 0) /
    points.reduce((sum, p) => sum + (p.mean - x) ** 2, 0)
  );
}

describe("the sensor", () => {
  it.each([0.25, 1, 2.5])(
    "has a photon transfer curve whose slope is the gain %f and whose floor is the read noise",
    (gain) => {
      const points = [100, 200, 400, 800, 1600, 3200].map((electrons, i) =>
        statistics(expose(electrons, { gainAduPerE: gain, readNoiseE: 5, maximum: 65535 }, i)),
      );
      const slope = slopeOf(points);
      expect(slope / gain).toBeCloseTo(1, 1);
      // Flooring adds 1/12 of variance and takes ½ off the mean.
      const low = statistics(expose(30, { gainAduPerE: gain, readNoiseE: 5, maximum: 65535 }, 99));
      expect(low.variance).toBeCloseTo(gain * gain * (30 + 25) + 1 / 12, gain > 2 ? -1 : 0);
      expect(low.mean).toBeCloseTo(30 * gain - 0.5, 0);
    },
  );

  it("has the photon transfer curve that Python minisim measures", () => {
    for (const { electrons, mean, variance } of reference.photonTransfer) {
      const measured = statistics(expose(electrons));
      expect(measured.mean).toBeCloseTo(mean, 0);
      expect(Math.abs(measured.variance / variance - 1)).toBeLessThan(0.03);
    }
  });

  it("counts exactly clip(floor((λ + √(λ + r²)·z)·gain), 0, max)", () => {
    const noise = new RowNoise(SIDE);
    for (const [electrons, gain, read] of [
      [3, 1, 2],
      [120, 2.2, 0],
      [0, 1, 4],
    ]) {
      const counts = expose(electrons, { gainAduPerE: gain, readNoiseE: read });
      let different = 0;
      for (let y = 0; y < SIDE; y++) {
        noise.draw(y, 0, 3, 4);
        for (let x = 0; x < SIDE; x++) {
          const e = electrons + Math.sqrt(electrons + read * read) * noise.values[x];
          const expected = Math.min(Math.max(Math.floor(e * gain), 0), 255);
          // Single precision may fall on the other side of a whole number.
          if (counts[y * SIDE + x] !== expected) different++;
        }
      }
      expect(different / counts.length).toBeLessThan(1e-3);
    }
  });

  it.each([
    [1, 1],
    [8, 255],
    [12, 4095],
    [16, 65535],
    [24, 16777215],
  ])("of %d bits saturates at %d", (bits, maximum) => {
    expect(maximumCount(bits)).toBe(maximum);
    expect(new Set(expose(1e9, { maximum }))).toEqual(new Set([maximum]));
  });

  it("gives whole counts, none below 0", () => {
    const counts = expose(0.5, { maximum: 2 ** 24 - 1 });
    expect(counts.every((count) => Number.isInteger(count) && count >= 0)).toBe(true);
    expect(new Set(counts).size).toBeGreaterThan(3);
  });

  it("shows half a read noise in the dark, and nothing at all without read noise", () => {
    const { mean } = statistics(expose(0, { readNoiseE: 20 }));
    // E[floor(max(20 z, 0))], where the floor takes ½ off the half that is positive.
    expect(mean).toBeCloseTo(20 / Math.sqrt(2 * Math.PI) - 0.25, 0);
    expect(new Set(expose(0, { readNoiseE: 0 }))).toEqual(new Set([0]));
  });

  it("takes light below zero for darkness", () => {
    expect(expose(-50)).toEqual(expose(0));
  });

  it("sees the light as brightness times electrons per unit", () => {
    expect(expose(0.5, { electronsPerUnit: 128 })).toEqual(expose(64));
  });
});
