import { parseArgs } from "node:util";
import type { Command } from "./command.js";
import { examine, type Finding } from "./doctor.js";

export const doctorCommand: Command = {
  usage: "doctor [--json]",
  help: `Says what is installed where, what is missing or does not match, and how to mend it.
Ends with exit code 1 when something is broken.
--json   the same for programs`,
  async run(args) {
    const { values } = parseArgs({ args: [...args], options: { json: { type: "boolean", default: false } } });
    const findings = await examine();
    const broken = findings.filter(({ ok }) => !ok).length;
    console.log(values.json ? JSON.stringify({ ok: broken === 0, findings }, null, 2) : describe(findings, broken));
    if (broken > 0) process.exitCode = 1;
  },
};

function describe(findings: readonly Finding[], broken: number): string {
  const lines = findings.flatMap(({ subject, ok, detail, mend }) => [
    `${ok ? "ok     " : "problem"}  ${subject}: ${detail}`,
    ...(mend === undefined ? [] : [`         to mend: ${mend}`]),
  ]);
  return [
    ...lines,
    "",
    broken === 0 ? "Everything is in order." : `${broken} of ${findings.length} need mending.`,
  ].join("\n");
}
