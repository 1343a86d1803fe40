import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bleaching, brainMotion, buildSpec, ca1, canonicalJson, miniscopeV4, profile } from "../../dist/index.js";
import { inRoot, venvPython } from "../../scripts/lib/paths.mjs";

const DURATION_S = 30;
const PROFILED_FRAMES = 64;

/** The values of a plan that each step on cells, or on whole recordings, computes once. */
const ONCE = {
  place_neurons: ["positions", "entities", "planted"],
  cell_activity: ["traces"],
  bleaching: ["bleaching"],
  optics: ["focus", "blurred"],
  composite: ["weights"],
  neuropil: ["neuropilMaps", "neuropilEnvelopes", "neuropilCourse"],
  vasculature: ["vesselPaths", "vesselMask"],
  brain_motion: ["shifts"],
  illumination_profile: ["illumination"],
  vignette: ["vignette"],
  leakage: ["leakage"],
};

/** The same in Python minisim, whose stage of the composite has a name of its own. */
const theirName = (step) => (step === "composite" ? "cells_only" : step);

/** Each step of Miniscope V4 over CA1 with all twelve steps, beside Python minisim; whole runs are `--peer`'s. */
export async function rows() {
  const spec = buildSpec(miniscopeV4(), ca1(), { duration_s: DURATION_S, extraSteps: [bleaching(), brainMotion()] });
  const folder = mkdtempSync(join(tmpdir(), "miniscope-lab-bench-"));
  try {
    const path = join(folder, "spec.json");
    writeFileSync(path, canonicalJson(spec));
    const theirs = JSON.parse(
      execFileSync(venvPython, [inRoot("test/bench/minisim_bench.py"), path, "memory"], { encoding: "utf8" }),
    );
    return stepRows(spec, theirs.steps);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function pair(name, ours, theirs, unit) {
  return [
    { name, value: ours, unit },
    { name: `${name}, Python minisim`, value: theirs, unit },
    { name: `${name}, ratio`, value: theirs / ours, unit: "×" },
  ];
}

function stepRows(spec, theirs) {
  const { steps, values } = profile(spec, { frames: PROFILED_FRAMES });
  const frames = spec.acquisition.duration_s * spec.acquisition.fps;
  return spec.steps.flatMap(({ kind }) => {
    const once = values.filter(({ value }) => ONCE[kind]?.includes(value)).reduce((sum, { ms }) => sum + ms, 0);
    const perFrame = steps.find(({ step }) => step === kind)?.ms_per_frame ?? 0;
    return pair(`${kind}, ${frames} frames`, (once + frames * perFrame) / 1000, theirs[theirName(kind)], "s");
  });
}
