import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import type { GroundTruth } from "../../src/recording/ground-truth.js";
import { loadRecording } from "../../src/recording/load-recording.js";
import { finalize } from "../../src/simulation/finalize.js";
import { compile } from "../../src/simulation/plan.js";
import { renderFrame } from "../../src/simulation/render.js";
import { canonicalJson } from "../../src/spec/canonical.js";
import { parseSpec, type Spec } from "../../src/spec/spec.js";
import { compare, comparisonTable, overallDifference, spreads } from "../fidelity/compare.js";
import {
  cellSummaries,
  motionSummaries,
  movieSummaries,
  type Summaries,
  tissueSummaries,
} from "../fidelity/summaries.js";
import reference from "../fixtures/program-statistics.json" with { type: "json" };

const SEEDS = 12;
const python = fileURLToPath(new URL("../../.venv/bin/python", import.meta.url));
const program = fileURLToPath(new URL("fidelity_recordings.py", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "miniscope-lab-fidelity-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A reference spec with another seed and without vessels, which the two programs count differently on purpose. */
function withSeed(spec: object, seed: number): Spec {
  const parsed = parseSpec({ ...spec, seed });
  const steps = parsed.steps.map((step) => (step.kind === "vasculature" ? { ...step, enabled: false } : step));
  return parseSpec({ ...parsed, steps });
}

function summaries(truth: GroundTruth, frames: Iterable<ArrayLike<number>>, spec: Spec): Summaries {
  const { n_px_height, n_px_width } = spec.acquisition.image_sensor;
  return {
    ...cellSummaries(truth, spec),
    ...tissueSummaries(truth, spec),
    ...motionSummaries(truth, spec),
    ...movieSummaries(frames, n_px_height * n_px_width),
  };
}

function* framesOf(count: number, frame: (t: number) => ArrayLike<number>) {
  for (let t = 0; t < count; t++) yield frame(t);
}

function ours(spec: Spec): Summaries {
  const plan = compile(spec);
  return summaries(
    finalize(plan),
    framesOf(plan.frameCount, (t) => renderFrame(plan, t, "sensor")),
    spec,
  );
}

async function theirs(path: string, spec: Spec): Promise<Summaries> {
  const recording = await loadRecording(path);
  const { data } = await recording.observed.read();
  const pixels = recording.observed.shape[1] * recording.observed.shape[2];
  const frames = framesOf(recording.frameCount, (t) => Array.from(data.subarray(t * pixels, (t + 1) * pixels), Number));
  return summaries(await recording.groundTruth.all(), frames, spec);
}

/** Simulates specs with Python minisim in one process; gives the recordings' folders. */
async function recordedByPython(name: string, specs: readonly Spec[]): Promise<string[]> {
  const jobs = specs.map((spec, k) => {
    const file = join(folder, `${name}-${k}.json`);
    writeFileSync(file, canonicalJson(spec));
    return [file, join(folder, `${name}-${k}.zarr`)] as const;
  });
  await promisify(execFile)(python, [program, JSON.stringify(jobs)]);
  return jobs.map(([, path]) => path);
}

describe.each(["small", "volumetric"] as const)("real Python minisim and we, over seeds of the %s spec", (name) => {
  it("make recordings that differ by no more than their seeds do", async () => {
    const specs = (first: number) => Array.from({ length: SEEDS }, (_, k) => withSeed(reference[name].spec, first + k));
    const paths = await recordedByPython(name, specs(1));
    const there: Summaries[] = [];
    for (const [k, spec] of specs(1).entries()) there.push(await theirs(paths[k], spec));
    const comparisons = compare(spreads(specs(1001).map(ours)), spreads(there));
    console.log(`${name}\n${comparisonTable(comparisons)}`);
    expect(comparisons.length).toBeGreaterThan(150);
    expect(comparisons.filter(({ t }) => Math.abs(t) > 4.5)).toEqual([]);
    expect(overallDifference(comparisons)).toBeLessThan(1.6);
  });
});
