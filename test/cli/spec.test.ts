import { describe, expect, it } from "vitest";
import { buildSpec } from "../../src/spec/build-spec.js";
import { cacheKey, canonicalJson, specFromJson } from "../../src/spec/canonical.js";
import { ca1, cortexL23, generic1p, miniscopeV4 } from "../../src/spec/presets.js";
import { bleaching } from "../../src/steps/bleaching.js";
import { brainMotion } from "../../src/steps/brain-motion.js";
import { useFolder } from "./command-line.js";

const folder = useFolder();
const v4Ca1 = ["spec", "--scope", "miniscope_v4", "--region", "ca1"];

/** The spec that a call of `spec` prints. */
function printed(...args: string[]) {
  const { code, out, err } = folder.run(args);
  expect(err).toBe("");
  expect(code).toBe(0);
  return specFromJson(out);
}

describe("spec", () => {
  it("prints the spec of a scope and a region", () => {
    expect(printed(...v4Ca1)).toEqual(buildSpec(miniscopeV4(), ca1()));
    const generic = printed("spec", "--scope", "generic_1p", "--region", "cortex_l23");
    expect(generic).toEqual(buildSpec(generic1p(), cortexL23()));
  });

  it("takes every option of buildSpec", () => {
    const all = printed(
      ...[...v4Ca1, "--duration", "3", "--fps", "30", "--seed", "9007199254740993", "--save-intermediates"],
      ...["--populations", '[{"soma_radius_um": 4}]', "--activity", '{"f0": 2}', "--sensor", '{"photons_per_unit": 9}'],
      ...["--no-neuropil", "--no-vasculature", "--no-scope-fields"],
      ...["--extra-step", "bleaching", "--extra-step", '{"kind": "brain_motion", "model": "walk"}'],
    );
    const expected = buildSpec(miniscopeV4(), ca1(), {
      duration_s: 3,
      fps: 30,
      seed: 9007199254740993n,
      saveIntermediates: true,
      populations: [{ soma_radius_um: 4 }],
      activity: { f0: 2 },
      sensor: { photons_per_unit: 9 },
      includeNeuropil: false,
      includeVasculature: false,
      includeScopeFields: false,
      extraSteps: [bleaching(), brainMotion({ model: "walk" })],
    });
    expect(all).toEqual(expected);
  });

  it("sets any field: numbers, words, whole objects and lists", () => {
    const spec = printed(
      ...[...v4Ca1, "--set", "acquisition.focal_depth_in_tissue_um=150", "--set", "acquisition.optics={}"],
      ...["--set", "steps.leakage.profile=uniform", "--set", "steps.vignette.center_offset_um=[-0.0, 3]"],
    );
    expect(spec.acquisition).toMatchObject({ focal_depth_in_tissue_um: 150, optics: { na: 0.45 } });
    expect(canonicalJson(spec)).toContain('"center_offset_um":[-0.0,3.0]');
    expect(canonicalJson(spec)).toContain('"profile":"uniform"');
  });

  it("prints canonical JSON and, with --json, the cache key", async () => {
    const spec = buildSpec(miniscopeV4(), ca1());
    expect(folder.run([...v4Ca1, "--canonical"]).out).toBe(`${canonicalJson(spec)}\n`);
    const reply = JSON.parse(folder.run([...v4Ca1, "--json", "--set", "acquisition.focal_depth_in_tissue_um=1"]).out);
    expect(reply.warnings).toEqual([expect.stringContaining("outside the depths of every population")]);
    const { spec: json, cacheKey: key } = reply;
    expect(await cacheKey(specFromJson(JSON.stringify(json)))).toBe(key);
  });
});

describe("validate", () => {
  const spec = canonicalJson(buildSpec(miniscopeV4(), ca1(), { seed: 2n ** 70n }));

  it("says what a valid spec would give, of a file or of standard input", async () => {
    const file = folder.write("spec.json", spec);
    const line = `A valid spec of 10 steps and 3000 frames; its cache key is ${await cacheKey(specFromJson(spec))}.\n`;
    expect(folder.run(["validate", file])).toEqual({ code: 0, out: line, err: "" });
    expect(folder.run(["validate", "-"], {}, spec)).toEqual({ code: 0, out: line, err: "" });
    expect(JSON.parse(folder.run(["validate", file, "--json"]).out)).toMatchObject({ ok: true, frames: 3000 });
  });

  it("names every problem and ends with exit code 1", () => {
    const file = folder.write("spec.json", '{"seed": -9007199254740993, "acquisition": {"fp": 2}}');
    const { code, out, err } = folder.run(["validate", file]);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(/acquisition\.fp is not a field; did you mean fps\?\nseed is -9007199254740992; it must be/);
    const { ok, error } = JSON.parse(folder.run(["validate", file, "--json"]).out);
    expect(ok).toBe(false);
    expect(error.problems).toMatchObject([{ path: "acquisition.fp", value: 2 }, { path: "seed" }]);
  });

  it.each([
    ["{", "spec is not JSON"],
    ["[]", "spec is []; it must be an object"],
    ["", "spec is not JSON"],
  ])("refuses %j", (text, message) => {
    const { code, err } = folder.run(["validate", "-"], {}, text);
    expect(code).toBe(1);
    expect(err).toContain(message);
  });

  it("says so when there is no such file", () => {
    const { code, err } = folder.run(["validate", folder.path("none.json")]);
    expect(code).toBe(1);
    expect(err).toBe(`miniscope-lab: ${folder.path("none.json")} cannot be read: there is no such file.\n`);
  });
});

describe("a wrong call about specs", () => {
  it.each([
    [["spec"], "--scope is missing; there are miniscope_v4, generic_1p."],
    [["spec", "--scope", "v4"], "--scope v4 is unknown; there are miniscope_v4, generic_1p."],
    [["spec", "--scope", "generic_1p", "--region", "ca3"], "--region ca3 is unknown; there are ca1, cortex_l23."],
    [[...v4Ca1, "--set", "seed"], "--set seed: write PATH=VALUE"],
    [[...v4Ca1, "--sed", "3"], "--sed"],
    [["validate"], "validate takes one SPEC.json; 0 were given."],
    [["simulate", "a.json", "b.json"], "simulate takes one SPEC.json; 2 were given."],
    [["sweep", "a.json"], "sweep needs an axis"],
    [["sweep", "a.json", "--axis", "seed="], '--axis seed=: there is no value after the "=".'],
  ])("%j is refused in one line with exit code 2", (args, message) => {
    const { code, out, err } = folder.run(args);
    expect(err).toContain(message);
    expect(err.trim().split("\n")).toHaveLength(1);
    expect(out).toBe("");
    expect(code).toBe(2);
    const { ok, error } = JSON.parse(folder.run([...args, "--json"]).out);
    expect([ok, error.name]).toEqual([false, "UsageError"]);
  });

  it.each([
    ["acquisition.optics.nas=1", "acquisition.optics.nas"],
    ["__proto__.x=1", '__proto__.x is "__proto__"; it must be one of acquisition, seed'],
    ["acquisition.constructor=1", "acquisition.constructor"],
    ["acquisition.fps=fast", 'acquisition.fps is "fast"; it must be a number above 0.'],
  ])("or a spec it would make: --set %s, with exit code 1", (assignment, message) => {
    const { code, err } = folder.run([...v4Ca1, "--set", assignment]);
    expect(code).toBe(1);
    expect(err).toContain(message);
  });
});
