import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bleaching, brainMotion, buildSpec, ca1, miniscopeV4, writeVideo } from "../../dist/index.js";
import { median } from "./whole-process.mjs";

/** Samples of memory that are printed. */
const SAMPLES = 30;

/**
 * `npm run bench -- --soak [MINUTES] [null|avi]`: half-hour recordings one after the other, in one process, until the time is
 * up; prints the memory of the process and its threads as it goes, and what it came to at the end beside the beginning.
 */
export async function main(minutes = "10", to = "null") {
  const folder = mkdtempSync(join(tmpdir(), "miniscope-lab-soak-"));
  const length_ms = Number(minutes) * 60_000;
  const begun = performance.now();
  const timeIsUp = AbortSignal.timeout(length_ms);
  const samples = [];
  let frames = 0;
  const sample = () => {
    const seconds = (performance.now() - begun) / 1000;
    const mb = process.memoryUsage.rss() / 2 ** 20;
    samples.push(mb);
    console.log(
      `${seconds.toFixed(0).padStart(6)} s ${String(frames).padStart(9)} frames ${mb.toFixed(0).padStart(6)} MB`,
    );
  };
  const timer = setInterval(sample, length_ms / SAMPLES);
  try {
    for (let seed = 0; !timeIsUp.aborted; seed++) {
      const spec = buildSpec(miniscopeV4(), ca1(), {
        duration_s: 1800,
        seed,
        extraSteps: [bleaching(), brainMotion()],
      });
      const before = frames;
      const onProgress = ({ framesDone }) => {
        frames = before + framesDone;
      };
      const path = to === "avi" ? join(folder, "soak.avi") : "/dev/null";
      await writeVideo(spec, path, { format: "y800", overwrite: true, signal: timeIsUp, onProgress });
    }
  } catch (error) {
    if (!timeIsUp.aborted) throw error;
  } finally {
    clearInterval(timer);
    rmSync(folder, { recursive: true, force: true });
  }
  sample();
  const part = Math.max(1, Math.floor(samples.length / 5));
  const [first, last] = [median(samples.slice(part, 2 * part)), median(samples.slice(-part))];
  const rate = (1000 * frames) / (performance.now() - begun);
  console.log(
    `${frames} frames, ${rate.toFixed(0)} a second; memory ${first.toFixed(0)} MB in the second fifth of the time, ` +
      `${last.toFixed(0)} MB in the last: ${(last / first).toFixed(2)} ×`,
  );
}
