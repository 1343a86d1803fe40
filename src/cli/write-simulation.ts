import type { RunOptions } from "../simulation/render-movie.js";
import { plan } from "../simulation/scene.js";
import { cacheKey } from "../spec/canonical.js";
import type { Spec } from "../spec/spec.js";
import { type WriteVideoOptions, writeVideo } from "../video/write-video.js";
import { showingProgress } from "./progress-line.js";
import type { SimulationReport } from "./run-simulation.js";

/** Simulates a spec into a video, with progress on a terminal; the movie is never in memory. */
export async function writeSimulation(
  spec: Spec,
  path: string,
  options: WriteVideoOptions,
  { label, quiet }: { readonly label: string; readonly quiet: boolean },
): Promise<SimulationReport> {
  const start = performance.now();
  const scene = await plan(spec);
  for (const warning of scene.warnings) console.warn(warning);
  const writing = (onProgress: RunOptions["onProgress"]) => writeVideo(scene, path, { ...options, onProgress });
  const video = await showingProgress(label, writing, { quiet });
  const { cellCount, detectable } = scene.groundTruth;
  return {
    cacheKey: await cacheKey(spec),
    stage: video.stage,
    frames: video.frameCount,
    height: video.height,
    width: video.width,
    cells: cellCount,
    detectable: detectable.filter((yes) => yes === 1).length,
    seconds: Number(((performance.now() - start) / 1000).toFixed(3)),
    warnings: scene.warnings,
    recording: null,
    video,
  };
}
