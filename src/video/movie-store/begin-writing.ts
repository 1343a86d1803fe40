import { kindOfPath } from "../../platform/node-files.js";
import type { AviWriterOptions } from "../avi/avi-writer.js";
import type { AviEntry } from "../avi/layout.js";
import { VideoError } from "../video-error.js";
import type { StoreDescription } from "./description.js";
import { openStoreFile, readStore } from "./store-file.js";
import { StoreWriter } from "./store-writer.js";

/** A store that takes frames, and what it holds already. */
export interface BegunStore {
  readonly writer: StoreWriter;
  readonly description: StoreDescription;
  readonly frames: AviEntry[][];
  readonly times: number[];
}

/**
 * Begins a store's file anew, or goes on with one that holds the same fields when `goOn` is set.
 * @throws VideoError "exists" when a file that is no store would be overwritten, "range" when it holds other fields.
 */
export async function beginWriting(
  path: string,
  description: StoreDescription,
  goOn: boolean,
  options?: AviWriterOptions,
): Promise<BegunStore> {
  const exists = (await kindOfPath(path)) === "file";
  if (exists && goOn) {
    const accept = (found: { description: StoreDescription }) => checkSame(path, found.description, description);
    const { writer, contents } = await StoreWriter.resume(path, accept, options);
    const { description: found, frames, times } = contents;
    return { writer, description: found, frames, times };
  }
  if (exists) await refuseOtherFiles(path);
  const writer = await StoreWriter.create(path, description, options);
  return { writer, description, frames: [], times: [] };
}

function checkSame(path: string, found: StoreDescription, asked: StoreDescription): void {
  if (JSON.stringify(found.fields) === JSON.stringify(asked.fields) && found.fps === asked.fps) return;
  const names = found.fields.map(({ name, height, width }) => `${name} (${height} × ${width})`).join(", ");
  throw new VideoError(
    "range",
    `${JSON.stringify(path)} holds ${names} at ${found.fps} frames a second; only frames of the same fields, ranges and rate can be added.`,
  );
}

async function refuseOtherFiles(path: string): Promise<void> {
  const file = await openStoreFile(path, "read");
  try {
    await readStore(file);
  } catch (error) {
    if (!(error instanceof VideoError) || error.reason !== "damaged") throw error;
    throw new VideoError(
      "exists",
      `${JSON.stringify(path)} exists and is no movie store; delete it, or choose another path.`,
    );
  } finally {
    await file.close();
  }
}
