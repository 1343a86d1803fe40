import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const program = fileURLToPath(new URL("minisim_recordings.py", import.meta.url));
const python = fileURLToPath(new URL("../../.venv/bin/python", import.meta.url));

export interface PythonArray {
  readonly shape: number[];
  readonly dtype: string;
  readonly sha256: string;
}

/** What Python says a recording holds. */
export interface PythonContents {
  readonly arrays: Record<string, PythonArray>;
  readonly focal_depth_um: number | null;
  readonly planted: PythonArray;
  readonly observed_sums: number[];
  readonly observed_peaks: number[];
}

export interface PythonUse {
  readonly cells: number;
  readonly recall: number;
  readonly traces: number;
  readonly detectable: number;
  readonly video_bytes: number;
}

async function run<Answer>(command: string, argument: unknown): Promise<Answer> {
  const { stdout } = await promisify(execFile)(python, [program, command, JSON.stringify(argument)], {
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(stdout);
}

/** Simulates specs with Python minisim and saves them: pairs of a spec's file and a path. */
export const make = (jobs: readonly (readonly [string, string])[]) => run<Record<string, PythonContents>>("make", jobs);
/** Loads recordings with Python minisim. */
export const load = (paths: readonly string[]) => run<Record<string, PythonContents>>("load", paths);
/** Runs Python minisim's metrics and video on recordings. */
export const use = (paths: readonly string[]) => run<Record<string, PythonUse>>("use", paths);
/** Makes copies of a recording in a folder whose movies are laid out differently by zarr; gives their names. */
export const relayout = (path: string, folder: string) => run<string[]>("relayout", [path, folder]);
