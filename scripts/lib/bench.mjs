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

/** Benchmarks of their own, each with its own arguments and its own way to print: `main(...arguments)`. */
const special = { "--peer": "peer.mjs", "--soak": "soak.mjs" };

/**
 * `npm run bench`: measures what test/bench/*.bench.mjs measure, or those named, and prints one table. Such a file exports
 * `rows(environment)`, which resolves with a list of { name, value, unit }. `npm run bench -- --peer [ROUNDS]` measures beside
 * other programs, `npm run bench -- --soak [MINUTES]` memory over time.
 */
export async function main([first, ...rest]) {
  if (!Object.hasOwn(special, first ?? "")) return measure(first === undefined ? [] : [first, ...rest]);
  const wrong = rest.find((value, i) => i === 0 && !(Number(value) > 0));
  if (wrong) throw new Problem(`${first} takes a number above 0 first, not ${wrong}.`);
  await setup();
  await installPythonPackages("requirements-test.txt");
  const { main } = await import(pathToFileURL(inRoot("test", "bench", special[first])).href);
  console.log(`Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} cores\n`);
  await main(...rest);
}

async function measure(names) {
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
