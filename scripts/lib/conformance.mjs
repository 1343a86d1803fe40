import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { parseArgs } from "node:util";
import { must } from "./command.mjs";
import { jupyterEnvironment } from "./environment.mjs";
import { cache, inRoot, venvPython } from "./paths.mjs";
import { Problem } from "./problem.mjs";
import { installPythonPackages } from "./python.mjs";
import { pytestCases } from "./reports.mjs";
import { setup } from "./setup.mjs";
import { runVisibly } from "./suite-process.mjs";

const usage = "npm run conformance -- [--kernel NAME] [--beside NAME]";

/**
 * `npm run conformance`: runs the cases of test/conformance on an installed kernel, on another one beside it if asked, and
 * prints a table. The name tslab means the one among the clone's own packages, when none is installed.
 */
export async function main(args) {
  const { kernel, beside } = conformanceOptions(args);
  await setup();
  await installPythonPackages("requirements-test.txt");
  mkdirSync(join(cache, "reports"), { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), "miniscope-lab-conformance-"));
  try {
    const env = await environment(folder);
    const kernels = beside === undefined ? [kernel] : [kernel, beside];
    const columns = [];
    for (const name of kernels) columns.push({ name, cases: await casesOf(name, env) });
    console.log(`\n${table(columns)}`);
    if ([...columns[0].cases.values()].some((passed) => !passed)) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function conformanceOptions(args) {
  const options = { kernel: { type: "string", default: "miniscope-lab" }, beside: { type: "string" } };
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new Problem(`${error.message.split("\n")[0]} Use ${usage}`);
  }
}

/** The clone's environment, in which the user's own kernels are found too. */
async function environment(folder) {
  const ask = "import os; from jupyter_core.paths import jupyter_path; print(os.pathsep.join(jupyter_path()))";
  const found = await must("Asking Jupyter for its folders", venvPython, ["-c", ask]);
  const spec = {
    argv: [
      process.execPath,
      inRoot("node_modules", "tslab", "bin", "tslab"),
      "kernel",
      "--config-path",
      "{connection_file}",
    ],
    display_name: "tslab",
    language: "typescript",
  };
  const kernelspec = join(folder, "stock", "kernels", "tslab");
  mkdirSync(kernelspec, { recursive: true });
  writeFileSync(join(kernelspec, "kernel.json"), JSON.stringify(spec));
  return { ...jupyterEnvironment(folder), JUPYTER_PATH: [found.trim(), join(folder, "stock")].join(delimiter) };
}

/** Case → whether the kernel passes it. */
async function casesOf(name, env) {
  console.log(`\n== ${name}`);
  const report = join(cache, "reports", "conformance-table.xml");
  rmSync(report, { force: true });
  const args = [
    "-m",
    "pytest",
    "test/conformance",
    "-p",
    "no:cacheprovider",
    "--quiet",
    "--tb=no",
    `--junitxml=${report}`,
  ];
  // What another kernel never answers is not waited for as long.
  const own = name === "miniscope-lab";
  const settings = { CONFORMANCE_KERNEL: name, ...(own ? {} : { CONFORMANCE_TIMEOUT: "4" }) };
  await runVisibly(venvPython, args, { env: { ...env, ...settings }, timeout_s: 1800 });
  return pytestCases(readFileSync(report, "utf8"));
}

function table(columns) {
  const names = [...new Set(columns.flatMap(({ cases }) => [...cases.keys()]))];
  const width = Math.max(...names.map((name) => name.length));
  const row = (name, cells) => [name.padEnd(width), ...cells].join("  ");
  const widths = columns.map(({ name }) => Math.max(name.length, 6));
  const cells = (of) => columns.map((column, i) => of(column).padEnd(widths[i]));
  const word = (passed) => (passed === undefined ? "–" : passed ? "passes" : "FAILS");
  const passing = ({ cases }) => `${[...cases.values()].filter(Boolean).length}/${names.length}`;
  return [
    row(
      "case",
      cells(({ name }) => name),
    ),
    ...names.map((name) =>
      row(
        name,
        cells(({ cases }) => word(cases.get(name))),
      ),
    ),
    row("passed", cells(passing)),
  ].join("\n");
}
