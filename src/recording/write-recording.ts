import type { FolderDraft } from "../platform/folder.js";
import type { FrameSource, StageInfo } from "../simulation/frame-source.js";
import { rechunk } from "../simulation/rechunk.js";
import type { RunOptions } from "../simulation/render-movie.js";
import { sourceChunks } from "../simulation/source-chunks.js";
import { fovShape, frameCount } from "../spec/acquisition.js";
import { cacheKey, canonicalJson } from "../spec/canonical.js";
import type { Spec } from "../spec/spec.js";
import type { Footprints } from "./footprints.js";
import {
  FORMAT_VERSION,
  optionalArrays,
  ownArrays,
  PRODUCER_VERSION,
  requiredArrays,
  type TruthArray,
} from "./format.js";
import type { GroundTruth } from "./ground-truth.js";
import { chunkShape, product } from "./zarr-chunks.js";
import { ZarrWriter } from "./zarr-writer.js";

/** What is saved: a recording, or a scene whose frames are rendered on the way. */
export interface RecordingSource extends FrameSource {
  readonly spec: Spec;
  readonly groundTruth: GroundTruth;
}

/** Writes a recording, format 2, into an empty folder; never more of a movie than a few chunks is in memory at a time. */
export async function writeRecording(
  recording: RecordingSource,
  draft: FolderDraft,
  snapshots: readonly StageInfo[],
  { signal, onProgress, workers }: RunOptions = {},
): Promise<void> {
  const { groundTruth, stages } = recording;
  // Other programs refuse a spec with extensions, but not the recording that was simulated with them.
  const { extensions, ...spec } = recording.spec;
  const observed = stages.at(-1);
  const frames = observed ? recording.frameCount : 0;
  const optional = optionalArrays.filter(({ field }) => groundTruth[field] !== null);
  const writer = new ZarrWriter(draft);
  await writer.file("spec.json", new TextEncoder().encode(canonicalJson(spec)));
  await writer.group("", {
    format_version: FORMAT_VERSION,
    spec_cache_key: await cacheKey(spec),
    gt_present: optional.map(({ name }) => name),
    snapshot_names: snapshots.map(({ name }) => name).sort(),
    miniscope_lab: { version: PRODUCER_VERSION, observed_stage: observed?.name ?? null, extensions },
  });

  await writer.group("ground_truth/", { focal_depth_um: groundTruth.focalDepthUm });
  const traces = [groundTruth.cellCount, frameCount(spec.acquisition)];
  for (const array of [...requiredArrays, ...optional])
    await writeTruth(writer, `ground_truth/${array.name}`, array, groundTruth[array.field], traces);
  await writeFootprints(writer, groundTruth.planted);
  await writer.group("miniscope_lab/");
  for (const array of ownArrays) {
    const value = groundTruth[array.field];
    if (value) await writeTruth(writer, `miniscope_lab/${array.name}`, array, value, []);
  }

  const framesOfAll = frames * (1 + snapshots.length);
  let framesBefore = 0;
  const writeMovie = async (path: string, stage: StageInfo | undefined, dtype: "<f4" | "<f8") => {
    const [height, width] = stage ? [stage.height, stage.width] : fovShape(spec.acquisition);
    const shape = [frames, height, width];
    const [step] = chunkShape(shape, dtype);
    const chunks =
      stage && rechunk(sourceChunks(recording, stage, 0, frames, { signal, workers, passing: true }), step, frames);
    const rows = async () => {
      signal?.throwIfAborted();
      return (await chunks?.next())?.value?.data ?? [];
    };
    try {
      await writer.array(path, dtype, shape, rows, (done) => {
        onProgress?.({ framesDone: framesBefore + done, frameCount: framesOfAll });
      });
    } finally {
      await chunks?.return(undefined);
    }
    framesBefore += frames;
  };
  await writeMovie("observed", observed, spec.output.store_dtype === "float64" ? "<f8" : "<f4");
  if (snapshots.length > 0) await writer.group("snapshots/");
  for (const stage of snapshots) await writeMovie(`snapshots/${stage.name}`, stage, "<f8");
  await writer.finish();
}

type TruthValue = GroundTruth[TruthArray["field"]];

async function writeTruth(
  writer: ZarrWriter,
  path: string,
  { flags }: TruthArray,
  value: TruthValue,
  shapeOfNull: readonly number[],
): Promise<void> {
  // Where the format asks for traces that a recording has not, they are zero.
  const { shape, data } = value === null ? { shape: shapeOfNull, data: new Float64Array() } : asArray(value);
  const row = product(shape.slice(1));
  await writer.array(path, flags ? "|b1" : "<f8", shape, (from, to) => data.subarray(from * row, to * row));
}

function asArray(value: NonNullable<TruthValue>) {
  return "shape" in value ? value : { shape: [value.length], data: value };
}

async function writeFootprints(writer: ZarrWriter, footprints: Footprints): Promise<void> {
  const { count, offsets, shapes, data, canvasShape, fovOffset, fovShape } = footprints;
  const path = "ground_truth/planted";
  await writer.group(`${path}/`, { canvas_shape: canvasShape, fov_offset: fovOffset, fov_shape: fovShape });
  await writer.array(`${path}/offsets`, "<i4", [count, 2], (from, to) => offsets.subarray(2 * from, 2 * to));
  await writer.array(`${path}/shapes`, "<i4", [count, 2], (from, to) => shapes.subarray(2 * from, 2 * to));
  await writer.array(`${path}/data`, "<f4", [data.length], (from, to) => data.subarray(from, to));
}
