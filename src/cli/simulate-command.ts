import { parseArgs } from "node:util";
import { type Command, UsageError } from "./command.js";
import { exactJson } from "./exact-json.js";
import { interruptible } from "./interrupt.js";
import { checkFree, runSimulation, type SimulationReport } from "./run-simulation.js";
import { onlyFile, readSpecFile } from "./spec-file.js";
import { countOf, videoArguments, videoOptions } from "./video-options.js";
import { writeSimulation } from "./write-simulation.js";

export const simulateCommand: Command = {
  usage:
    "simulate SPEC.json [--recording OUT.zarr | --video OUT] [--overwrite] [--until STAGE] [--workers N] [--quiet] [--json]",
  help: `Simulates a spec (- reads standard input) and says how many frames, cells and detectable cells came out.
--recording OUT.zarr   saves the recording, with snapshots of all stages if the spec's save_intermediates is on
--video OUT            writes the movie as it is simulated, never all in memory: .avi (exact 8-bit counts), .mp4 (H.264),
                       .mkv (FFV1, lossless), .tiff (8 or 16 bits)
--overwrite            replaces a recording or a video that is there
--until STAGE          stops after a stage, such as cells_only or neuropil
--workers N            threads that render: 1 to 64; by default as many as the machine runs at a time, 8 at most
--quiet                shows no progress
--json                 {ok, cacheKey, stage, frames, height, width, cells, detectable, seconds, warnings, recording, video}
With --video:
--stage STAGE          the stage that it shows; the last one by default
--fps F                frames a second at which it plays; the spec's by default
--vmin A               the value that becomes black; 0 by default
--vmax B               the value that becomes white; 2^bit_depth − 1 after the sensor, needed at other stages
--chunk N              frames that are written at a time; what comes out is the same
--format NAME          y800, mjpg, h264, ffv1 or tiff, where the ending does not say`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        recording: { type: "string" },
        overwrite: { type: "boolean", default: false },
        until: { type: "string" },
        workers: { type: "string" },
        quiet: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        ...videoArguments,
      },
      allowPositionals: true,
    });
    const file = onlyFile("simulate", positionals, "SPEC.json");
    const { recording: save, until, overwrite, quiet } = values;
    const workers = countOf("workers", values.workers);
    const video = videoOptions(values);
    if (video && save !== undefined) throw new UsageError("give one of --video and --recording.");
    if (video && until !== undefined) throw new UsageError("give --stage with --video, not --until.");
    const spec = await readSpecFile(file);
    checkFree(save === undefined ? [] : [save], overwrite);
    const report = await interruptible((signal) =>
      video
        ? writeSimulation(spec, video.path, { ...video.options, overwrite, workers, signal }, { label: file, quiet })
        : runSimulation(spec, { label: file, until, save, overwrite, workers, quiet, signal }),
    );
    console.log(values.json ? exactJson({ ok: true, ...report }) : textOf(report));
  },
};

function textOf({ frames, height, width, cells, detectable, seconds, recording, video }: SimulationReport): string {
  const counts = `${frames} frames of ${height} × ${width} pixels, ${cells} cells, ${detectable} detectable, ${seconds} s`;
  if (recording !== null) return `${counts}\nSaved ${recording}`;
  if (video === null) return counts;
  const { path, format, fps, bits, exactCounts } = video;
  const values = exactCounts ? "exact counts" : `${bits} bits`;
  return `${counts}\nWrote ${path}: ${format} at ${fps} frames a second, ${values}`;
}
