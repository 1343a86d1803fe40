import { rmSync } from "node:fs";
import { join } from "node:path";
import { cache, inRoot, venvPython } from "./paths.mjs";
import { junitCounts, vitestCounts } from "./reports.mjs";
import { runVisibly } from "./suite-process.mjs";

/**
 * The suites of `npm test`, in the order in which they run: each is given the environment of its programs and
 * resolves with its counts and whether its programs ended as they should.
 */
export const suites = {
  check: async (env) => {
    const codes = await Promise.all([
      node(["node_modules/typescript/bin/tsc", "--noEmit", "-p", "tsconfig.json"], env, 600),
      node(["node_modules/@biomejs/biome/bin/biome", "check", "."], env, 600),
      node(["node_modules/typedoc/bin/typedoc", "--emit", "none"], env, 600),
    ]);
    const failed = codes.filter((code) => code !== 0).length;
    return { passed: 3 - failed, failed, skipped: 0, ended: true };
  },
  unit: (env) => vitest("unit", "vitest.config.ts", env, 1800),
  python: (env) => pytest("python", ["test", "--ignore=test/conformance", "--ignore=test/long"], env, 1800),
  conformance: (env) => pytest("conformance", ["test/conformance"], env, 900),
  e2e: (env) => vitest("e2e", "vitest.e2e.config.ts", env, 1800),
  package: (env) => vitest("package", "vitest.package.config.ts", env, 600),
};

/** The suites of `npm run test:long`: what takes minutes each. */
export const longSuites = {
  unit: (env) => vitest("long-unit", "vitest.long.config.ts", env, 1800),
  python: (env) => pytest("long-python", ["test/long"], env, 1800),
};

async function pytest(name, paths, env, timeout_s) {
  const report = freshReport(`${name}.xml`);
  // Two at a time, as the other suites; a file's tests share a kernel.
  const atOnce = ["--numprocesses=2", "--dist=loadfile"];
  const args = ["-m", "pytest", ...paths, ...atOnce, "-p", "no:cacheprovider", "--quiet", `--junitxml=${report}`];
  const code = await runVisibly(venvPython, args, { env, timeout_s });
  return { ...junitCounts(report), ended: code === 0 };
}

async function vitest(name, config, env, timeout_s) {
  const report = freshReport(`${name}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const code = await node(["node_modules/vitest/vitest.mjs", "run", "--config", config, ...reporters], env, timeout_s);
  return { ...vitestCounts(report), ended: code === 0 };
}

function node([script, ...args], env, timeout_s) {
  return runVisibly(process.execPath, [inRoot(script), ...args], { env, timeout_s });
}

function freshReport(name) {
  const path = join(cache, "reports", name);
  rmSync(path, { force: true });
  return path;
}
