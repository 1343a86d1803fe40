import { readdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { simulate } from "../../src/recording/recording.js";
import { greyAvi } from "../../src/video/avi/grey-avi.js";
import { writeVideo } from "../../src/video/write-video.js";
import { smallSpec } from "../simulation/small-spec.js";
import { expectSameBits } from "../support/same-bits.js";
import { allFrames, madeMovie } from "./made-movie.js";
import { ffmpegPixels, ffprobe, opencvPixels, temporaryFolder } from "./programs.js";

const file = temporaryFolder();

describe("a Y800 AVI", () => {
  it("holds the counts of a simulated recording, byte by byte, for OpenCV and ffmpeg", async () => {
    const path = file("recording.avi");
    const recording = await simulate(smallSpec());
    const written = await writeVideo(recording, path);
    expect(written).toMatchObject({ format: "y800", stage: "sensor", frameCount: 10, fps: 10, exactCounts: true });
    const counts = recording.observed.data as Uint8Array;
    expectSameBits(await opencvPixels(path), counts);
    expectSameBits(await ffmpegPixels(path, "gray"), counts);
    const [stream, ...more] = await ffprobe(path);
    expect(more).toEqual([]);
    expect(stream).toMatchObject({ codec_name: "rawvideo", pix_fmt: "gray", width: 64, height: 48 });
    expect(stream).toMatchObject({ r_frame_rate: "10/1", nb_frames: "10", nb_read_packets: "10" });
    expect(readdirSync(dirname(path))).toEqual(["recording.avi"]);
  });

  it("is the same written from the spec", async () => {
    const [path, again] = [file("spec.avi"), file("again.avi")];
    await writeVideo(smallSpec(), path);
    await writeVideo(await simulate(smallSpec()), again);
    expectSameBits(await ffmpegPixels(path, "gray"), await ffmpegPixels(again, "gray"));
    expect(statSync(path).size).toBe(statSync(again).size);
  });

  it.each([
    [333, 607],
    [1, 1],
    [1, 7],
    [5, 2],
  ])("may have frames of %i × %i pixels", async (height, width) => {
    const path = file(`${height}x${width}.avi`);
    const movie = madeMovie({ height, width, frameCount: 7 });
    await writeVideo(movie, path);
    const expected = (await allFrames(movie)) as Uint8Array;
    expectSameBits(await opencvPixels(path), expected);
    expectSameBits(await ffmpegPixels(path, "gray"), expected);
  });

  it.each([20, 29.97, 30000 / 1001, 0.1, 7.3, 1 / 3, 12345.678])("plays at %f frames a second", async (fps) => {
    const path = file(`fps-${fps}.avi`);
    await writeVideo(madeMovie({ fps }), path);
    const [rate, scale] = String((await ffprobe(path))[0].r_frame_rate)
      .split("/")
      .map(Number);
    expect(Math.abs(rate / scale / fps - 1)).toBeLessThan(1e-6);
  });

  it("goes on beyond one segment, and any frame is found", async () => {
    const path = file("segments.avi");
    const movie = madeMovie({ height: 9, width: 11, frameCount: 1000 });
    const settings = { path, height: 9, width: 11, frameCount: 1000, fps: 20, bits: 8, pixelSizeUm: null } as const;
    const sink = await greyAvi(settings, { segmentBytes: 30_000 });
    const expected = (await allFrames(movie)) as Uint8Array;
    for (let t = 0; t < 1000; t += 40) await sink.write(expected.subarray(t * 99, (t + 40) * 99));
    await sink.finish();
    await sink.close();
    expectSameBits(await ffmpegPixels(path, "gray"), expected);
    expectSameBits(await opencvPixels(path), expected);
    const frames = [999, 0, 500, 277, 278];
    const picked = new Uint8Array(frames.flatMap((t) => [...expected.subarray(t * 99, (t + 1) * 99)]));
    expectSameBits(await opencvPixels(path, { frames }), picked);
    expect((await ffprobe(path))[0]).toMatchObject({ nb_read_packets: "1000", duration_ts: 1000 });
  });
});
