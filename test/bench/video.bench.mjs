import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeVideo } from "../../dist/index.js";

/** Writing videos without what it takes to simulate them. */
export async function rows() {
  const folder = mkdtempSync(join(tmpdir(), "miniscope-lab-video-bench-"));
  try {
    return await videoRows(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function videoRows(folder) {
  const [size, frameCount] = [608, 600];
  const noise = Uint8Array.from({ length: size * size * 16 }, () => 60 + 20 * gaussian());
  const movie = {
    frameCount,
    fps: 20,
    pixelSizeUm: null,
    stages: [{ name: "noise", height: size, width: size, dtype: "uint8", unit: "counts", range: [0, 255] }],
    frames: async (stage, from, to) => {
      const data = noise.slice(0, (to - from) * size * size);
      return { stage, from, to, height: size, width: size, data };
    },
  };
  const rate = async (name, path, options = {}) => {
    const seconds = await timed(() => writeVideo(movie, path, { overwrite: true, ...options }));
    return { name: `${name}, frames a second at ${size} × ${size}`, value: frameCount / seconds, unit: "/s" };
  };
  return [
    await rate("Y800 to the null device", "/dev/null", { format: "y800" }),
    await rate("Y800 AVI", join(folder, "y800.avi")),
    await rate("MJPG AVI", join(folder, "mjpg.avi"), { format: "mjpg" }),
    await rate("TIFF", join(folder, "movie.tiff")),
    await rate("FFV1", join(folder, "movie.mkv")),
    await rate("H.264, veryfast", join(folder, "movie.mp4"), { preset: "veryfast" }),
  ];
}

function gaussian() {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}

async function timed(work) {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
