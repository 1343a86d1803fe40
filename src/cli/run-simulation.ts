import { type Recording, simulate } from "../recording/recording.js";
import { cacheKey } from "../spec/canonical.js";
import type { Spec } from "../spec/spec.js";
import { unlessAborted } from "./interrupt.js";
import { ProgressLine } from "./progress-line.js";

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
}

export interface SimulationRun {
  readonly label: string;
  readonly until?: string;
  readonly signal: AbortSignal;
}

/** Simulates a spec, with progress on a terminal. */
export async function runSimulation(
  spec: Spec,
  { label, until, signal }: SimulationRun,
): Promise<{ recording: Recording; report: SimulationReport }> {
  const start = performance.now();
  const line = new ProgressLine(label);
  try {
    const recording = await unlessAborted(simulate(spec, { until, signal, onProgress: line.update }), signal);
    const [frames, height, width] = recording.observed.shape;
    const { cellCount, detectable } = recording.groundTruth;
    const report = {
      cacheKey: await cacheKey(spec),
      stage: recording.stages.at(-1)?.name ?? null,
      frames,
      height,
      width,
      cells: cellCount,
      detectable: detectable.filter((yes) => yes === 1).length,
      seconds: Number(((performance.now() - start) / 1000).toFixed(3)),
      warnings: recording.warnings,
    };
    return { recording, report };
  } finally {
    line.clear();
  }
}
