import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fovUm, pixelSizeUm } from "../../src/spec/acquisition.js";
import { canonicalJson, specFromJson } from "../../src/spec/canonical.js";
import { makeRecordingSpec } from "../../src/spec/make-recording-spec.js";
import { findStep, type Spec } from "../../src/spec/spec.js";

const positions = (spec: Spec) => findStep(spec, "place_neurons")?.populations?.[0].positions_um ?? [];

describe("makeRecordingSpec", () => {
  it("is six cells in 128 × 128 pixels of 1 µm, 2 s at 20 fps, unless told otherwise", () => {
    const spec = makeRecordingSpec();
    expect(positions(spec)).toHaveLength(6);
    expect(fovUm(spec.acquisition)).toEqual([128, 128]);
    expect(spec.acquisition).toMatchObject({ duration_s: 2, fps: 20, image_sensor: { pixel_pitch_um: 8 } });
    expect(spec.steps.map(({ kind }) => kind)).toEqual([
      "place_neurons",
      "cell_activity",
      "optics",
      "composite",
      "sensor",
    ]);
    expect(findStep(spec, "cell_activity")?.p_quiescent_to_active).toBe(0.05);
    expect(findStep(spec, "sensor")?.photons_per_unit).toBe(40);
  });

  it("spreads the cells, row by row, over the central 70 % and jitters each a little", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(), fc.integer({ min: 1, max: 8 }), (nCells, seed, size) => {
        const spec = makeRecordingSpec({ nCells, seed, nPx: 64, pixelSizeUm: size, depthUm: 30 });
        expect(pixelSizeUm(spec.acquisition)).toBeCloseTo(size, 12);
        const fov = 64 * size;
        const columns = Math.ceil(Math.sqrt(nCells));
        const rows = Math.ceil(nCells / columns);
        const jitter = ((0.15 * 0.7 * fov) / Math.max(rows, columns)) * (1 + 1e-9);
        const line = (i: number, n: number) => (n === 1 ? 0 : -0.35 * fov + (0.7 * fov * i) / (n - 1));
        expect(positions(spec)).toHaveLength(nCells);
        positions(spec).forEach(([z, y, x], i) => {
          expect(z).toBe(30);
          expect(Math.abs(y - line(Math.floor(i / columns), rows))).toBeLessThanOrEqual(jitter);
          expect(Math.abs(x - line(i % columns, columns))).toBeLessThanOrEqual(jitter);
        });
        expect(specFromJson(canonicalJson(spec))).toEqual(spec);
      }),
    );
  });

  it("jitters otherwise for another seed, and the same for the same", () => {
    expect(makeRecordingSpec({ seed: 3 })).toEqual(makeRecordingSpec({ seed: 3 }));
    expect(positions(makeRecordingSpec({ seed: 3 }))).not.toEqual(positions(makeRecordingSpec({ seed: 4 })));
  });

  it.each([
    [{ nCells: 0 }, "options.nCells is 0; it must be a whole number at least 1."],
    [{ n_cells: 4 }, "options.n_cells is not a field; did you mean nCells?"],
    [{ depthUm: -1 }, "options.depthUm is -1; it must be a number at least 0."],
    [{ population: {}, depthUm: 3 }, "options.population is given, and so are depthUm, which are for the grid"],
    [{ extraSteps: [{ kind: "sensor" }] }, 'options.extraSteps[0].kind is "sensor", and so is sensor'],
    [{ activity: { f: 1 } }, "options.activity.f is not a field; did you mean f0?"],
    [{ nPx: 8 }, "soma_radius_um is 5; it must be at most half the smaller side of the field of view (4 µm)."],
  ])("refuses %j", (options, message) => {
    expect(() => makeRecordingSpec(options as object)).toThrow(message);
  });
});
