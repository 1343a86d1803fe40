import { existsSync, readFileSync } from "node:fs";

/**
 * The counts of vitest's JSON report, and the tests that passed at their second try only; a file that could not be
 * loaded counts as one failed test.
 */
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
    secondTries: report.testResults.flatMap((file) => file.assertionResults.filter(isSecondTry).map(firstFailure)),
  };
}

const isFailed = (test) => test.status === "failed";
const isSecondTry = (test) => test.status === "passed" && test.failureMessages.length > 0;
const firstFailure = ({ fullName, failureMessages }) => `${fullName}: ${failureMessages[0].split("\n")[0]}`;

/** The counts of pytest's JUnit report. */
export function junitCounts(path) {
  if (!existsSync(path)) return nothing;
  const suites = [...readFileSync(path, "utf8").matchAll(/<testsuite\b[^>]*>/g)].map(([tag]) => tag);
  const sum = (name) => suites.reduce((total, tag) => total + Number(tag.match(` ${name}="(\\d+)"`)?.[1] ?? 0), 0);
  const failed = sum("failures") + sum("errors");
  return { passed: sum("tests") - failed - sum("skipped"), failed, skipped: sum("skipped") };
}

const nothing = { passed: 0, failed: 0, skipped: 0 };

/** Of pytest's JUnit report: "subject: case" → whether it passed, in the order in which they ran. */
export function pytestCases(xml) {
  const cases = new Map();
  for (const [, attributes, , body = ""] of xml.matchAll(/<testcase\b([^>]*?)(\/>|>([\s\S]*?)<\/testcase>)/g)) {
    const attribute = (name) => plainText(attributes.match(` ${name}="([^"]*)"`)?.[1] ?? "");
    const subject = attribute("classname")
      .split(".")
      .at(-1)
      .replace(/^test_/, "");
    const name = `${subject}: ${attribute("name").replace(/^test_/, "")}`.replaceAll("_", " ");
    cases.set(name, !/<(failure|error)\b/.test(body) && cases.get(name) !== false);
  }
  return cases;
}

const entities = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const plainText = (text) => text.replace(/&(amp|lt|gt|quot|apos|#\d+);/g, (whole, name) => entities[name] ?? whole);
