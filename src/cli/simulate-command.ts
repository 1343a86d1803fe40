import { parseArgs } from "node:util";
import type { Command } from "./command.js";
import { exactJson } from "./exact-json.js";
import { interruptible } from "./interrupt.js";
import { runSimulation } from "./run-simulation.js";
import { onlyFile, readSpecFile } from "./spec-file.js";

export const simulateCommand: Command = {
  usage: "simulate SPEC.json [--until STAGE] [--json]",
  help: `Simulates a spec (- reads standard input) and says how many frames, cells and detectable cells came out.
--until STAGE   stops after a stage, such as cells_only or neuropil
--json          {ok, cacheKey, stage, frames, height, width, cells, detectable, seconds, warnings}`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { until: { type: "string" }, json: { type: "boolean", default: false } },
      allowPositionals: true,
    });
    const file = onlyFile("simulate", positionals, "SPEC.json");
    const spec = await readSpecFile(file);
    const { report } = await interruptible((signal) =>
      runSimulation(spec, { label: file, until: values.until, signal }),
    );
    const { frames, height, width, cells, detectable, seconds } = report;
    const summary = `${frames} frames of ${height} × ${width} pixels, ${cells} cells, ${detectable} detectable, ${seconds} s`;
    console.log(values.json ? exactJson({ ok: true, ...report }) : summary);
  },
};
