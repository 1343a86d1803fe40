import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { bleaching, brainMotion, buildSpec, ca1, canonicalJson, miniscopeV4 } from "../../dist/index.js";
import { inRoot, venvPython } from "../../scripts/lib/paths.mjs";

/** Writes the spec that all is measured with, Miniscope V4 over CA1 with all twelve steps; its path. */
export function writeSpec(folder, duration_s) {
  const spec = buildSpec(miniscopeV4(), ca1(), { duration_s, extraSteps: [bleaching(), brainMotion()] });
  const path = join(folder, `${duration_s}.json`);
  writeFileSync(path, canonicalJson(spec));
  return path;
}

/** A run of ours as a process of its own: seconds from its start to its end, of CPU time, and its peak memory in MB. */
export const ours = (spec, to) => whole(process.execPath, "run-process.mjs", spec, to);

/** The same run by Python minisim. */
export const theirs = (spec, to) => whole(venvPython, "minisim_bench.py", spec, to);

function whole(program, script, spec, to) {
  const begun = performance.now();
  const how = { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] };
  const said = JSON.parse(execFileSync(program, [inRoot("test/bench", script), spec, to], how));
  return { ...said, wall_s: (performance.now() - begun) / 1000 };
}

/** The middle of some values. */
export const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
