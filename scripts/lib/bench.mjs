import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { jupyterEnvironment } from "./environment.mjs";
import { inRoot } from "./paths.mjs";
import { Problem } from "./problem.mjs";
import { installPythonPackages } from "./python.mjs";
import { setup } from "./setup.mjs";

const suffix = ".bench.mjs";

/**
 * `npm run bench`: measures what test/bench/*.bench.mjs measure, or those named, and prints one table. Such a file exports
 * `rows(environment)`, which resolves with a list of { name, value, unit }.
 */
export async function main(names) {
  const all = readdirSync(inRoot("test", "bench"))
    .filter((name) => name.endsWith(suffix))
    .map((name) => name.slice(0, -suffix.length));
  const unknown = names.find((name) => !all.includes(name));
  if (unknown) throw new Problem(`there is no benchmark ${unknown}: there are ${all.join(", ")}.`);
  await setup();
  await installPythonPackages("requirements-test.txt");

  const folder = mkdtempSync(join(tmpdir(), "miniscope-lab-bench-"));
  // In-process benchmarks see the same environment as the programs that others start.
  Object.assign(process.env, jupyterEnvironment(folder));
  const rows = [];
  try {
    for (const name of names.length > 0 ? names : all) {
      console.error(`Measuring ${name} …`);
      const bench = await import(pathToFileURL(inRoot("test", "bench", name + suffix)).href);
      rows.push(...(await bench.rows()));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`\nNode ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} cores\n`);
  console.log(table(rows));
}

function table(rows) {
  const values = rows.map(({ value }) => readable(value));
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  const valueWidth = Math.max(...values.map((value) => value.length));
  return rows
    .map(({ name, unit }, i) => `${name.padEnd(nameWidth)}  ${values[i].padStart(valueWidth)} ${unit}`)
    .join("\n");
}

/** Three significant digits. */
function readable(value) {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toFixed(Math.min(digits, 3));
}
