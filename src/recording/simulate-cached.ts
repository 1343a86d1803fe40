import { type FolderHost, folderHost } from "../platform/folder.js";
import type { RunOptions } from "../simulation/render-movie.js";
import { showingRun } from "../simulation/run-progress.js";
import { plan } from "../simulation/scene.js";
import { cacheKey } from "../spec/canonical.js";
import { parseSpec, type Spec, type SpecInput } from "../spec/spec.js";
import { isRecordingError, type RecordingProblem } from "./errors.js";
import { PRODUCER_VERSION } from "./format.js";
import { openRecording } from "./load-recording.js";
import { chosenSnapshots, putRecording } from "./save-recording.js";
import type { StoredRecording } from "./stored-recording.js";

export interface CacheOptions extends RunOptions {
  /** Where recordings are kept: by default $MINISCOPE_LAB_CACHE, or ~/.cache/miniscope-lab. */
  readonly folder?: string;
}

/**
 * The recording of a spec, simulated the first time and loaded from then on. It is kept under the spec's cache key, one for
 * each version of this library, with its stages when `output.save_intermediates` is set. A damaged one is simulated anew.
 * The folder is this library's own: Python minisim, whose keys are the same, simulates other random draws.
 * @throws SpecError when the spec is wrong; RecordingError when the recording cannot be kept; the signal's reason when aborted.
 */
export async function simulateCached(spec: SpecInput, options: CacheOptions = {}): Promise<StoredRecording> {
  const { signal } = options;
  const checked = parseSpec(spec);
  const host = await folderHost();
  const path = host.cachePath(`${await cacheKey(checked)}-${PRODUCER_VERSION}.zarr`, options.folder);
  const kept = await openRecording(host, path, { verify: true, signal }).catch(problemOf);
  const recording = typeof kept === "string" ? await keep(checked, host, path, kept, options) : kept;
  for (const warning of recording.warnings) console.warn(warning);
  return recording;
}

/** Simulates into the cache; the movie goes to the disk as it is rendered. */
async function keep(
  spec: Spec,
  host: FolderHost,
  path: string,
  problem: RecordingProblem,
  options: CacheOptions,
): Promise<StoredRecording> {
  const scene = await plan(spec);
  const overwrite = problem !== "not-found";
  const keeping = showingRun("Simulating", options, ({ signal, onProgress, workers }) =>
    putRecording(scene, path, host, chosenSnapshots(scene), { overwrite, signal, onProgress, workers }),
  );
  await keeping.catch((error: unknown) => {
    // Another process was faster; what it kept is the same.
    if (!isRecordingError(error, "exists")) throw error;
  });
  return openRecording(host, path, { signal: options.signal });
}

/** Why there is no recording to be used; what no simulation could mend is thrown. */
function problemOf(error: unknown): RecordingProblem {
  if (isRecordingError(error) && error.problem !== "not-allowed") return error.problem;
  throw error;
}
