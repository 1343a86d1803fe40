import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { sweep } from "../spec/sweep.js";
import { parseAxis } from "./assignment.js";
import { type Command, UsageError } from "./command.js";
import { exactJson } from "./exact-json.js";
import { interruptible } from "./interrupt.js";
import { checkFree, runSimulation, type SimulationReport } from "./run-simulation.js";
import { onlyFile, readSpecFile } from "./spec-file.js";

/** A simulation of a sweep, with its values. */
interface PointReport extends SimulationReport {
  readonly values: Readonly<Record<string, unknown>>;
}

export const sweepCommand: Command = {
  usage: "sweep SPEC.json --axis PATH=a,b,c … [--recordings DIR [--overwrite]] [--until STAGE] [--quiet] [--json]",
  help: `Simulates a spec (- reads standard input) with every combination of some values, the last axis the fastest.
All specs are checked before the first is simulated. Prints a table, its columns separated by tabs.
--axis PATH=a,b,c   the values of a field, as in --axis acquisition.optics.na=0.3,0.45; may be repeated;
                    a JSON list of values where they hold commas, as in --axis 'steps.vignette.center_offset_um=[[0,0],[5,0]]'
--recordings DIR    saves the recordings as DIR/0001.zarr, DIR/0002.zarr …, and what they are in DIR/sweep.json
--overwrite         replaces recordings that are there
--until STAGE       stops each after a stage
--quiet             shows no progress
--json              {ok, axes, points}, with the values of each point beside what simulate --json says`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        axis: { type: "string", multiple: true },
        recordings: { type: "string" },
        overwrite: { type: "boolean", default: false },
        until: { type: "string" },
        quiet: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
      allowPositionals: true,
    });
    const file = onlyFile("sweep", positionals, "SPEC.json");
    const { recordings: folder, overwrite, until, quiet, json } = values;
    const axes = Object.fromEntries((values.axis ?? []).map((text) => parseAxis("--axis", text)));
    const paths = Object.keys(axes);
    if (paths.length === 0) throw new UsageError("sweep needs an axis, as in --axis acquisition.optics.na=0.3,0.45.");
    const points = [...sweep(await readSpecFile(file), axes)];
    const places = folder === undefined ? [] : points.map((_, i) => join(folder, recordingName(i)));
    checkFree(places, overwrite);
    if (!json) console.log([...paths, ...columns].join("\t"));

    const done: PointReport[] = [];
    await interruptible(async (signal) => {
      for (const [i, point] of points.entries()) {
        const label = `${i + 1} of ${points.length}`;
        const save = places[i];
        const report = await runSimulation(point.spec, { label, until, save, overwrite, quiet, signal });
        done.push({ values: point.values, ...report });
        if (folder !== undefined) await writeIndex(folder, axes, done);
        if (!json) console.log(rowOf(point.values, report));
      }
    });
    if (json) console.log(exactJson({ ok: true, axes, points: done }));
  },
};

const recordingName = (index: number) => `${String(index + 1).padStart(4, "0")}.zarr`;

/** Says in DIR/sweep.json what has been saved so far, with names relative to DIR; it is there whole or not at all. */
async function writeIndex(folder: string, axes: object, done: readonly PointReport[]): Promise<void> {
  const points = done.map((point, i) => ({ ...point, recording: recordingName(i) }));
  const [path, draft] = [join(folder, "sweep.json"), join(folder, "sweep.json.tmp")];
  await writeFile(draft, `${exactJson({ axes, points })}\n`);
  await rename(draft, path);
}

/** What the table says of each simulation, beside the values. */
const columns = ["frames", "cells", "detectable", "seconds"] as const;

function rowOf(values: Readonly<Record<string, unknown>>, report: SimulationReport): string {
  const texts = Object.values(values).map((value) => (typeof value === "string" ? value : exactJson(value, 0)));
  return [...texts, ...columns.map((column) => report[column])].join("\t");
}
