import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { OutputFile } from "../../src/platform/node-files.js";
import type { FrameSource } from "../../src/simulation/frame-source.js";
import { AviWriter } from "../../src/video/avi/avi-writer.js";
import type { VideoFormat } from "../../src/video/formats.js";
import { MovieStore } from "../../src/video/movie-store/movie-store.js";
import { isVideoError, type VideoErrorReason } from "../../src/video/video-error.js";
import { type WriteVideoOptions, writeVideo } from "../../src/video/write-video.js";
import { smallSpec, withoutSteps } from "../simulation/small-spec.js";
import { madeMovie } from "./made-movie.js";
import { ffmpegPixels, temporaryFolder } from "./programs.js";

const file = temporaryFolder();
const movie = madeMovie({ frameCount: 30 });
afterEach(() => vi.unstubAllEnvs());

async function refusal(work: Promise<unknown>): Promise<{ reason: VideoErrorReason; message: string }> {
  try {
    await work;
  } catch (error) {
    if (isVideoError(error)) return error;
    throw error;
  }
  throw new Error("Nothing was refused.");
}

const formats: [VideoFormat, string, encoder?: string][] = [
  ["y800", "avi"],
  ["mjpg", "avi"],
  ["h264", "mp4", "libx264"],
  ["h264", "mp4", "webcodecs"],
  ["h264", "mp4", "wasm"],
  ["ffv1", "mkv"],
  ["tiff", "tiff"],
];

