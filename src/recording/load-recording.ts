import { z } from "zod";
import { type FolderHost, folderHost } from "../platform/folder.js";
import { fovShape, frameCount } from "../spec/acquisition.js";
import { cacheKey, specFromJson } from "../spec/canonical.js";
import { isSpecError } from "../spec/errors.js";
import { parseSpec, type Spec, specWarnings } from "../spec/spec.js";
import { FORMAT_VERSION, type RootAttributes, rootAttributes } from "./format.js";
import { checkShape, openArray, openTruth } from "./open-truth.js";
import { StoredFolder } from "./stored-folder.js";
import { StoredRecording } from "./stored-recording.js";
import { observedStage, snapshotStages } from "./stored-stages.js";

/** How a recording is opened. */
export interface LoadOptions {
  /**
   * Files are held against the recording's checksums, if it has any (ours have, Python's have not): by default each when
   * it is read, with true all of them now, with false none.
   */
  readonly verify?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Opens a recording, format 2, saved here or by Python minisim. Reads what it is but not its values: those are read when
 * they are asked for. Its warnings are printed.
 * @throws RecordingError when it is missing, damaged, unsafe, or of another format version.
 */
export async function loadRecording(path: string, options: LoadOptions = {}): Promise<StoredRecording> {
  const recording = await openRecording(await folderHost(), path, options);
  for (const warning of recording.warnings) console.warn(warning);
  return recording;
}

/** Opens a recording without printing its warnings. */
export async function openRecording(host: FolderHost, path: string, options: LoadOptions): Promise<StoredRecording> {
  const { verify, signal } = options;
  signal?.throwIfAborted();
  const folder = await StoredFolder.open(host, path, verify !== false);
  if (verify) await folder.verify(signal);
  const attributes = await readAttributes(folder);
  const spec = await readSpec(folder, attributes);
  const observed = await openArray(folder, "observed");
  const last = await observedStage(folder, attributes, spec, observed);
  const before = snapshotStages(folder, attributes, spec).filter(({ name }) => name !== last?.name);
  const [groundTruth, ...snapshots] = await Promise.all([
    openTruth(folder, spec, attributes),
    ...before.map(({ name }) => openArray(folder, `snapshots/${name}`)),
  ]);
  const frames = last ? frameCount(spec.acquisition) : 0;
  checkShape(folder, observed, [frames, ...fovShape(spec.acquisition)]);
  // Before motion moves it, the tissue is wider than the field of view.
  for (const movie of snapshots) {
    const crop = movie.shape[1] === observed.shape[1];
    checkShape(folder, movie, [frames, ...(crop ? fovShape(spec.acquisition) : groundTruth.canvasShape)]);
  }
  const stages = before.map((stage, i) => ({ ...stage, height: snapshots[i].shape[1], width: snapshots[i].shape[2] }));
  return new StoredRecording({
    folder,
    spec,
    stages: last ? [...stages, last] : stages,
    movies: [...snapshots, observed],
    observed,
    groundTruth,
    warnings: [...specWarnings(spec), ...(await keyWarnings(folder, spec, attributes))],
  });
}

async function readAttributes(folder: StoredFolder): Promise<RootAttributes> {
  const [group, version] = await Promise.all([
    folder.json(".zgroup", z.looseObject({})),
    folder.json(".zattrs", z.looseObject({ format_version: z.unknown() })),
  ]);
  if (!group || version?.format_version === undefined)
    throw folder.error(
      "not-a-recording",
      "this folder is no recording: its .zattrs names no format_version. Check the path.",
    );
  if (version.format_version === FORMAT_VERSION) return (await folder.json(".zattrs", rootAttributes))!;
  const found = JSON.stringify(version.format_version);
  const message = `it is in format version ${found}, this library reads version ${FORMAT_VERSION}. Save it again with a program that writes ${FORMAT_VERSION}.`;
  throw folder.error("format-version", message);
}

async function readSpec(folder: StoredFolder, { miniscope_lab }: RootAttributes): Promise<Spec> {
  const text = await folder.text("spec.json");
  if (text === null) throw folder.error("not-a-recording", "its spec.json is missing. Take a good copy.");
  folder.parseJson("spec.json", text);
  try {
    const spec = specFromJson(text);
    return miniscope_lab?.extensions ? parseSpec({ ...spec, extensions: miniscope_lab.extensions }) : spec;
  } catch (cause) {
    if (!isSpecError(cause)) throw cause;
    throw folder.error("wrong-metadata", `spec.json is no valid spec: ${cause.message}`, { cause });
  }
}

async function keyWarnings({ path }: StoredFolder, whole: Spec, attributes: RootAttributes): Promise<string[]> {
  const { extensions: _, ...spec } = whole;
  const own = await cacheKey(spec);
  const { spec_cache_key: key } = attributes;
  if (key === own) return [];
  return [
    `${path} names ${key} as the key of its spec, which is ${own} here: the spec may have been changed after it was saved.`,
  ];
}
