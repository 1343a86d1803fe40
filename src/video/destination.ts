import {
  checkFolderWritable,
  claimPath,
  kindOfPath,
  openFile,
  removeFile,
  renameFile,
} from "../platform/node-files.js";
import { asVideoError, VideoError } from "./video-error.js";

/** Where a video is written until it is whole. */
export interface Destination {
  /** A sibling of the path asked for, with the same ending; the path itself when that is a device. */
  readonly path: string;
  /** Gives the whole video its name. */
  commit(): Promise<void>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/** `ca1.avi` → `ca1.partial.avi`: what is there after a crash can be opened by its ending. */
export function partialPath(path: string): string {
  return path.replace(/(\.[^./\\]*)?$/, (ending) => `.partial${ending}`);
}

/**
 * Checks that a video can be written to a path, and holds the path for this writer alone. An existing file stays as it
 * is until the new one is whole.
 * @throws VideoError "path", "exists" or "busy".
 */
export async function claimDestination(path: string, overwrite: boolean): Promise<Destination> {
  try {
    const kind = await kindOfPath(path);
    if (kind === "folder") throw new VideoError("path", `${JSON.stringify(path)} is a folder; name a file in it.`);
    if (kind === "device") return { path, commit: async () => {}, discard: async () => {} };
    if (kind === "file" && !overwrite) {
      throw new VideoError("exists", `${JSON.stringify(path)} exists; pass { overwrite: true } to replace it.`);
    }
    await checkFolderWritable(path);
    const claim = await claimOrThrow(path);
    const partial = partialPath(path);
    try {
      // Found out now rather than after the simulation; it also replaces what a crashed writer left.
      await (await openFile(partial, "replace")).close();
    } catch (error) {
      await claim.release();
      throw error;
    }
    return {
      path: partial,
      async commit() {
        await renameFile(partial, path);
        await claim.release();
      },
      async discard() {
        await removeFile(partial);
        await claim.release();
      },
    };
  } catch (error) {
    throw asVideoError(error, "write", path);
  }
}

/** Holds a path for one writer. */
export async function claimOrThrow(path: string): Promise<{ release(): Promise<void> }> {
  const claim = await claimPath(path);
  if (claim) return claim;
  throw new VideoError(
    "busy",
    `${JSON.stringify(path)} is being written to. Wait until it is done, or choose another path (if nothing writes there, delete ${JSON.stringify(`${path}.lock`)}).`,
  );
}
