import { parseArgs } from "node:util";
import { loadRecording } from "../recording/load-recording.js";
import { cacheKey } from "../spec/canonical.js";
import type { Command } from "./command.js";
import { exactJson } from "./exact-json.js";
import { interruptible } from "./interrupt.js";
import { onlyFile } from "./spec-file.js";

export const infoCommand: Command = {
  usage: "info RECORDING [--verify] [--json]",
  help: `Says what is in a saved recording, of this program or of Python minisim.
--verify   reads all of it and holds it against its checksums first
--json     {ok, path, cacheKey, frames, height, width, fps, pixelSizeUm, stages, cells, detectable, focalDepthUm, spec, warnings}`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { verify: { type: "boolean", default: false }, json: { type: "boolean", default: false } },
      allowPositionals: true,
    });
    const place = onlyFile("info", positionals, "RECORDING");
    // Without --verify, what is read is still held against its checksum.
    const verify = values.verify || undefined;
    const recording = await interruptible((signal) => loadRecording(place, { verify, signal }));
    const { path, spec, fps, pixelSizeUm, groundTruth, warnings } = recording;
    const [frames, height, width] = recording.observed.shape;
    const [cells, flags] = [await groundTruth.cellCount, await groundTruth.detectable];
    const detectable = flags.filter((yes) => yes === 1).length;
    const focalDepthUm = await groundTruth.focalDepthUm;
    const stages = recording.stages.map(({ name }) => name);
    const key = await cacheKey(spec);
    const size = { frames, height, width, fps, pixelSizeUm };
    if (values.json) {
      const truth = { cells, detectable, focalDepthUm };
      return console.log(exactJson({ ok: true, path, cacheKey: key, ...size, stages, ...truth, spec, warnings }));
    }
    const focus = focalDepthUm === null ? "" : `, focal plane at ${Number(focalDepthUm.toPrecision(4))} µm`;
    const steps = spec.steps.map(({ kind }) => kind).join(", ");
    console.log(`${path}
${frames} frames of ${height} × ${width} pixels of ${Number(pixelSizeUm.toPrecision(4))} µm, ${fps} frames/s
stages: ${stages.join(", ") || "none"}
${cells} cells, ${detectable} detectable${focus}
steps: ${steps || "none"}
seed ${spec.seed}, cache key ${key}`);
  },
};
