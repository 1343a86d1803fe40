import { type FolderDraft, FolderError, type FolderHost, folderHost } from "../platform/folder.js";
import { findStage } from "../simulation/frame-range.js";
import type { StageInfo } from "../simulation/frame-source.js";
import type { RunOptions } from "../simulation/render-movie.js";
import { RecordingError, type RecordingProblem } from "./errors.js";
import { METADATA_BYTES } from "./format.js";
import { type RecordingSource, writeRecording } from "./write-recording.js";

export interface SaveOptions extends RunOptions {
  /** Replace a recording that is already there; without it that is an error. */
  readonly overwrite?: boolean;
  /**
   * Stages to save beside the observed movie, by name or step kind, or `"all"`. By default all when the spec's
   * `output.save_intermediates` is set, else none.
   */
  readonly snapshots?: readonly string[] | "all";
}

/** Saves a recording as a folder, whole or not at all; what it replaces must be a recording. */
export async function saveRecording(
  recording: RecordingSource,
  path: string,
  options: SaveOptions = {},
): Promise<void> {
  const snapshots = chosenSnapshots(recording, options.snapshots);
  options.signal?.throwIfAborted();
  const folders = await folderHost();
  await checkPlace(folders, path, options.overwrite ?? false);
  await putRecording(recording, path, folders, snapshots, options);
}

/** Writes a recording beside its place and moves it there; whatever goes wrong, nothing is left behind. */
export async function putRecording(
  recording: RecordingSource,
  path: string,
  folders: FolderHost,
  snapshots: readonly StageInfo[],
  options: SaveOptions,
): Promise<void> {
  let draft: FolderDraft | undefined;
  try {
    draft = await folders.draft(path);
    await writeRecording(recording, draft, snapshots, options);
    options.signal?.throwIfAborted();
    await draft.publish(options.overwrite ?? false);
  } catch (error) {
    await draft?.discard();
    throw error instanceof FolderError ? savingError(error, draft?.path ?? path) : error;
  }
}

/** The stages to save beside the observed movie, in the order of the pipeline. */
export function chosenSnapshots({ stages, spec }: RecordingSource, asked?: SaveOptions["snapshots"]): StageInfo[] {
  const all = asked === "all" || (asked === undefined && spec.output.save_intermediates);
  const chosen = asked === "all" ? [] : (asked ?? []).map((name) => findStage(stages, name).name);
  return stages.filter(({ name }) => all || chosen.includes(name));
}

/** Nothing is replaced unless asked for, and nothing but a recording ever. */
async function checkPlace(folders: FolderHost, path: string, overwrite: boolean): Promise<void> {
  try {
    const folder = await folders.open(path);
    if (!overwrite) throw new FolderError("exists", folder.path);
    const parts = await Promise.all([".zgroup", "spec.json"].map((name) => folder.read(name, METADATA_BYTES)));
    if (parts.includes(null)) throw new FolderError("not-a-folder", folder.path);
  } catch (error) {
    if (!(error instanceof FolderError)) throw error;
    if (error.problem !== "missing") throw savingError(error, path);
  }
}

function savingError(error: FolderError, path: string): RecordingError {
  const { problem, place } = error;
  const failed = (code: RecordingProblem, message: string) => new RecordingError(code, path, message, { cause: error });
  switch (problem) {
    case "exists":
      return failed("exists", `${place} is there already: save with { overwrite: true } to replace it, or elsewhere.`);
    case "no-space":
      return failed(
        "no-space",
        `The disk is full: ${path} was not saved, and what had been written is removed. Free some space or save to another disk; ` +
          `store_dtype "float32" and fewer snapshots take less.`,
      );
    case "not-allowed":
      return failed("not-allowed", `${place} may not be written: save where you have the permission, or change it.`);
    case "not-a-folder":
      return failed(
        "not-a-recording",
        `${place} holds something that is no recording: it is not replaced. Save elsewhere.`,
      );
    default:
      return failed("not-allowed", `${path} could not be saved (${place}: ${problem}); save elsewhere.`);
  }
}
