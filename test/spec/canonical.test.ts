import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildSpec } from "../../src/spec/build-spec.js";
import { cacheKey, canonicalJson, floatText, specFromJson } from "../../src/spec/canonical.js";
import { SpecError } from "../../src/spec/errors.js";
import { ca1, cortexL23, generic1p, miniscopeV4 } from "../../src/spec/presets.js";
import { parseSpec } from "../../src/spec/spec.js";
import { placeNeurons } from "../../src/steps/place-neurons.js";
import { specInputs } from "./field-table.js";

const fixture = (name: string) => readFileSync(new URL(`../fixtures/specs/${name}.json`, import.meta.url), "utf8");

describe("the cache key", () => {
  it.each([
    ["no steps", parseSpec({}), "e373b36cacd1fb4d"],
    ["V4 × CA1", buildSpec(miniscopeV4(), ca1()), "e082aa31f6baf33d"],
    ["V4 × L2/3", buildSpec(miniscopeV4(), cortexL23()), "17043538d18a4982"],
    ["generic × CA1", buildSpec(generic1p(), ca1()), "1db1c78de28af738"],
    ["generic × L2/3", buildSpec(generic1p(), cortexL23()), "7f2afecd5ff1e1c6"],
  ])("of %s is Python minisim's", async (_, spec, key) => {
    expect(await cacheKey(spec), canonicalJson(spec)).toBe(key);
  });

  it.each([
    ["a_full12_64", "1f93c0c06e58a6ef"],
    ["b_minimal_96x80_f64_snapshots", "93419bca9eaee85e"],
    ["d_two_placed_cells", "d090e9a557e2fa8c"],
    ["e_empty_zero_cells", "0373f7593da87641"],
    ["small", "b9ffb6e42c52ca33"],
    ["volumetric", "a58aab0d86ee991d"],
  ])("of the recording %s is the one Python minisim wrote", async (name, key) => {
    expect(await cacheKey(specFromJson(fixture(name)))).toBe(key);
  });
});

describe("canonical JSON", () => {
  it("writes the fields of place_neurons in the model's order", () => {
    const text = canonicalJson(parseSpec({ steps: [placeNeurons()] }));
    expect(text).toContain(
      '"steps":[{"density_per_mm3":25000.0,"soma_radius_um":7.0,"irregularity":0.3,"morphology":"soma",' +
        '"dendrite_length_um":24.0,"dendrite_width_um":3.0,"depth_range_um":[0.0,200.0],"min_distance_um":0.0,' +
        '"positions_um":null,"kind":"place_neurons","populations":null}]',
    );
  });

  it.each([
    [20, "20.0"],
    [0, "0.0"],
    [-0, "-0.0"],
    [0.1, "0.1"],
    [1e-5, "0.00001"],
    [-1.5e-5, "-0.000015"],
    [6.3e-6, "6.3e-6"],
    [1e-6, "1e-6"],
    [1e15, "1000000000000000.0"],
    [2 ** 53, "9007199254740992.0"],
    [1e16, "1e+16"],
    [1.5e300, "1.5e+300"],
    [5e-324, "5e-324"],
    [Number.POSITIVE_INFINITY, "null"],
  ])("writes the float %d as %s", (x, text) => {
    expect(floatText(x)).toBe(text);
  });

  it("gives the same spec back, for any spec", () => {
    fc.assert(
      fc.property(specInputs, (input) => {
        const spec = parseSpec(input);
        const again = specFromJson(canonicalJson(spec));
        expect(again).toEqual(spec);
        expect(canonicalJson(again)).toBe(canonicalJson(spec));
      }),
    );
  });

  it("is what other JSON readers read", () => {
    fc.assert(
      fc.property(specInputs, (input) => {
        const spec = parseSpec({ ...input, seed: 7 });
        expect(JSON.stringify(JSON.parse(canonicalJson(spec)))).toBe(JSON.stringify(spec));
      }),
    );
  });
});

describe("specFromJson", () => {
  it("keeps a seed that no number holds", () => {
    const spec = specFromJson('{ "seed" : 9007199254740993 , "steps": [] }');
    expect(spec.seed).toBe(9007199254740993n);
    expect(canonicalJson(spec)).toContain('"seed":9007199254740993,');
  });

  it("holds a seed as a number wherever a number is exact", () => {
    expect(specFromJson('{"seed":9007199254740991}').seed).toBe(9007199254740991);
    expect(parseSpec({ seed: 5n }).seed).toBe(5);
  });

  it("refuses text that is not JSON, and JSON that is not a spec", () => {
    expect(() => specFromJson("{")).toThrow(SpecError);
    expect(() => specFromJson("[1]")).toThrow(/spec is \[1\]; it must be an object with the fields acquisition, seed/);
    expect(() => specFromJson('{"seed":-9007199254740993}')).toThrow(/seed is .*; it must be a whole number from 0/);
  });
});
