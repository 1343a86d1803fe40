import { parseArgs } from "node:util";
import type { Command } from "./command.js";
import { exactJson } from "./exact-json.js";
import { interruptible } from "./interrupt.js";
import { checkFree, runSimulation } from "./run-simulation.js";
import { onlyFile, readSpecFile } from "./spec-file.js";

export const simulateCommand: Command = {
  usage: "simulate SPEC.json [--recording OUT.zarr [--overwrite]] [--until STAGE] [--json]",
  help: `Simulates a spec (- reads standard input) and says how many frames, cells and detectable cells came out.
--recording OUT.zarr   saves the recording, with snapshots of all stages if the spec's save_intermediates is on
--overwrite            replaces a recording that is there
--until STAGE          stops after a stage, such as cells_only or neuropil
--json                 {ok, cacheKey, stage, frames, height, width, cells, detectable, seconds, warnings, recording}`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        recording: { type: "string" },
        overwrite: { type: "boolean", default: false },
        until: { type: "string" },
        json: { type: "boolean", default: false },
      },
      allowPositionals: true,
    });
    const file = onlyFile("simulate", positionals, "SPEC.json");
    const { recording: save, until, overwrite } = values;
    const spec = await readSpecFile(file);
    checkFree(save === undefined ? [] : [save], overwrite);
    const report = await interruptible((signal) =>
      runSimulation(spec, { label: file, until, save, overwrite, signal }),
    );
    const { frames, height, width, cells, detectable, seconds } = report;
    const counts = `${frames} frames of ${height} × ${width} pixels, ${cells} cells, ${detectable} detectable, ${seconds} s`;
    const saved = save === undefined ? "" : `\nSaved ${save}`;
    console.log(values.json ? exactJson({ ok: true, ...report }) : `${counts}${saved}`);
  },
};
