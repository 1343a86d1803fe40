import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cellOptics,
  collectionEfficiency,
  curvatureShiftUm,
  defocusSigmaUm,
  depthOfFieldUm,
  diffractionSigmaUm,
  type OpticsParameters,
} from "../../src/physics/optics.js";
import { detectionSnr } from "../../src/physics/sensor.js";
import { attenuation, roundTripMeanFreePathUm, scatterSigmaUm } from "../../src/physics/tissue.js";
import reference from "../fixtures/reference-statistics.json" with { type: "json" };

const optics: OpticsParameters = {
  na: 0.45,
  emission_nm: 525,
  depth_of_field_um: "auto",
  field_curvature_radius_um: null,
};
const tissue = { scatter_mfp_excitation_um: 600, scatter_mfp_emission_um: 100, scatter_blur_per_um: 0.05 };
const na = fc.double({ min: 0.05, max: 1, noNaN: true });
const depth = fc.double({ min: 0, max: 400, noNaN: true });

describe.each(["small", "volumetric"] as const)("the scope of the reference spec %s", (name) => {
  const known = reference[name];
  const scope = known.optics as OpticsParameters;

  it("has the same diffraction, depth of field, collection efficiency and mean free path", () => {
    expect(diffractionSigmaUm(scope)).toBeCloseTo(known.diffraction_sigma_um, 12);
    expect(depthOfFieldUm(scope)).toBeCloseTo(known.depth_of_field_um, 12);
    expect(collectionEfficiency(scope)).toBeCloseTo(known.collection_efficiency, 12);
    expect(roundTripMeanFreePathUm(known.tissue)).toBeCloseTo(known.scatter_mfp_um, 10);
  });

  it.each(known.psf_fixed_focus_100)("blurs and dims a point at $z_um µm in the same way", (point) => {
    const cell = cellOptics(scope, known.tissue, point.z_um, point.z_um - 100);
    expect(scatterSigmaUm(point.z_um, known.tissue)).toBeCloseTo(point.scatter_sigma_um, 12);
    expect(defocusSigmaUm(scope, point.z_um - 100)).toBeCloseTo(point.defocus_sigma_um, 12);
    expect(attenuation(point.z_um, known.scatter_mfp_um)).toBeCloseTo(point.attenuation, 14);
    expect(cell.sigmaUm / point.total_sigma_um).toBeCloseTo(1, 13);
    expect(cell.brightness / point.brightness).toBeCloseTo(1, 12);
    expect(cell.gain).toBeCloseTo(point.attenuation * known.collection_efficiency, 14);
  });

  it("has the same field curvature", () => {
    for (const [radius, shift] of Object.entries(known.curvature_shift_um))
      expect(curvatureShiftUm(scope, Number(radius))).toBeCloseTo(shift, 9);
  });
});

describe("optics", () => {
  it("has a mean free path of 85.7 µm by default", () => {
    expect(roundTripMeanFreePathUm(tissue)).toBeCloseTo(600 / 7, 10);
  });

  it("quarters the depth of field when the NA doubles", () => {
    fc.assert(
      fc.property(na, (x) => {
        const ratio = depthOfFieldUm({ ...optics, na: x }) / depthOfFieldUm({ ...optics, na: 2 * x });
        return Math.abs(ratio - 4) < 1e-12;
      }),
    );
  });

  it("takes a given depth of field as it is", () => {
    expect(depthOfFieldUm({ ...optics, depth_of_field_um: 12.5 })).toBe(12.5);
  });

  it("keeps sigma² · brightness whatever the focal plane", () => {
    fc.assert(
      fc.property(na, depth, depth, depth, (x, z, focalA, focalB) => {
        const [a, b] = [focalA, focalB].map((focal) => cellOptics({ ...optics, na: x }, tissue, z, z - focal));
        const product = (cell: typeof a) => cell.sigmaUm ** 2 * cell.brightness;
        return Math.abs(product(a) / product(b) - 1) < 1e-12 && a.gain === b.gain;
      }),
    );
  });

  it("is as bright as its gain in focus, dimmer and equally so on either side", () => {
    fc.assert(
      fc.property(depth, fc.double({ min: 1, max: 200, noNaN: true }), (z, defocus) => {
        const sharp = cellOptics(optics, tissue, z, 0);
        const blurred = cellOptics(optics, tissue, z, defocus);
        expect(sharp.brightness).toBeCloseTo(sharp.gain, 14);
        expect(blurred.brightness).toBeLessThan(sharp.brightness);
        expect(blurred).toEqual(cellOptics(optics, tissue, z, -defocus));
      }),
    );
  });

  it("focuses a spherical field shallower by R − √(R² − r²), at most by R", () => {
    const curved = { ...optics, field_curvature_radius_um: 2500 };
    expect(curvatureShiftUm(curved, 0)).toBe(0);
    expect(curvatureShiftUm(curved, 700)).toBe(2500 - 2400);
    expect(curvatureShiftUm(curved, 2500)).toBe(2500);
    expect(curvatureShiftUm(curved, 9999)).toBe(2500);
    expect(curvatureShiftUm(optics, 700)).toBe(0);
  });
});

describe("tissue", () => {
  it("attenuates by the law of Beer and Lambert: two layers multiply", () => {
    fc.assert(
      fc.property(depth, depth, (a, b) => {
        const mfp = 600 / 7;
        return Math.abs(attenuation(a + b, mfp) / (attenuation(a, mfp) * attenuation(b, mfp)) - 1) < 1e-12;
      }),
    );
    expect(attenuation(600 / 7, 600 / 7)).toBeCloseTo(1 / Math.E, 14);
    expect(attenuation(0, 50)).toBe(1);
  });
});

describe("detection", () => {
  it("compares the peak signal with shot and read noise", () => {
    expect(detectionSnr(2, 1, 50, 2)).toBeCloseTo(100 / Math.sqrt(54), 12);
    expect(detectionSnr(2, -1, 50, 2)).toBe(50);
  });

  it("is infinite without noise, and 0 without signal", () => {
    expect(detectionSnr(1, 0, 10, 0)).toBe(Number.POSITIVE_INFINITY);
    expect(detectionSnr(0, 0, 10, 0)).toBe(0);
    expect(detectionSnr(1, 1, 0, 0)).toBe(0);
  });
});
