import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { isRecordingError } from "../../src/recording/errors.js";
import { loadRecording } from "../../src/recording/load-recording.js";
import { type Recording, simulate } from "../../src/recording/recording.js";
import { canonicalJson } from "../../src/spec/canonical.js";
import { plainSteps, smallSpec } from "../simulation/small-spec.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const folder = temporaryFolder();
const path = join(folder, "ca1.zarr");
const program = fileURLToPath(new URL("killed-child.mjs", import.meta.url));
const steps = plainSteps.slice(-2);
const specs = { old: smallSpec(steps, {}, 1), new: smallSpec(steps, {}, 2) };

let old: Recording;
let operations: { readonly name: string; readonly path: string }[];
beforeAll(async () => {
  old = await simulate(specs.old);
  await old.save(path);
  const { stdout } = await promisify(execFile)(process.execPath, [program, canonicalJson(specs.new), path]);
  operations = JSON.parse(stdout);
});

/** Saves the new recording over the old one in a process that dies before one of its file operations. */
async function killedBefore(operation: number): Promise<void> {
  rmSync(path, { recursive: true, force: true });
  await old.save(path, { overwrite: true });
  const child = spawn(process.execPath, [program, canonicalJson(specs.new), path, String(operation)], {
    stdio: "ignore",
  });
  const [, signal] = await once(child, "exit");
  expect(signal).toBe("SIGKILL");
}

describe("a process that is killed while it saves over a recording", () => {
  // Of the many writes the first, one in the middle and the last; of what makes the swap every operation.
  const chosen = () => {
    const writes = operations.flatMap(({ name }, i) => (name === "writeFile" ? [i] : []));
    const swap = operations.flatMap(({ name }, i) => (name === "rename" || name === "rm" ? [i] : []));
    return [0, writes[0], writes[writes.length >> 1], writes.at(-1)!, ...swap];
  };

  it("leaves the old recording or the new one, whole; the next save leaves nothing else", {
    timeout: 180_000,
  }, async () => {
    expect(operations.filter(({ name }) => name === "rename").length).toBe(4);
    const left = [];
    for (const operation of chosen()) {
      await killedBefore(operation);
      const recording = await loadRecording(path, { verify: true });
      left.push(recording.spec.seed);
      await recording.frames("sensor", 0, 10);
    }
    // Old before the swap, new from its first half on.
    expect(left).toEqual(left.toSorted());
    expect(new Set(left)).toEqual(new Set([1, 2]));
    await old.save(path, { overwrite: true });
    expect(readdirSync(folder)).toEqual(["ca1.zarr"]);
  });
});

describe("a saved recording", () => {
  it("is on the disk, its files and folders, before it takes its place, and then its name is", () => {
    const paths = (name: string, from = 0, to = operations.length) =>
      operations.slice(from, to).flatMap((done) => (done.name === name ? [done.path] : []));
    const firstMove = operations.findIndex(({ name }) => name === "rename");
    const lastMove = operations.findLastIndex(({ name }) => name === "rename");
    const written = [
      ...paths("writeFile"),
      ...paths("mkdir").filter((made) => made.startsWith(join(folder, ".ca1.zarr"))),
    ];
    expect(written.length).toBeGreaterThan(30);
    expect(paths("sync", 0, firstMove).toSorted()).toEqual(written.toSorted());
    expect(paths("sync", lastMove)).toEqual([folder]);
  });
});

describe("a recording that is replaced while it is read", () => {
  it("says so, and never mixes the old with the new", async () => {
    await old.save(path, { overwrite: true });
    const reader = await loadRecording(path);
    await reader.frames("sensor", 0, 5);
    await (await simulate(specs.new)).save(path, { overwrite: true });
    const readings = [
      () => reader.frames("sensor", 0, 5),
      () => reader.groundTruth.leakage,
      () => reader.array("observed"),
    ];
    for (const read of readings) {
      const error = await read().catch((reason: unknown) => reason);
      expect(isRecordingError(error, "replaced"), String(error)).toBe(true);
    }
    expect((await loadRecording(path)).spec.seed).toBe(2);
    rmSync(path, { recursive: true });
    await expect(reader.frames("sensor", 0, 1)).rejects.toSatisfy((error) => isRecordingError(error, "replaced"));
    await expect(loadRecording(path)).rejects.toSatisfy((error) => isRecordingError(error, "not-found"));
  });
});
