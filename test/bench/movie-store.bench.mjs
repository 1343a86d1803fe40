import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MovieStore, openMovieStore } from "../../dist/index.js";
import { inRoot, venvPython } from "../../scripts/lib/paths.mjs";
import { installPythonPackages } from "../../scripts/lib/python.mjs";
import { median } from "./whole-process.mjs";

const side = 256;
/** Different frames, shown over and over. */
const distinct = 30;
const count = 300;

/** The store with noisy frames of 16 bits, beside py-pde's MovieStorage and ffmpeg's FFV1 with the same frames. */
export async function rows() {
  await installPythonPackages("requirements-bench.txt");
  const folder = mkdtempSync(join(tmpdir(), "miniscope-lab-store-bench-"));
  try {
    const frames = Array.from({ length: distinct }, (_, t) => noisyFrame(t));
    const raw = join(folder, "noisy.raw");
    writeFileSync(raw, Buffer.concat(frames.map((frame) => Buffer.from(frame.buffer))));
    const ours = await store(join(folder, "store.avi"), frames);
    const script = inRoot("test/bench/movie_store_bench.py");
    const args = [script, raw, side, join(folder, "pde.mkv"), count].map(String);
    const theirs = JSON.parse(execFileSync(venvPython, args, { encoding: "utf8" }));
    return [
      ...pair("store, frames written a second", ours.writing, theirs.write_fps, "/s"),
      { name: "store, frames written a second of CPU time", value: ours.writingCpu, unit: "/s" },
      ...pair("store, frames read a second, in order", ours.reading, theirs.read_fps, "/s"),
      ...pair(
        "store, any frame, median",
        ours.frame,
        theirs.frame_s * 1000,
        "ms",
        theirs.frame_s / (ours.frame / 1000),
      ),
      { name: "store, any frame, longest median of 5 reads of 100", value: ours.longestMedian, unit: "ms" },
      { name: "store, any frame, longest of 100", value: ours.longest, unit: "ms" },
      { name: "store, any frame, most CPU time of 100", value: ours.longestCpu, unit: "ms" },
      { name: "store, size beside FFV1", value: ours.bytes / count / ffv1Bytes(raw, folder), unit: "×" },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function pair(name, ours, theirs, unit, ratio = ours / theirs) {
  return [
    { name, value: ours, unit },
    { name: `${name}, py-pde`, value: theirs, unit },
    { name: `${name}, ratio`, value: ratio, unit: "×" },
  ];
}

async function store(path, frames) {
  const write = async () => {
    const store = new MovieStore(path, { mode: "truncate" });
    await store.startWriting({ fields: { noisy: { height: side, width: side, dtype: "uint16" } } });
    for (let t = 0; t < count; t++) await store.append(frames[t % frames.length]);
    await store.close();
  };
  await write();
  const cpu = process.cpuUsage();
  const writing = count / (await timed(write));
  const { user, system } = process.cpuUsage(cpu);
  const store = await openMovieStore(path);
  const read = async () => {
    for await (const _ of store);
  };
  await read();
  const reading = count / (await timed(read));
  const [single, singleCpu] = [[], []];
  for (let i = 0; i < 100; i++) {
    const before = process.cpuUsage();
    single.push(1000 * (await timed(() => store.frame((i * 7919) % count))));
    const { user, system } = process.cpuUsage(before);
    singleCpu.push((user + system) / 1000);
  }
  single.sort((a, b) => a - b);
  const medians = [];
  for (let i = 0; i < 100; i++) {
    const reads = [];
    for (let again = 0; again < 5; again++) reads.push(1000 * (await timed(() => store.frame((i * 7919) % count))));
    medians.push(median(reads));
  }
  await store.close();
  const writingCpu = (count * 1e6) / (user + system);
  const [longest, longestMedian, longestCpu] = [single[99], Math.max(...medians), Math.max(...singleCpu)];
  const waits = { frame: single[50], longest, longestMedian, longestCpu };
  return { writing, writingCpu, reading, ...waits, bytes: statSync(path).size };
}

function ffv1Bytes(raw, folder) {
  const path = join(folder, "noisy.mkv");
  const input = ["-f", "rawvideo", "-pix_fmt", "gray16le", "-s", `${side}x${side}`, "-r", "20", "-i", raw];
  execFileSync("ffmpeg", ["-loglevel", "error", ...input, "-c:v", "ffv1", "-level", "3", path]);
  return statSync(path).size / distinct;
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
