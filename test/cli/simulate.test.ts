import { existsSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadRecording } from "../../src/recording/load-recording.js";
import { simulate } from "../../src/recording/recording.js";
import { cacheKey, canonicalJson, specFromJson } from "../../src/spec/canonical.js";
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

describe("a saved recording", () => {
  it("is written by simulate and described by info", async () => {
    const [spec1, path] = [file(), folder.path("out.zarr")];
    const saved = JSON.parse(folder.run(["simulate", spec1, "--recording", path, "--json"]).out);
    expect(saved).toMatchObject({ ok: true, recording: path });
    const { code, out, err } = folder.run(["info", path, "--verify", "--json"]);
    expect([code, err]).toEqual([0, ""]);
    const { cacheKey: key, frames, height, width, cells, detectable, warnings } = saved;
    const info = JSON.parse(out);
    expect(info).toMatchObject({ ok: true, path, cacheKey: key, frames, height, width, cells, detectable, warnings });
    expect(info).toMatchObject({ stages: ["sensor"], fps: 20, pixelSizeUm: 1 });
    expect(specFromJson(JSON.stringify(info.spec))).toEqual(spec);
    expect(folder.run(["info", path]).out).toMatch(
      /20 frames of 48 × 48 pixels of 1 µm, 20 frames\/s\nstages: sensor\n3 cells, \d detectable, focal plane at \d+/,
    );
    const groundTruth = await (await loadRecording(path)).groundTruth.all();
    expect(groundTruth.C).toEqual((await simulate(spec)).groundTruth.C);
  });

  it("holds every stage when the spec asks for them", () => {
    const all = canonicalJson(withValues(spec, { "output.save_intermediates": true }));
    folder.run(["simulate", "-", "--recording", folder.path("all.zarr")], {}, all);
    expect(folder.run(["info", folder.path("all.zarr")]).out).toContain("\nstages: cells_only, sensor\n");
  });

  it("is replaced only when asked for, and nothing else ever is", () => {
    const path = folder.path("out.zarr");
    folder.run(["simulate", file(), "--recording", path]);
    const again = folder.run(["simulate", file(), "--recording", path]);
    expect([again.code, again.out]).toEqual([1, ""]);
    expect(again.err).toBe(`miniscope-lab: ${path} is there already: add --overwrite to replace it.\n`);
    expect(folder.run(["simulate", file(), "--recording", path, "--overwrite"]).code).toBe(0);
    const other = folder.run(["simulate", file(), "--recording", folder.path(), "--overwrite"]);
    expect(other.code).toBe(1);
    expect(other.err).toContain("it is not replaced");
    expect(existsSync(folder.path("spec.json"))).toBe(true);
  });

  it("that is none is an error that says so", () => {
    const { code, err } = folder.run(["info", folder.path("nowhere")]);
    expect([code, err]).toEqual([
      1,
      `miniscope-lab: There is no recording at ${folder.path("nowhere")}: check the path.\n`,
    ]);
    expect(JSON.parse(folder.run(["info", file(), "--json"]).out).error.name).toBe("RecordingError");
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

  it("saves the recordings and says what they are", async () => {
    const args = ["sweep", file(), "--axis", "seed=3,4", "--recordings", folder.path("swept")];
    const { code, out } = folder.run(args);
    expect(code).toBe(0);
    const { axes, points } = folder.json("swept/sweep.json");
    expect(axes).toEqual({ seed: [3, 4] });
    expect(points).toMatchObject([{ values: { seed: 3 }, recording: "0001.zarr" }, { recording: "0002.zarr" }]);
    expect((await loadRecording(folder.path("swept/0002.zarr"))).spec.seed).toBe(4);
    expect(out.trim().split("\n")).toHaveLength(3);
    expect(folder.run(args).err).toContain("0001.zarr is there already: add --overwrite");
    expect(readdirSync(folder.path("swept")).sort()).toEqual(["0001.zarr", "0002.zarr", "sweep.json"]);
  });
});
