import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MovieStore, openMovieStore, writeVideo } from "../../dist/index.js";

const [side, stored] = [256, 300];

/** Writing videos without what it takes to simulate them, and the store with noisy frames of 16 bits. */
export async function rows() {
  const folder = mkdtempSync(join(tmpdir(), "miniscope-lab-video-bench-"));
  try {
    return [...(await videoRows(folder)), ...(await storeRows(folder))];
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

async function storeRows(folder) {
  const frames = Array.from({ length: 30 }, (_, t) => noisyFrame(t));
  const path = join(folder, "store.avi");
  const write = async () => {
    const store = new MovieStore(path, { mode: "truncate" });
    await store.startWriting({ fields: { noisy: { height: side, width: side, dtype: "uint16" } } });
    for (let t = 0; t < stored; t++) await store.append(frames[t % frames.length]);
    await store.close();
  };
  await write();
  const cpu = process.cpuUsage();
  const writing = await timed(write);
  const writingCpu = process.cpuUsage(cpu);
  const store = await openMovieStore(path);
  const reading = await timed(async () => {
    for (let t = 0; t < stored; t++) await store.frame(t);
  });
  const single = [];
  for (let i = 0; i < 50; i++) single.push(await timed(() => store.frame((i * 7919) % stored)));
  await store.close();
  const raw = join(folder, "noisy.raw");
  writeFileSync(raw, Buffer.concat(frames.map((frame) => Buffer.from(frame.buffer))));
  const input = ["-f", "rawvideo", "-pix_fmt", "gray16le", "-s", `${side}x${side}`, "-r", "20", "-i", raw];
  const ffv1 = join(folder, "noisy.mkv");
  execFileSync("ffmpeg", ["-loglevel", "error", ...input, "-c:v", "ffv1", "-level", "3", ffv1]);
  const own = statSync(path).size / stored / (statSync(ffv1).size / frames.length);
  return [
    { name: `store, noisy 16 bit, frames written a second at ${side} × ${side}`, value: stored / writing, unit: "/s" },
    {
      name: "store, frames written a second of CPU time",
      value: (stored * 1e6) / (writingCpu.user + writingCpu.system),
      unit: "/s",
    },
    { name: `store, frames read a second at ${side} × ${side}`, value: stored / reading, unit: "/s" },
    { name: "store, any frame, median", value: single.sort((a, b) => a - b)[25] * 1000, unit: "ms" },
    { name: "store, size beside FFV1", value: own, unit: "×" },
  ];
}

/** A moving scene with noise of 300 steps of 65 536. */
function noisyFrame(t) {
  return Uint16Array.from({ length: side * side }, (_, i) => {
    const [row, column] = [Math.floor(i / side), i % side];
    const light = 20_000 + 8000 * Math.sin(column / 23 + t / 9) * Math.cos(row / 31);
    return Math.min(65_535, Math.max(0, light + 300 * gaussian()));
  });
}

function gaussian() {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}

async function timed(work) {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