describe("a video is refused", () => {
  it("in a folder that does not exist, in a folder's place, behind a file", async () => {
    mkdirSync(file("folder.avi"));
    writeFileSync(file("plain"), "words");
    for (const path of [file("missing/a.avi"), file("folder.avi"), `${file("plain")}/a.avi`]) {
      const { reason, message } = await refusal(writeVideo(movie, path));
      expect(reason).toBe("path");
      expect(message).toContain(JSON.stringify(path));
    }
  });

  it.skipIf(userInfo().uid === 0)("where one may not write", async () => {
    mkdirSync(file("locked"));
    chmodSync(file("locked"), 0o500);
    expect((await refusal(writeVideo(movie, file("locked/a.avi")))).reason).toBe("path");
    chmodSync(file("locked"), 0o700);
  });

  it("where a file exists, unless it may be overwritten, and that one stays until the new one is whole", async () => {
    const path = file("exists.avi");
    writeFileSync(path, "old");
    const { reason, message } = await refusal(writeVideo(movie, path));
    expect(reason).toBe("exists");
    expect(message).toContain("overwrite: true");
    const broken: FrameSource = { ...movie, frames: () => Promise.reject(new Error("no light")) };
    await expect(writeVideo(broken, path, { overwrite: true })).rejects.toThrow("no light");
    expect(readFileSync(path, "utf8")).toBe("old");
    await writeVideo(movie, path, { overwrite: true });
    expect(await ffmpegPixels(path, "gray")).toHaveLength(30 * 48);
  });

  it.each<[string, VideoErrorReason, RegExp, string, WriteVideoOptions]>([
    ["an unknown ending", "format", /\.avi, \.mp4, \.mkv, \.tiff, \.tif/, "a.mov", {}],
    ["an unknown format", "format", /it must be y800/, "a.avi", { format: "wmv" as VideoFormat }],
    ["no frames", "empty", /between 4 and 4/, "a.avi", { from: 4, to: 4 }],
    ["no rate", "option", /fps is 0/, "a.avi", { fps: 0 }],
    ["a range that is none", "range", /vmin must be below vmax/, "a.avi", { vmin: 3, vmax: 3 }],
    ["an infinite range", "range", /vmax is Infinity/, "a.avi", { vmax: Number.POSITIVE_INFINITY }],
    ["bits that a format lacks", "option", /bits is 16/, "a.avi", { bits: 16 }],
    ["a strange quality", "option", /quality is 101/, "a.mp4", { quality: 101 }],
    ["a preset that is no name", "option", /preset is/, "a.mp4", { preset: "-y /etc/passwd" }],
    ["an unknown encoder", "option", /encoder is "magic".*libx264, .*webcodecs, wasm/, "a.mp4", { encoder: "magic" }],
    ["an encoder's wrong effort", "option", /from 0 .* to 10/, "a.mp4", { encoder: "wasm", preset: "veryfast" }],
    ["an effort of an encoder without", "option", /leave it out/, "a.mp4", { encoder: "webcodecs", preset: "slow" }],
  ])("with %s", async (_, reason, words, name, options) => {
    const error = await refusal(writeVideo(movie, file(name), options));
    expect(error.reason).toBe(reason);
    expect(error.message).toMatch(words);
    expect(existsSync(file(name))).toBe(false);
  });

  it("without vmax at a stage that has no brightest value", async () => {
    const { reason, message } = await refusal(writeVideo(smallSpec(withoutSteps("sensor")), file("light.avi")));
    expect(reason).toBe("range");
    expect(message).toMatch(/"leakage" is no sensor's.*give vmax/);
    await writeVideo(smallSpec(withoutSteps("sensor")), file("light.avi"), { vmax: 2 });
  });

  it("when a spec makes no frames", async () => {
    const cellsOnly = smallSpec([{ kind: "place_neurons" }]);
    expect((await refusal(writeVideo(cellsOnly, file("none.avi")))).reason).toBe("empty");
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    "with the value %d, which it names",
    async (odd) => {
      const value = (t: number, row: number, column: number) => (t === 3 && row === 2 && column === 5 ? odd : 0.5);
      const light = madeMovie({ dtype: "float32", unit: "a.u.", value });
      const { reason, message } = await refusal(writeVideo(light, file("nan.avi"), { vmax: 1 }));
      expect(reason).toBe("value");
      expect(message).toContain(`frame 3, row 2, column 5 of "made" is ${odd}`);
    },
  );

  it("when FFV1 or an encoder of ffmpeg is asked for and ffmpeg is not installed; the other formats do without", async () => {
    vi.stubEnv("PATH", file("."));
    for (const [name, encoder] of [["a.mkv"], ["a.mp4", "libx264"]]) {
      const { reason, message } = await refusal(writeVideo(movie, file(name), { encoder }));
      expect(reason).toBe("encoder");
      expect(message).toMatch(/ffmpeg.*not on PATH.*install it/);
    }
    await writeVideo(movie, file("without-ffmpeg.avi"));
    await writeVideo(movie, file("without-ffmpeg-mjpg.avi"), { format: "mjpg" });
    await writeVideo(movie, file("without-ffmpeg.tiff"));
    const { encoder } = await writeVideo(movie, file("without-ffmpeg.mp4"));
    expect(encoder).toBe("@napi-rs/webcodecs");
  });

  it("when another writer is at the same path", async () => {
    const path = file("two.avi");
    const [first, second] = await Promise.allSettled([writeVideo(movie, path), writeVideo(movie, path)]);
    const [whole, refused] = first.status === "fulfilled" ? [first, second] : [second, first];
    expect(whole.status).toBe("fulfilled");
    expect(refused).toMatchObject({ status: "rejected", reason: { reason: "busy" } });
    expect(await ffmpegPixels(path, "gray")).toHaveLength(30 * 48);
  });
});

describe("a writer that fails", () => {
  it.each(formats)("says that the disk is full, as %s in %s %s", async (format, _, encoder) => {
    const large = madeMovie({ height: 200, width: 300 });
    const { reason } = await refusal(writeVideo(large, "/dev/full", { format, encoder }));
    expect(reason).toBe("disk-full");
  });

  it("stops at a write that fails midway", async () => {
    let left = 20_000;
    const failing: OutputFile = {
      async write(parts) {
        left -= parts.reduce((sum, part) => sum + part.length, 0);
        if (left < 0) throw Object.assign(new Error("full"), { code: "ENOSPC", syscall: "write" });
      },
      async truncate() {},
      async close() {},
    };
    const streams = [{ codec: "Y800", bitCount: 8, height: 10, width: 10 }];
    const writer = await AviWriter.create(failing, { streams, fps: 20, info: {} });
    const frame = { stream: 0, bytes: new Uint8Array(100) };
    await expect(
      (async () => {
        for (;;) await writer.write([frame]);
      })(),
    ).rejects.toThrow("full");
  });

  it("leaves nothing behind when frames cannot be had or it is aborted", async () => {
    mkdirSync(file("clean"));
    for (const [format, ending, encoder] of formats) {
      const path = file(`clean/${format}.${ending}`);
      const late: FrameSource = {
        ...movie,
        frames: async (stage, from, to) =>
          from === 0 ? movie.frames(stage, from, to) : Promise.reject(new Error("late")),
        frameCount: 1000,
      };
      await expect(writeVideo(late, path, { format, encoder })).rejects.toThrow();
      const control = new AbortController();
      const onProgress = () => control.abort(new Error("enough"));
      const endless = madeMovie({ frameCount: 10_000 });
      await expect(writeVideo(endless, path, { format, encoder, signal: control.signal, onProgress })).rejects.toThrow(
        "enough",
      );
    }
    expect(readdirSync(file("clean"))).toEqual([]);
  });

  it("tells of a full disk when a store is written", async () => {
    const store = new MovieStore("/dev/full", { mode: "truncate" });
    const error = await refusal(store.startWriting({ fields: { x: { height: 4, width: 4 } } }));
    expect(error.reason).toBe("disk-full");
  });
});
