import type { Progress } from "../simulation/render-movie.js";

/** Runs work that tells its progress, shown on a line of the terminal that overwrites itself and goes at the end. */
export async function showingProgress<T>(
  label: string,
  work: (onProgress: (progress: Progress) => void) => Promise<T>,
): Promise<T> {
  const terminal = process.stderr.isTTY ? process.stderr : null;
  const start = performance.now();
  const show = (text: string) => terminal?.write(`\r\u001b[2K${text}`);
  try {
    return await work(({ framesDone, frameCount }) => {
      const seconds = Math.round((performance.now() - start) / 1000);
      const percent = Math.floor((100 * framesDone) / frameCount);
      show(`${label}: ${framesDone} of ${frameCount} frames, ${percent} %, ${seconds} s`);
    });
  } finally {
    show("");
  }
}
