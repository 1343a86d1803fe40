import { execFile } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it, vi } from "vitest";
import { simulate } from "../../src/recording/recording.js";
import { simulateCached } from "../../src/recording/simulate-cached.js";
import type { Progress } from "../../src/simulation/render-movie.js";
import { cacheKey, canonicalJson } from "../../src/spec/canonical.js";
import { allSteps, smallSpec } from "../simulation/small-spec.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const root = temporaryFolder();
const folder = (name: string) => join(root, name);

it("simulates once, and loads from then on", async () => {
  const spec = smallSpec();
  const steps: Progress[] = [];
  const options = { folder: folder("once"), onProgress: (step: Progress) => steps.push(step) };
  const first = await simulateCached(spec, options);
  expect(steps.at(-1)).toEqual({ framesDone: 10, frameCount: 10 });
  const again = await simulateCached(spec, options);
  expect(steps.length).toBe(1);
  expect(again.path).toBe(first.path);
  expect(readdirSync(folder("once"))).toEqual([expect.stringMatching(`^${await cacheKey(spec)}-.*\\.zarr$`)]);
  const { data } = await again.frames("sensor", 0, 10);
  expect(data).toEqual((await simulate(spec)).observed.data);
  await simulateCached(smallSpec(allSteps, {}, 8), options);
  expect(steps.length).toBe(2);
});

it("keeps recordings in the folder of the environment", async () => {
  vi.stubEnv("MINISCOPE_LAB_CACHE", folder("environment"));
  expect((await simulateCached(smallSpec())).path.startsWith(folder("environment"))).toBe(true);
  vi.unstubAllEnvs();
});

it("has no frames where only cell steps run, and warns as a simulation does", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  const spec = smallSpec(allSteps.slice(0, 3), { focal_depth_in_tissue_um: 190 });
  for (let i = 0; i < 2; i++) {
    const { frameCount, warnings } = await simulateCached(spec, { folder: folder("cells") });
    expect(frameCount).toBe(0);
    expect(warn).toHaveBeenCalledTimes(i + 1);
    expect(warn).toHaveBeenLastCalledWith(warnings[0]);
  }
  warn.mockRestore();
});

it("simulates a damaged recording anew", async () => {
  const spec = smallSpec();
  const { path } = await simulateCached(spec, { folder: folder("damaged") });
  for (const name of ["observed/0.0.0", "spec.json", ".zattrs", "checksums.sha256"]) {
    const file = join(path, name);
    const good = readFileSync(file);
    writeFileSync(file, good.subarray(0, good.length / 2));
    const { data } = await (await simulateCached(spec, { folder: folder("damaged") })).frames("sensor", 0, 10);
    expect(data).toEqual((await simulate(spec)).observed.data);
    expect(readFileSync(file)).toEqual(good);
  }
  expect(readdirSync(folder("damaged")).length).toBe(1);
});

it("serves two processes at once, and many calls", async () => {
  const spec = smallSpec();
  const program = fileURLToPath(new URL("cached-child.mjs", import.meta.url));
  const child = () => promisify(execFile)(process.execPath, [program, canonicalJson(spec), folder("two")]);
  const calls = [0, 1, 2].map(() => simulateCached(spec, { folder: folder("two") }));
  const children = [child(), child()];
  const { data } = (await simulate(spec)).observed;
  for (const recording of await Promise.all(calls))
    expect((await recording.frames("sensor", 0, 10)).data).toEqual(data);
  for (const { stdout } of await Promise.all(children)) expect(JSON.parse(stdout)).toEqual(Array.from(data));
  expect(readdirSync(folder("two")).length).toBe(1);
});
