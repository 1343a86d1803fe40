import { describe, expect, expectTypeOf, it } from "vitest";
import { buildSpec } from "../../src/spec/build-spec.js";
import { cacheKey } from "../../src/spec/canonical.js";
import { valueAtPath, withValues } from "../../src/spec/path.js";
import { ca1, miniscopeV4 } from "../../src/spec/presets.js";
import { findStep, type Spec } from "../../src/spec/spec.js";
import { sweep } from "../../src/spec/sweep.js";

const base = buildSpec(miniscopeV4(), ca1(), { duration_s: 2 });
const at = (spec: Spec, ...paths: string[]) => paths.map((path) => valueAtPath(spec, path));

describe("sweep", () => {
  it("gives every combination, the last axis fastest", () => {
    const axes = { "acquisition.optics.na": [0.3, 0.6], "steps.sensor.photons_per_unit": [5], seed: [3, 1, 2] };
    const points = [...sweep(base, axes)];
    const expected = [0.3, 0.6].flatMap((na) => [3, 1, 2].map((seed) => [na, 5, seed]));
    expect(points.map(({ spec }) => at(spec, ...Object.keys(axes)))).toEqual(expected);
    expect(points.map(({ values }) => Object.values(values))).toEqual(expected);
    expect(Object.keys(points[0].values)).toEqual(Object.keys(axes));
  });

  it("changes what it is told to and nothing else", () => {
    for (const { spec, values } of sweep(base, { "steps.neuropil.amplitude": [0.1, 0.9] })) {
      expect(spec).toEqual(withValues(base, values));
      expect(withValues(spec, { "steps.neuropil.amplitude": 0.4 })).toEqual(base);
    }
  });

  it("tags its specs beside them, so equal specs keep equal cache keys", async () => {
    const [point] = sweep(base, { seed: [base.seed] });
    expect(point.values).toEqual({ seed: 0 });
    expect(await cacheKey(point.spec)).toBe(await cacheKey(base));
  });

  it("gives nothing for an empty axis, and the base once for no axes", () => {
    expect([...sweep(base, { seed: [1, 2], "acquisition.fps": [] })]).toEqual([]);
    expect([...sweep(base, {})]).toEqual([{ spec: base, values: {} }]);
  });

  it("makes each spec when it is asked for", () => {
    const many = Array.from({ length: 1000 }, (_, i) => i + 10);
    const points = sweep(base, { seed: many, "acquisition.fps": many, "acquisition.optics.na": [...many, -1] });
    expect(points.next().value?.values).toEqual({ seed: 10, "acquisition.fps": 10, "acquisition.optics.na": 10 });
    expect(points.next().value?.values).toMatchObject({ "acquisition.optics.na": 11 });
  });

  it("checks a spec after all values are set", () => {
    // Each value is wrong beside the base's other one.
    const acquisition = { "acquisition.fps": [1], "steps.cell_activity.tau_decay_s": [2] };
    expect([...sweep(base, acquisition)]).toHaveLength(1);
    const layers = [{ root_radius_um: 1, min_radius_um: 2 }];
    expect(() => [...sweep(base, { "steps.vasculature.layers": [layers] })]).toThrow(
      /steps\[\d\]\.layers\[0\]\.min_radius_um is 2; it must be below the layer's root_radius_um/,
    );
    expect(() => [...sweep(base, { "acquisition.optics.na": [0.3, -1] })]).toThrow("acquisition.optics.na is -1");
  });

  it("replaces whole objects, lists and steps", () => {
    const [first, second] = sweep(base, {
      "acquisition.optics": [{ na: 0.5 }, { magnification: 4 }],
      "steps.place_neurons.populations": [[{ soma_radius_um: 3 }, { soma_radius_um: 4 }]],
      "steps.vignette": [{ kind: "vignette", falloff: 0.2 }],
      "acquisition.optics.emission_nm": [600],
    });
    expect(first.spec.acquisition.optics).toMatchObject({ na: 0.5, magnification: 8, emission_nm: 600 });
    expect(second.spec.acquisition.optics).toMatchObject({ na: 0.45, magnification: 4, emission_nm: 600 });
    expect(findStep(first.spec, "place_neurons")?.populations).toMatchObject([{ soma_radius_um: 3 }, {}]);
    expect(findStep(first.spec, "vignette")).toEqual({ ...findStep(base, "vignette"), falloff: 0.2 });
    const [onlySensor] = sweep(base, { steps: [[{ kind: "sensor" }]], "steps.sensor.photons_per_unit": [3] });
    expect(onlySensor.spec.steps).toEqual([{ kind: "sensor", photons_per_unit: 3 }]);
  });

  it.each([
    ["acquisition.optics.nas", 'Did you mean "na"?'],
    ["steps.bleaching.turnover_tau_s", 'is "bleaching"; it must be one of place_neurons, cell_activity'],
    ["steps.0.density_per_mm3", 'is "0"'],
    ["steps.place_neurons.populations.0.soma_radius_um", "it must be the path of the whole list"],
    ["seed.x", "it must be a shorter path"],
    ["__proto__", 'is "__proto__"; it must be one of acquisition, seed'],
    ["acquisition.constructor.prototype", 'is "constructor"'],
    ["", 'is ""'],
  ])("refuses the path %j at once", (path, message) => {
    const axes: Record<string, readonly unknown[]> = { [path]: [] };
    expect(() => sweep(base, axes)).toThrow(message);
    expect({}).not.toHaveProperty("prototype");
  });

  it("refuses a wrong base, and values that are no list, at once", () => {
    expect(() => sweep({ seed: -1 }, {})).toThrow("seed is -1");
    // @ts-expect-error a list of values
    expect(() => sweep(base, { seed: 3 })).toThrow('axes["seed"] is 3; it must be a list of values.');
  });

  it("refuses a step that a new list of steps has left out", () => {
    const points = sweep(base, { steps: [[{ kind: "sensor" }]], "steps.neuropil.amplitude": [1] });
    expect(() => points.next()).toThrow('steps.neuropil.amplitude is "neuropil"; it must be one of sensor');
  });

  it("has types that know the paths and their values", () => {
    const [point] = sweep(base, { "acquisition.focal_depth_in_tissue_um": ["auto", 100], seed: [1n] });
    expectTypeOf(point.values["acquisition.focal_depth_in_tissue_um"]).toEqualTypeOf<"auto" | number>();
    expectTypeOf(point.spec).toEqualTypeOf<Spec>();
    const byHand: Record<string, readonly unknown[]> = { seed: [4] };
    for (const { values } of sweep(base, byHand))
      expectTypeOf(values).toEqualTypeOf<Readonly<Record<string, unknown>>>();
    // @ts-expect-error no such path
    expect(() => sweep(base, { "acquisition.optics.nas": [1] })).toThrow("nas");
    // @ts-expect-error a number
    expect(() => [...sweep(base, { "acquisition.optics.na": ["wide"] })]).toThrow('na is "wide"');
    // @ts-expect-error entries of lists have no paths
    expect(() => sweep(base, { "steps.vasculature.layers.0": [{}] })).toThrow("whole list");
  });
});
