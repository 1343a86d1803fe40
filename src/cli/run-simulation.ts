import { existsSync } from "node:fs";
import { simulate } from "../recording/recording.js";
import type { RunOptions } from "../simulation/render-movie.js";
import { cacheKey } from "../spec/canonical.js";
import type { Spec } from "../spec/spec.js";
import type { VideoSummary } from "../video/write-video.js";
import { CommandError } from "./command.js";
import { unlessAborted } from "./interrupt.js";
import { showingProgress } from "./progress-line.js";

/** What the line of a simulation says. */
export interface SimulationReport {
  readonly cacheKey: string;
  /** Name of the last stage; null when only cell steps ran. */
  readonly stage: string | null;
  readonly frames: number;
  readonly height: number;
  readonly width: number;
  readonly cells: number;
  readonly detectable: number;
  readonly seconds: number;
  readonly warnings: readonly string[];
  /** Where it was saved; null when it was not. */
  readonly recording: string | null;
  /** The video that was written; null when none was. */
  readonly video: VideoSummary | null;
}

export interface SimulationRun {
  /** What progress is shown of. */
  readonly label: string;
  readonly until?: string;
  /** Where to save the recording. */
  readonly save?: string;
  readonly overwrite: boolean;
  /** Threads that render. */
  readonly workers?: number;
  readonly quiet: boolean;
  readonly signal: AbortSignal;
}

/** Refuses to compute what could not be saved in the end. */
export function checkFree(places: readonly string[], overwrite: boolean): void {
  const taken = overwrite ? undefined : places.find((place) => existsSync(place));
  if (taken !== undefined) throw new CommandError(`${taken} is there already: add --overwrite to replace it.`);
}

/** Simulates a spec and saves it if asked to, with progress on a terminal. */
export async function runSimulation(spec: Spec, run: SimulationRun): Promise<SimulationReport> {
  const { label, until, save, overwrite, workers, quiet, signal } = run;
  const start = performance.now();
  const simulating = (onProgress: RunOptions["onProgress"]) =>
    unlessAborted(simulate(spec, { until, workers, signal, onProgress }), signal);
  const recording = await showingProgress(label, simulating, { quiet });
  const seconds = Number(((performance.now() - start) / 1000).toFixed(3));
  if (save !== undefined) {
    const saving = (onProgress: RunOptions["onProgress"]) => recording.save(save, { overwrite, signal, onProgress });
    await showingProgress(`saving ${save}`, saving, { quiet });
  }
  const [frames, height, width] = recording.observed.shape;
  const { cellCount, detectable } = recording.groundTruth;
  return {
    cacheKey: await cacheKey(spec),
    stage: recording.stages.at(-1)?.name ?? null,
    frames,
    height,
    width,
    cells: cellCount,
    detectable: detectable.filter((yes) => yes === 1).length,
    seconds,
    warnings: recording.warnings,
    recording: save ?? null,
    video: null,
  };
}
