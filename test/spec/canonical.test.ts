import { describe, expect, it } from "vitest";
import { buildSpec } from "../../src/spec/build-spec.js";
import { cacheKey, canonicalJson } from "../../src/spec/canonical.js";
import { ca1, cortexL23, generic1p, miniscopeV4 } from "../../src/spec/presets.js";
import { parseSpec } from "../../src/spec/spec.js";

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
});
