import { existsSync, readFileSync } from "node:fs";

/** The counts of vitest's JSON report; a file that could not be loaded counts as one failed test. */
export function vitestCounts(path) {
  if (!existsSync(path)) return nothing;
  const report = JSON.parse(readFileSync(path, "utf8"));
  const unloaded = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some(isFailed),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

const isFailed = (test) => test.status === "failed";

/** The counts of pytest's JUnit report. */
export function junitCounts(path) {
  if (!existsSync(path)) return nothing;
  const suites = [...readFileSync(path, "utf8").matchAll(/<testsuite\b[^>]*>/g)].map(([tag]) => tag);
  const sum = (name) => suites.reduce((total, tag) => total + Number(tag.match(` ${name}="(\\d+)"`)?.[1] ?? 0), 0);
  const failed = sum("failures") + sum("errors");
  return { passed: sum("tests") - failed - sum("skipped"), failed, skipped: sum("skipped") };
}

const nothing = { passed: 0, failed: 0, skipped: 0 };
