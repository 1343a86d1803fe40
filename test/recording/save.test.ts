import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { isRecordingError } from "../../src/recording/errors.js";
import { PRODUCER_VERSION } from "../../src/recording/format.js";
import { loadRecording } from "../../src/recording/load-recording.js";
import { type Recording, simulate } from "../../src/recording/recording.js";
import { FrameRangeError } from "../../src/simulation/errors.js";
import type { Progress } from "../../src/simulation/render-movie.js";
import { parseSpec } from "../../src/spec/spec.js";
import { allSteps, smallSpec, withoutSteps } from "../simulation/small-spec.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const json = (...parts: string[]) => JSON.parse(readFileSync(at(join(...parts)), "utf8"));

let recording: Recording;
let other: Recording;
beforeAll(async () => {
  recording = await simulate(smallSpec(allSteps));
  other = await simulate(smallSpec(allSteps, {}, 8));
});

/** Every field, those that are computed when asked for as well. */
const plain = <T extends object>(truth: T) => ({ ...truth });

describe("a saved recording", () => {
  it.each([
    ["finished", undefined],
    ["stopped at the light", "leakage"],
    ["stopped at the cells", "cell_activity"],
    ["stopped at the positions", "place_neurons"],
  ])("%s, is loaded as it was", async (name, until) => {
    const saved = await simulate(smallSpec(allSteps), { until });
    await saved.save(at(`${name}.zarr`), { snapshots: "all" });
    const loaded = await loadRecording(at(`${name}.zarr`));
    expect(plain(await loaded.groundTruth.all())).toEqual(plain(saved.groundTruth));
    expect(loaded.spec).toEqual(saved.spec);
    expect(saved.stages).toMatchObject(loaded.stages);
    expect(loaded.observed.shape).toEqual(saved.observed.shape);
    expect(loaded).toMatchObject({
      frameCount: saved.frameCount,
      fps: saved.fps,
      pixelSizeUm: saved.pixelSizeUm,
      warnings: saved.warnings,
    });
    for (const stage of saved.stages) {
      expect(await loaded.frames(stage.name, 2, 9)).toEqual(await saved.frames(stage.name, 2, 9));
      expect(await loaded.stage(stage.name).frame(4)).toEqual(saved.stage(stage.name).frame(4));
    }
  });

  it("has the stages that are asked for, by name or kind; by the spec's wish all of them", async () => {
    await recording.save(at("some.zarr"), { snapshots: ["vignette", "composite"] });
    expect(json("some.zarr", ".zattrs").snapshot_names).toEqual(["cells_only", "vignette"]);
    expect((await loadRecording(at("some.zarr"))).stages.map(({ name }) => name)).toEqual([
      "cells_only",
      "vignette",
      "sensor",
    ]);
    const wished = await simulate(parseSpec({ ...smallSpec(allSteps), output: { save_intermediates: true } }));
    await wished.save(at("wished.zarr"));
    expect(wished.stages).toMatchObject((await loadRecording(at("wished.zarr"))).stages);
    await wished.save(at("none.zarr"), { snapshots: [] });
    expect(existsSync(at("none.zarr/snapshots"))).toBe(false);
    await expect(recording.save(at("no.zarr"), { snapshots: ["rain"] })).rejects.toThrow(FrameRangeError);
    expect(existsSync(at("no.zarr"))).toBe(false);
  });

  it("keeps any array that the format has, in chunks of a few megabytes", async () => {
    const big = await simulate(
      smallSpec(withoutSteps("place_neurons", "cell_activity", "optics", "composite"), {
        image_sensor: { n_px_height: 300, n_px_width: 400 },
        duration_s: 2,
      }),
    );
    await big.save(at("big.zarr"));
    const { chunks, shape } = json("big.zarr", "observed", ".zarray");
    expect(shape).toEqual([20, 300, 400]);
    expect(chunks).toEqual([8, 300, 400]);
    const { data } = await (await loadRecording(at("big.zarr"))).frames("sensor", 7, 17);
    expect(data).toEqual((await big.frames("sensor", 7, 17)).data);
  });

  it("keeps extensions of the spec, beside a spec.json that other programs read", async () => {
    const spec = parseSpec({ ...smallSpec(allSteps), extensions: { detection: { threshold: 5 } } });
    await (await simulate(spec)).save(at("extended.zarr"));
    expect(json("extended.zarr", "spec.json")).not.toHaveProperty("extensions");
    const loaded = await loadRecording(at("extended.zarr"));
    expect(loaded.spec).toEqual(spec);
    expect(loaded.warnings).toEqual([expect.stringContaining("brain_motion moves")]);
  });

  it("lists the SHA-256 of every file, as sha256sum does, and who wrote it", async () => {
    await recording.save(at("sums.zarr"));
    const lines = readFileSync(at("sums.zarr/checksums.sha256"), "utf8").trimEnd().split("\n");
    const files = readdirSync(at("sums.zarr"), { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(lines.length).toBe(files.length - 1);
    for (const line of lines) {
      const [sum, name] = line.split("  ");
      expect(
        createHash("sha256")
          .update(readFileSync(at(join("sums.zarr", name))))
          .digest("hex"),
        name,
      ).toBe(sum);
    }
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    expect(PRODUCER_VERSION).toBe(version);
    expect(json("sums.zarr", ".zattrs").miniscope_lab).toEqual({ version, observed_stage: "sensor" });
  });

  it("is the same, file for file, when it is saved twice", async () => {
    await recording.save(at("once.zarr"), { snapshots: "all" });
    await recording.save(at("twice.zarr"), { snapshots: "all" });
    const sums = (name: string) => readFileSync(at(`${name}.zarr/checksums.sha256`), "utf8");
    expect(sums("once")).toBe(sums("twice"));
  });
});

describe("saving", () => {
  const problem = (code: string) => (error: unknown) => isRecordingError(error) && error.problem === code;

  it("replaces a recording only when asked to, and nothing else ever", async () => {
    const path = at("mine.zarr");
    await recording.save(path);
    await expect(other.save(path)).rejects.toSatisfy(problem("exists"));
    expect((await loadRecording(path)).spec.seed).toBe(7);
    await other.save(path, { overwrite: true });
    expect((await loadRecording(path)).spec.seed).toBe(8);

    mkdirSync(at("thesis"));
    writeFileSync(at("thesis/chapter.txt"), "years of work");
    await expect(other.save(at("thesis"), { overwrite: true })).rejects.toSatisfy(problem("not-a-recording"));
    await expect(other.save(at("thesis/chapter.txt"), { overwrite: true })).rejects.toSatisfy(
      problem("not-a-recording"),
    );
    expect(readFileSync(at("thesis/chapter.txt"), "utf8")).toBe("years of work");
  });

  it("makes the folders above, and follows a link to the recording that it replaces", async () => {
    await recording.save(at("2026/may/ca1.zarr"));
    symlinkSync(at("2026/may/ca1.zarr"), at("latest.zarr"));
    await other.save(at("latest.zarr"), { overwrite: true });
    expect((await loadRecording(at("2026/may/ca1.zarr"))).spec.seed).toBe(8);
    expect(readdirSync(at("2026/may"))).toEqual(["ca1.zarr"]);
  });

  it("tells how far it is, over all movies that it writes", async () => {
    const steps: Progress[] = [];
    await recording.save(at("progress.zarr"), { snapshots: ["cells_only"], onProgress: (step) => steps.push(step) });
    expect(steps).toEqual([10, 20].map((framesDone) => ({ framesDone, frameCount: 20 })));
  });

  it("leaves nothing behind when it is aborted", async () => {
    const reason = new Error("enough");
    const abort = new AbortController();
    const options = { snapshots: "all", signal: abort.signal, onProgress: () => abort.abort(reason) } as const;
    await expect(recording.save(at("aborted/a.zarr"), options)).rejects.toBe(reason);
    expect(readdirSync(at("aborted"))).toEqual([]);
    await expect(recording.save(at("never/a.zarr"), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(existsSync(at("never"))).toBe(false);
  });

  it("ends with one whole recording when several save to one path", async () => {
    const path = at("race.zarr");
    const replacing = [recording, other, recording, other].map((each) => each.save(path, { overwrite: true }));
    await Promise.all(replacing);
    await loadRecording(path, { verify: true });
    const first = await Promise.allSettled([recording, other, recording].map((each) => each.save(at("first.zarr"))));
    expect(first.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
    for (const result of first) if (result.status === "rejected") expect(result.reason).toSatisfy(problem("exists"));
    await loadRecording(at("first.zarr"), { verify: true });
    expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
  });
});
