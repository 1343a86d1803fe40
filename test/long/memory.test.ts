import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { buildSpec } from "../../src/spec/build-spec.js";
import { canonicalJson } from "../../src/spec/canonical.js";
import { ca1, miniscopeV4 } from "../../src/spec/presets.js";
import { bleaching } from "../../src/steps/bleaching.js";
import { brainMotion } from "../../src/steps/brain-motion.js";

const folder = mkdtempSync(join(tmpdir(), "miniscope-lab-memory-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const program = fileURLToPath(new URL("../bench/run-process.mjs", import.meta.url));

/** Most memory (MB) that a process takes which simulates a recording for nobody. */
async function peakMemory(duration_s: number): Promise<number> {
  const spec = buildSpec(miniscopeV4(), ca1(), { duration_s, extraSteps: [bleaching(), brainMotion()] });
  const path = join(folder, `${duration_s}.json`);
  writeFileSync(path, canonicalJson(spec));
  const { stdout } = await promisify(execFile)(process.execPath, [program, path, "null"]);
  return JSON.parse(stdout).peak_mb;
}

describe("the memory of a simulation", () => {
  it("is no more for 36 000 frames than for 3600, and a tenth", { timeout: 1_200_000 }, async () => {
    const [short, long] = [await peakMemory(180), await peakMemory(1800)];
    console.log(`Peak memory: ${short.toFixed(0)} MB of 3600 frames, ${long.toFixed(0)} MB of 36 000.`);
    expect(long).toBeLessThan(1.1 * short);
  });
});
