import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { folderHost } from "../../src/platform/folder.js";
import { isRecordingError } from "../../src/recording/errors.js";
import { openRecording } from "../../src/recording/load-recording.js";
import { simulate } from "../../src/recording/recording.js";
import { smallSpec } from "../simulation/small-spec.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const folder = temporaryFolder();
const steps = [{ kind: "leakage" }, { kind: "sensor" }] as const;

describe("a recording of ten gigabytes", () => {
  const frames = 10_000;
  const path = join(folder, "large.zarr");

  /** Ten frames that are declared to be ten thousand: a chunk that is not there is all zero. */
  async function saveLarge() {
    const large = { image_sensor: { n_px_height: 512, n_px_width: 512 } };
    const recording = await simulate(smallSpec(steps, large));
    await recording.save(path);
    rmSync(join(path, "checksums.sha256"));
    const spec = readFileSync(join(path, "spec.json"), "utf8");
    writeFileSync(join(path, "spec.json"), spec.replace('"duration_s":1.0', `"duration_s":${frames / 10}`));
    for (const array of ["observed", "ground_truth/C", "ground_truth/S"]) {
      const file = join(path, array, ".zarray");
      const text = readFileSync(file, "utf8");
      const { shape } = JSON.parse(text);
      writeFileSync(
        file,
        JSON.stringify({ ...JSON.parse(text), shape: shape.map((n: number) => (n === 10 ? frames : n)) }),
      );
    }
    return recording;
  }

  it("is opened without reading a chunk, and only the chunks that are looked at are read", async () => {
    const recording = await saveLarge();
    const read: string[] = [];
    const host = await folderHost();
    const watched = {
      ...host,
      open: async (place: string) => {
        const opened = await host.open(place);
        const watch = (name: string, limit: number) => {
          if (/\/[\d.]+$/.test(name)) read.push(name);
          return opened.read(name, limit);
        };
        return { path: opened.path, read: watch };
      },
    };
    const loaded = await openRecording(watched, path, {});
    expect(loaded.observed.shape).toEqual([frames, 512, 512]);
    expect(read).toEqual([]);
    const { data } = await loaded.frames("sensor", 3, 7);
    expect(data).toEqual((await recording.frames("sensor", 3, 7)).data);
    expect(read.toSorted()).toEqual(["observed/0.0.0", "observed/1.0.0"]);
    const last = await loaded.stage("sensor").frame(frames - 1);
    expect(last.every((count) => count === 0)).toBe(true);
    expect(read.length).toBe(3);
    await expect(loaded.frames("sensor", 3, 7, { without: ["leakage"] })).rejects.toThrow(
      'without is "leakage", but the frames of a recording on disk are stored as they are: plan(recording.spec) renders',
    );
  });
});

const disk = join(folder, "disk");
mkdirSync(disk);

/** A small disk, where this machine lets one be made. */
function mounted(): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

describe.runIf(mounted())("a disk that is full", () => {
  afterAll(() => execFileSync("umount", [disk]));

  it("is told of, with what to do, and nothing is left on it", async () => {
    const small = await simulate(smallSpec(steps));
    const large = await simulate(
      smallSpec(steps, { image_sensor: { n_px_height: 512, n_px_width: 512 }, duration_s: 9 }),
    );
    const path = join(disk, "ca1.zarr");
    await small.save(path);
    const error = await large.save(path, { overwrite: true, snapshots: "all" }).catch((reason: unknown) => reason);
    expect(isRecordingError(error, "no-space") && error.message).toMatch(/disk is full.*Free some space/);
    expect(readdirSync(disk)).toEqual(["ca1.zarr"]);
    const loaded = await openRecording(await folderHost(), path, { verify: true });
    expect((await loaded.frames("sensor", 0, 10)).data).toEqual(small.observed.data);
  });
});
