import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jupyterEnvironment } from "./environment.mjs";
import { cache } from "./paths.mjs";
import { Problem } from "./problem.mjs";
import { installPythonPackages } from "./python.mjs";
import { setup } from "./setup.mjs";
import { longSuites, suites } from "./suites.mjs";

/** `npm test`: sets up what is missing and runs all suites, or those named; with `--long`, those that take long. */
export async function main(args) {
  const isLong = args[0] === "--long";
  await runSuites(isLong ? longSuites : suites, isLong ? args.slice(1) : args);
}

async function runSuites(suites, names) {
  const chosen = names.length > 0 ? names : Object.keys(suites);
  const unknown = chosen.find((name) => !Object.hasOwn(suites, name));
  if (unknown) throw new Problem(`there is no test suite ${unknown}: there are ${Object.keys(suites).join(", ")}.`);
  await setup();
  await installPythonPackages("requirements-test.txt");
  mkdirSync(join(cache, "reports"), { recursive: true });

  const folder = mkdtempSync(join(tmpdir(), "miniscope-lab-test-"));
  const results = [];
  try {
    const env = jupyterEnvironment(folder);
    for (const name of chosen) results.push(await runSuite(name, suites[name], env));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  report(results);
}

async function runSuite(name, suite, env) {
  console.log(`\n== ${name}`);
  const start = performance.now();
  const { passed, failed, skipped, ended, secondTries = [] } = await suite(env);
  // A suite that crashed, was stopped or ran nothing has failed, whatever its report counts.
  const missing = failed === 0 && (!ended || passed === 0) ? 1 : 0;
  const seconds = (performance.now() - start) / 1000;
  return { name, passed, failed: failed + missing, skipped, missing, secondTries, seconds };
}

function report(results) {
  console.log();
  for (const { name, passed, failed, skipped, missing, secondTries, seconds } of results) {
    const remarks = [skipped > 0 ? `${skipped} skipped` : "", missing ? "did not run to its end" : ""].filter(Boolean);
    const counts = [`${passed} passed`, `${failed} failed`, ...remarks].join(", ");
    console.log(`${name.padEnd(11)} ${counts} (${seconds.toFixed(0)} s)`);
    for (const test of secondTries) console.log(`${"".padEnd(11)} passed at the second try: ${test}`);
  }
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
  process.exitCode = sum("failed") > 0 ? 1 : 0;
}
