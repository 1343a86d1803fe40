import { describe, expect, it } from "vitest";
import { simulate } from "../../src/recording/recording.js";
import { cacheKey, canonicalJson } from "../../src/spec/canonical.js";
import { makeRecordingSpec } from "../../src/spec/make-recording-spec.js";
import { withValues } from "../../src/spec/path.js";
import { useFolder } from "./command-line.js";

const folder = useFolder();
const spec = makeRecordingSpec({ nCells: 3, nPx: 48, durationS: 1, depthUm: 20 });
const file = () => folder.write("spec.json", canonicalJson(spec));

describe("simulate", () => {
  it("says what it has computed, and no more", async () => {
    const { groundTruth } = await simulate(spec);
    const detectable = groundTruth.detectable.filter(Boolean).length;
    const { code, out, err } = folder.run(["simulate", file()]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(new RegExp(`^20 frames of 48 × 48 pixels, 3 cells, ${detectable} detectable, [0-9.]+ s\n$`));
  });

  it("says so to programs too, of a spec on standard input", async () => {
    const { code, out, err } = folder.run(["simulate", "-", "--json"], {}, canonicalJson(spec));
    expect([code, err]).toEqual([0, ""]);
    const size = { frames: 20, height: 48, width: 48, cells: 3 };
    expect(JSON.parse(out)).toMatchObject({ ok: true, cacheKey: await cacheKey(spec), stage: "sensor", ...size });
  });

  it("stops after a stage", () => {
    const until = (stage: string) => JSON.parse(folder.run(["simulate", file(), "--until", stage, "--json"]).out);
    expect(until("cells_only")).toMatchObject({ stage: "cells_only", frames: 20 });
    expect(until("cell_activity")).toMatchObject({ stage: null, frames: 0, cells: 3 });
    expect(until("neuropil")).toMatchObject({
      ok: false,
      error: { name: "FrameRangeError", message: expect.stringContaining("until can be place_neurons, cell_activity") },
    });
  });

  it("warns on standard error, and in what programs read", () => {
    const outside = withValues(spec, { "acquisition.focal_depth_in_tissue_um": 190 });
    const { code, out, err } = folder.run(["simulate", "-", "--json"], {}, canonicalJson(outside));
    expect(code).toBe(0);
    expect(err).toMatch(/^focal_depth_in_tissue_um is 190, outside the depths of every population/);
    expect(JSON.parse(out).warnings).toEqual([err.trim()]);
  });

  it("refuses a spec that is wrong with exit code 1", () => {
    const { code, out, err } = folder.run(["simulate", "-"], {}, '{"acquisition": {"fps": 0}}');
    expect([code, out, err]).toEqual([1, "", "miniscope-lab: acquisition.fps is 0; it must be a number above 0.\n"]);
  });
});

describe("sweep", () => {
  it("simulates every combination and prints a row each, the last axis fastest", () => {
    const axes = ["--axis", "acquisition.optics.na=0.3,0.6", "--axis", "acquisition.focal_depth_in_tissue_um=auto,20"];
    const { code, out, err } = folder.run(["sweep", file(), ...axes]);
    expect([code, err]).toEqual([0, ""]);
    const [head, ...rows] = out
      .trimEnd()
      .split("\n")
      .map((line) => line.split("\t"));
    expect(head.slice(2)).toEqual(["frames", "cells", "detectable", "seconds"]);
    const expected = ["0.3", "0.6"].flatMap((na) => ["auto", "20"].map((focal) => [na, focal, "20", "3"]));
    expect(rows.map((row) => row.slice(0, 4))).toEqual(expected);
  });

  it("tells programs the values, exactly, beside what simulate says", async () => {
    const list = "steps.place_neurons.populations=[[{}],[{},{}]]";
    const { out } = folder.run(["sweep", file(), "--axis", "seed=1,9007199254740993", "--axis", list, "--json"]);
    const { ok, points } = JSON.parse(out);
    expect(ok).toBe(true);
    expect(points).toHaveLength(4);
    const last = { seed: 9007199254740993n, "steps.place_neurons.populations": [{}, {}] };
    expect(out).toContain('"seed": 9007199254740993,');
    expect(points[3].values["steps.place_neurons.populations"]).toEqual([{}, {}]);
    expect(points[3].cacheKey).toBe(await cacheKey(withValues(spec, last)));
  });

  it("checks all specs before it simulates the first", () => {
    const { code, out, err } = folder.run(["sweep", file(), "--axis", "acquisition.optics.na=0.3,-1"]);
    expect(code).toBe(1);
    expect(err).toContain("acquisition.optics.na is -1");
    expect(out).toBe("");
  });
});
