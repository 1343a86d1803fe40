import { describe, expect, it } from "vitest";
import { finalize } from "../../src/simulation/finalize.js";
import { compile } from "../../src/simulation/plan.js";
import { buildSpec } from "../../src/spec/build-spec.js";
import { cacheKey, canonicalJson, specFromJson } from "../../src/spec/canonical.js";
import { allExtensions } from "../../src/spec/extensions.js";
import { makeRecordingSpec } from "../../src/spec/make-recording-spec.js";
import { valueAtPath, withValues } from "../../src/spec/path.js";
import { ca1, miniscopeV4 } from "../../src/spec/presets.js";
import { RecordingDraft } from "../../src/spec/recording-draft.js";
import { parseSpec } from "../../src/spec/spec.js";
import { sweep } from "../../src/spec/sweep.js";
import { extensionFields } from "./field-table.js";

const strict = { detection: { threshold: 5 } };

describe("extensions of a spec", () => {
  it("are absent, from the JSON too, when none is on", async () => {
    for (const extensions of [undefined, {}, { detection: undefined }]) {
      const spec = parseSpec({ extensions });
      expect(spec).not.toHaveProperty("extensions");
      expect(await cacheKey(spec)).toBe("e373b36cacd1fb4d");
    }
  });

  it("stand last in the JSON, with every field of those that are on", async () => {
    const spec = parseSpec({ extensions: { detection: {} } });
    expect(canonicalJson(spec)).toMatch(
      /"store_dtype":"float32"\},"extensions":\{"detection":\{"threshold":3\.0\}\}\}$/,
    );
    expect(specFromJson(canonicalJson(spec))).toEqual(spec);
    expect(await cacheKey(spec)).not.toBe("e373b36cacd1fb4d");
  });

  it("have a default for every field, and each field is in the table of fields", () => {
    const fields = Object.entries(allExtensions()).map(([name, extension]) => [name, Object.keys(extension ?? {})]);
    const table = Object.entries(extensionFields).map(([name, rows]) => [name, rows.map(({ field }) => field)]);
    expect(Object.fromEntries(fields)).toEqual(Object.fromEntries(table));
  });

  it.each(Object.entries(extensionFields))("refuse wrong values: %s", (name, rows) => {
    for (const { field, refused } of rows)
      for (const value of refused)
        expect(() => parseSpec({ extensions: { [name]: { [field]: value } } })).toThrow(
          `extensions.${name}.${field} is`,
        );
  });

  it("name the nearest of a misspelt one and of a misspelt field", () => {
    expect(() => parseSpec({ extensions: { detecton: {} } })).toThrow(
      "extensions.detecton is not a field; did you mean detection?",
    );
    expect(() => parseSpec({ extensions: { detection: { treshold: 1 } } })).toThrow(
      "extensions.detection.treshold is not a field; did you mean threshold?",
    );
  });

  it("are carried by every way to a spec", () => {
    expect(parseSpec({ extensions: strict }).extensions).toEqual(strict);
    expect(buildSpec(miniscopeV4(), ca1(), { extensions: strict }).extensions).toEqual(strict);
    expect(makeRecordingSpec({ extensions: strict }).extensions).toEqual(strict);
    const draft = new RecordingDraft({ acquisition: {}, extensions: strict });
    expect(draft.commit({ kind: "sensor" }).extensions).toEqual(strict);
  });
});

describe("a path into an extension", () => {
  const spec = makeRecordingSpec();

  it("that is off turns it on", () => {
    expect(valueAtPath(spec, "extensions.detection.threshold")).toBeUndefined();
    const on = withValues(spec, { "extensions.detection.threshold": 4 });
    expect(on.extensions).toEqual({ detection: { threshold: 4 } });
    expect(valueAtPath(on, "extensions.detection.threshold")).toBe(4);
    expect({ ...on, extensions: undefined }).toEqual({ ...spec, extensions: undefined });
  });

  it("sweeps it, off included", () => {
    const points = [...sweep(spec, { "extensions.detection": [undefined, {}, { threshold: 7 }] })];
    expect(points.map((point) => point.spec.extensions)).toEqual([
      undefined,
      { detection: { threshold: 3 } },
      { detection: { threshold: 7 } },
    ]);
  });

  it("that does not exist is an error", () => {
    expect(() => valueAtPath(spec, "extensions.detecton")).toThrow(/Did you mean "detection"/);
    expect(() => withValues(spec, { "extensions.detection.treshold": 1 })).toThrow(/Did you mean "threshold"/);
    expect(() => withValues(spec, { "extensions.__proto__.x": 1 })).toThrow("__proto__");
  });
});

describe("the detection threshold", () => {
  const detectable = (threshold: number) => {
    const spec = makeRecordingSpec({ nCells: 9, extensions: { detection: { threshold } } });
    return finalize(compile(spec));
  };

  it("decides which cells count as detectable", () => {
    const usual = finalize(compile(makeRecordingSpec({ nCells: 9 })));
    const ratios = usual.snr!.toSorted();
    const middle = (ratios[3] + ratios[4]) / 2;
    expect(detectable(middle).detectable).toEqual(Uint8Array.from(usual.snr!, (snr) => (snr >= middle ? 1 : 0)));
    expect(detectable(3).detectable).toEqual(usual.detectable);
  });

  it("decides what auto focus looks for", () => {
    const positions_um = [30, 30, 180, 180, 180].map((z, i): [number, number, number] => [z, 20 * i - 40, 0]);
    const base = withValues(makeRecordingSpec({ durationS: 40 }), {
      "steps.place_neurons.populations": [{ positions_um }],
    });
    const truth = (values: object) => finalize(compile(withValues(base, { ...values })));
    const focus = (threshold: number) => truth({ "extensions.detection.threshold": threshold }).focalDepthUm;
    const snrAt = (focal: number) => truth({ "acquisition.focal_depth_in_tissue_um": focal }).snr!;
    const forShallow = 0.9 * Math.max(...snrAt(30).subarray(0, 2));
    const forDeep = 0.9 * Math.min(...snrAt(180).subarray(2));
    expect(Math.max(...snrAt(180).subarray(2))).toBeLessThan(forShallow);
    expect(focus(forDeep)).toBeGreaterThan(100);
    // Now the deep cells, though more, are never bright enough; in the end no cell is, and the median is left.
    expect(focus(forShallow)).toBeLessThan(60);
    expect(focus(1e6)).toBe(180);
  });
});
