import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { openMovieStore } from "../../src/video/movie-store/movie-store.js";
import { writeVideo } from "../../src/video/write-video.js";
import { madeMovie } from "./made-movie.js";
import { ffmpegPixels, ffprobe, opencvPixels, temporaryFolder } from "./programs.js";

const file = temporaryFolder();
const script = fileURLToPath(new URL("endless-writer.mjs", import.meta.url));
const [height, width] = [120, 160];
const pixel = (t: number, i: number) => (i * 7 + t * 13) & 0xff;

/** Lets another process write until it says that so many frames are done, and kills it. */
async function killedAfter(frames: number, path: string, kind: "video" | "store"): Promise<void> {
  const child = spawn(process.execPath, [script, path, kind], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  for await (const line of createInterface(child.stdout)) {
    if (Number(line) >= frames) child.kill("SIGKILL");
  }
  expect((await ended)[1]).toBe("SIGKILL");
}

function expectFrames(seen: Uint8Array, least: number): void {
  const frames = seen.length / (height * width);
  expect(frames).toBeGreaterThanOrEqual(least);
  for (let i = 0; i < seen.length; i++) {
    const expected = pixel(Math.floor(i / (height * width)), i % (height * width));
    if (seen[i] !== expected) expect.fail(`pixel ${i} is ${seen[i]}, not ${expected}`);
  }
}

describe("after a writer was killed", () => {
  it("what it wrote of an AVI opens beside the path asked for, and the path is free for the next writer", async () => {
    const path = file("killed.avi");
    await killedAfter(600, path, "video");
    expect(existsSync(path)).toBe(false);
    const partial = file("killed.partial.avi");
    expectFrames(await ffmpegPixels(partial, "gray"), 600);
    expectFrames(await opencvPixels(partial), 600);
    await writeVideo(madeMovie(), path);
    expect(existsSync(partial)).toBe(false);
  });

  it("a store opens up to its last whole frame, and can be gone on with", async () => {
    const path = file("killed-store.avi");
    await killedAfter(200, path, "store");
    const store = await openMovieStore(path);
    expect(store.frameCount).toBeGreaterThanOrEqual(199);
    for (const t of [0, 100, store.frameCount - 1]) {
      expect((await store.frame(t)).every((value, i) => value === pixel(t, i))).toBe(true);
    }
    await store.close();
    expectFrames(await ffmpegPixels(path, "gray"), store.frameCount);
  });

  it("an MP4 goes up to what ffmpeg was given", async () => {
    await killedAfter(200, file("killed.mp4"), "video");
    // ffmpeg itself sees the end of its input and closes the file.
    const packets = async () => {
      const [stream] = await ffprobe(file("killed.partial.mp4")).catch(() => []);
      return Number(stream?.nb_read_packets ?? 0);
    };
    await expect.poll(packets).toBeGreaterThanOrEqual(100);
  });
});

describe("an MP4 that is cut anywhere", () => {
  it.each(["libx264", "webcodecs", "wasm"])("plays up to its last whole second, by %s", async (encoder) => {
    const path = file(`whole-${encoder}.mp4`);
    await writeVideo(madeMovie({ frameCount: 100, height: 64, width: 64 }), path, { encoder });
    const whole = readFileSync(path);
    const cut = file(`cut-${encoder}.mp4`);
    // A fragment a second: five of them, the last of which is cut.
    const lastFragment = whole.lastIndexOf("moof") - 4;
    writeFileSync(cut, whole.subarray(0, lastFragment + 200));
    const frames = (await opencvPixels(cut)).length / (64 * 64);
    expect(frames).toBeGreaterThanOrEqual(80);
    expect(frames).toBeLessThan(100);
  });
});
