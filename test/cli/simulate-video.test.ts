import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { simulate } from "../../src/recording/recording.js";
import { canonicalJson } from "../../src/spec/canonical.js";
import { makeRecordingSpec } from "../../src/spec/make-recording-spec.js";
import { expectSameBits } from "../support/same-bits.js";
import { ffmpegPixels } from "../video/programs.js";
import { useFolder } from "./command-line.js";

const folder = useFolder();
const spec = makeRecordingSpec({ nCells: 3, nPx: 48, durationS: 1, depthUm: 20 });
const file = () => folder.write("spec.json", canonicalJson(spec));

describe("simulate --video", () => {
  it("writes the counts of the simulation", async () => {
    const path = folder.path("out.avi");
    const { code, out, err } = folder.run(["simulate", file(), "--video", path, "--workers", "2", "--chunk", "7"]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("20 frames of 48 × 48 pixels, 3 cells, ");
    expect(out).toContain(`\nWrote ${path}: y800 at 20 frames a second, exact counts\n`);
    const { observed } = await simulate(spec);
    expectSameBits(await ffmpegPixels(path, "gray"), observed.data as Uint8Array);
  });

  it("writes another stage at another rate, and tells programs what it wrote", () => {
    const path = folder.path("cells.tiff");
    const args = ["--stage", "cells_only", "--vmax", "2.5", "--vmin=-0.5", "--fps", "40", "--json"];
    const { code, out } = folder.run(["simulate", file(), "--video", path, ...args]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      ok: true,
      stage: "cells_only",
      frames: 20,
      video: { path, format: "tiff", fps: 40, bits: 16, vmin: -0.5, vmax: 2.5, exactCounts: false },
    });
  });

  it("refuses what cannot be written, and leaves nothing behind", () => {
    const path = folder.path("out.avi");
    const refusal = (...args: string[]) => {
      const { code, out, err } = folder.run(["simulate", file(), ...args]);
      expect(out).toBe("");
      return [code, err];
    };
    expect(refusal("--stage", "sensor")).toEqual([2, "miniscope-lab: --stage belongs to --video OUT.\n"]);
    expect(refusal("--video", path, "--fps", "fast")).toEqual([2, expect.stringContaining('--fps is "fast"')]);
    expect(refusal("--video", path, "--format", "wmv")).toEqual([2, expect.stringContaining("y800")]);
    expect(refusal("--video", path, "--chunk", "0")).toEqual([2, expect.stringContaining('--chunk is "0"')]);
    expect(refusal("--workers", "two")).toEqual([2, expect.stringContaining('--workers is "two"')]);
    expect(refusal("--video", path, "--recording", "a.zarr")).toEqual([2, expect.stringContaining("one of")]);
    expect(refusal("--video", path, "--until", "sensor")).toEqual([2, expect.stringContaining("--stage")]);
    expect(refusal("--video", path, "--stage", "cells_only")).toEqual([1, expect.stringContaining("give vmax")]);
    expect(refusal("--video", folder.path("no/out.avi"))).toEqual([1, expect.stringContaining("Create the folder")]);
    expect(existsSync(path)).toBe(false);
    expect(folder.run(["simulate", file(), "--video", path]).code).toBe(0);
    expect(refusal("--video", path)).toEqual([1, expect.stringContaining("overwrite")]);
    expect(folder.run(["simulate", file(), "--video", path, "--overwrite"]).code).toBe(0);
  });
});
