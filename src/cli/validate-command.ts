import { parseArgs } from "node:util";
import { frameCount } from "../spec/acquisition.js";
import { cacheKey } from "../spec/canonical.js";
import { specWarnings } from "../spec/spec.js";
import type { Command } from "./command.js";
import { exactJson } from "./exact-json.js";
import { onlyFile, readSpecFile } from "./spec-file.js";

export const validateCommand: Command = {
  usage: "validate SPEC.json [--json]",
  help: `Checks a spec (- reads standard input) and says what it would give; every problem is named, one a line.
--json   {ok, cacheKey, frames, steps, warnings}, or {ok, error} with the problems' paths and values`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: "boolean", default: false } },
      allowPositionals: true,
    });
    const spec = await readSpecFile(onlyFile("validate", positionals, "SPEC.json"));
    const [key, frames, warnings] = [await cacheKey(spec), frameCount(spec.acquisition), specWarnings(spec)];
    if (values.json) {
      console.log(exactJson({ ok: true, cacheKey: key, frames, steps: spec.steps.map(({ kind }) => kind), warnings }));
    } else {
      for (const warning of warnings) console.error(warning);
      console.log(`A valid spec of ${spec.steps.length} steps and ${frames} frames; its cache key is ${key}.`);
    }
  },
};
