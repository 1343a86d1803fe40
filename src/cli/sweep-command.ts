import { parseArgs } from "node:util";
import { sweep } from "../spec/sweep.js";
import { parseAxis } from "./assignment.js";
import { type Command, UsageError } from "./command.js";
import { exactJson } from "./exact-json.js";
import { interruptible } from "./interrupt.js";
import { runSimulation, type SimulationReport } from "./run-simulation.js";
import { onlyFile, readSpecFile } from "./spec-file.js";

/** A simulation of a sweep, with its values. */
interface PointReport extends SimulationReport {
  readonly values: Readonly<Record<string, unknown>>;
}

export const sweepCommand: Command = {
  usage: "sweep SPEC.json --axis PATH=a,b,c … [--until STAGE] [--json]",
  help: `Simulates a spec (- reads standard input) with every combination of some values, the last axis the fastest.
All specs are checked before the first is simulated. Prints a table, its columns separated by tabs.
--axis PATH=a,b,c   the values of a field, as in --axis acquisition.optics.na=0.3,0.45; may be repeated;
                    a JSON list of values where they hold commas, as in --axis 'steps.vignette.center_offset_um=[[0,0],[5,0]]'
--until STAGE       stops each after a stage
--json              {ok, axes, points}, with the values of each point beside what simulate --json says`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        axis: { type: "string", multiple: true },
        until: { type: "string" },
        json: { type: "boolean", default: false },
      },
      allowPositionals: true,
    });
    const file = onlyFile("sweep", positionals, "SPEC.json");
    const axes = Object.fromEntries((values.axis ?? []).map((text) => parseAxis("--axis", text)));
    const paths = Object.keys(axes);
    if (paths.length === 0) throw new UsageError("sweep needs an axis, as in --axis acquisition.optics.na=0.3,0.45.");
    const points = [...sweep(await readSpecFile(file), axes)];
    const results: PointReport[] = [];
    if (!values.json) console.log([...paths, ...columns].join("\t"));
    await interruptible(async (signal) => {
      for (const point of points) {
        const label = `${results.length + 1} of ${points.length}`;
        const { report } = await runSimulation(point.spec, { label, until: values.until, signal });
        results.push({ values: point.values, ...report });
        if (!values.json) console.log(rowOf(point.values, report));
      }
    });
    if (values.json) console.log(exactJson({ ok: true, axes, points: results }));
  },
};

/** What the table says of each simulation, beside the values. */
const columns = ["frames", "cells", "detectable", "seconds"] as const;

function rowOf(values: Readonly<Record<string, unknown>>, report: SimulationReport): string {
  const texts = Object.values(values).map((value) => (typeof value === "string" ? value : exactJson(value, 0)));
  return [...texts, ...columns.map((column) => report[column])].join("\t");
}
