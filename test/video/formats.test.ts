import { readFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { tiffMovie } from "../../src/video/tiff/tiff-movie.js";
import { writeVideo } from "../../src/video/write-video.js";
import { expectSameBits } from "../support/same-bits.js";
import { allFrames, madeMovie } from "./made-movie.js";
import { ffmpegPixels, ffprobe, opencvPixels, pythonBytes, temporaryFolder } from "./programs.js";

const file = temporaryFolder();
const sizes = [
  [333, 607],
  [1, 1],
  [48, 64],
];

/** One of ffmpeg's, and those that need no other program. */
const encoders = [
  ["libx264", "ffmpeg libx264"],
  ["webcodecs", "@napi-rs/webcodecs"],
  ["wasm", "h264-mp4-encoder (wasm)"],
] as const;

/** Width and height that an MP4 says are to be shown of its pictures; null when it says nothing. */
function shownSize(path: string): [width: number, height: number] | null {
  const mp4 = readFileSync(path);
  const at = mp4.indexOf("clap");
  return at < 0 ? null : [mp4.readUInt32BE(at + 4), mp4.readUInt32BE(at + 12)];
}

const bytes = (data: { buffer: ArrayBufferLike; byteOffset: number; byteLength: number }) =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

const tifffile = `
import sys, tifffile
with tifffile.TiffFile(sys.argv[1]) as tiff:
    assert len(tiff.pages) == int(sys.argv[2]), len(tiff.pages)
    assert tiff.is_bigtiff == (sys.argv[3] == "true"), tiff.is_bigtiff
    assert tiff.imagej_metadata["finterval"] == 0.05, tiff.imagej_metadata
    assert tiff.asarray().shape[-2:] == tiff.pages[-1].shape
    for page in tiff.pages:
        sys.stdout.buffer.write(page.asarray().tobytes())
`;

/** A bright square that wanders over a slope: what a codec that loses should keep. */
const scene = (height: number, width: number, frameCount: number) =>
  madeMovie({
    height,
    width,
    frameCount,
    value: (t, row, column) => (Math.abs(row - 20 - t) < 6 && Math.abs(column - 30) < 6 ? 240 : (column * 3) % 200),
  });

function meanDifference(a: Uint8Array, b: Uint8Array): number {
  expect(a).toHaveLength(b.length);
  return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / a.length;
}

describe.each(sizes)("frames of %i × %i pixels", (height, width) => {
  it.each(["uint8", "uint16"] as const)("are exact as %s in a TIFF, for tifffile", async (dtype) => {
    const path = file(`${height}-${width}-${dtype}.tif`);
    const movie = madeMovie({ height, width, dtype });
    const { bits, exactCounts } = await writeVideo(movie, path);
    expect({ bits, exactCounts }).toEqual({ bits: dtype === "uint8" ? 8 : 16, exactCounts: true });
    expectSameBits(await pythonBytes(tifffile, path, "5", "false"), bytes(await allFrames(movie)));
  });

  it.each([
    ["uint8", "gray"],
    ["uint16", "gray16le"],
  ] as const)("are exact as %s in FFV1, for ffmpeg and OpenCV", async (dtype, format) => {
    const path = file(`${height}-${width}-${dtype}.mkv`);
    const movie = madeMovie({ height, width, dtype });
    const written = await writeVideo(movie, path);
    expect(written).toMatchObject({ encoder: "ffmpeg ffv1", exactCounts: true });
    const expected = bytes(await allFrames(movie));
    expectSameBits(await ffmpegPixels(path, format), expected);
    expectSameBits(await opencvPixels(path, { convert: false }), expected);
    expect(await ffprobe(path)).toMatchObject([{ codec_name: "ffv1", pix_fmt: format, r_frame_rate: "20/1" }]);
  });

  it("keep their size as JPEGs", async () => {
    const path = file(`${height}-${width}-mjpg.avi`);
    const movie = scene(height, width, 5);
    expect(await writeVideo(movie, path, { format: "mjpg" })).toMatchObject({ format: "mjpg", exactCounts: true });
    const [stream] = await ffprobe(path);
    expect(stream).toMatchObject({ codec_name: "mjpeg", height, width, nb_frames: "5", nb_read_packets: "5" });
    const expected = (await allFrames(movie)) as Uint8Array;
    expect(meanDifference(await opencvPixels(path), expected)).toBeLessThan(3);
  });

  it.each(encoders)("are padded to even sides in H.264 by %s, and keep their grey levels", async (encoder, name) => {
    const path = file(`${height}-${width}-${encoder}.mp4`);
    const movie = scene(height, width, 25);
    const preset = encoder === "libx264" ? "veryfast" : undefined;
    const written = await writeVideo(movie, path, { quality: 80, encoder, preset });
    expect(written).toMatchObject({ format: "h264", encoder: name, frameCount: 25, duration_s: 1.25 });
    const [stream] = await ffprobe(path);
    const coded = { height: height + (height % 2), width: width + (width % 2) };
    expect(stream).toMatchObject({ codec_name: "h264", ...coded, color_range: "pc", nb_read_packets: "25" });
    expect(stream).toMatchObject({ r_frame_rate: "20/1", has_b_frames: 0 });
    const seen = await ffmpegPixels(path, "gray");
    const shown = new Uint8Array(25 * height * width);
    for (let i = 0; i < 25 * height; i++) {
      const from = (Math.floor(i / height) * coded.height + (i % height)) * coded.width;
      shown.set(seen.subarray(from, from + width), i * width);
    }
    expect(meanDifference(shown, (await allFrames(movie)) as Uint8Array)).toBeLessThan(2.5);
    const isOdd = height % 2 === 1 || width % 2 === 1;
    expect(shownSize(path)).toEqual(isOdd ? [width, height] : null);
  });
});

describe("a 12-bit sensor", () => {
  const movie = madeMovie({
    dtype: "uint16",
    range: [0, 4095],
    value: (t, row, column) => (t * 991 + row * 83 + column * 7) % 4096,
  });

  it("keeps its counts in 16-bit formats", async () => {
    const path = file("12-bit.tiff");
    expect(await writeVideo(movie, path)).toMatchObject({ bits: 16, vmax: 4095, exactCounts: true });
    expectSameBits(await pythonBytes(tifffile, path, "5", "false"), bytes(await allFrames(movie)));
  });

  it("is made 8 bits by the stated formula, and it says so", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const path = file("12-bit.avi");
    expect(await writeVideo(movie, path)).toMatchObject({ bits: 8, vmin: 0, vmax: 4095, exactCounts: false });
    expect(warn.mock.calls).toEqual([[expect.stringMatching(/0 to 4095 become 256 grey levels.*16 bits/)]]);
    warn.mockRestore();
    const expected = Uint8Array.from(await allFrames(movie), (v) => Math.floor((255 * v) / 4095 + 0.5));
    expectSameBits(await ffmpegPixels(path, "gray"), expected);
  });

  it("is scaled between vmin and vmax when they are given", async () => {
    const path = file("12-bit-scaled.tiff");
    expect(await writeVideo(movie, path, { vmin: 100, vmax: 3000 })).toMatchObject({ exactCounts: false });
    const scaled = (v: number) => Math.floor(65535 * Math.min(1, Math.max(0, (v - 100) / 2900)) + 0.5);
    const expected = Uint16Array.from(await allFrames(movie), scaled);
    expectSameBits(await pythonBytes(tifffile, path, "5", "false"), bytes(expected));
  });
});

describe("a TIFF", () => {
  it("becomes a BigTIFF when it would not fit into a TIFF", async () => {
    const path = file("big.tiff");
    const movie = madeMovie({ frameCount: 3, height: 5, width: 7 });
    const settings = { path, height: 5, width: 7, frameCount: 3, fps: 20, bits: 8, pixelSizeUm: 2 } as const;
    const sink = await tiffMovie(settings, { limit: 1000 });
    const expected = (await allFrames(movie)) as Uint8Array;
    await sink.write(expected);
    await sink.finish();
    await sink.close();
    expectSameBits(await pythonBytes(tifffile, path, "3", "true"), expected);
  });
});

describe("part of a movie", () => {
  it("is written between two frames, at another rate", async () => {
    const path = file("part.avi");
    const movie = madeMovie({ frameCount: 40 });
    const progress: unknown[] = [];
    const onProgress = (step: unknown) => progress.push(step);
    const written = await writeVideo(movie, path, { from: 7, to: 19, fps: 60, onProgress });
    expect(written).toMatchObject({ frameCount: 12, fps: 60, duration_s: 0.2 });
    expectSameBits(await ffmpegPixels(path, "gray"), (await allFrames(movie, 7, 19)) as Uint8Array);
    expect(progress.at(-1)).toEqual({ framesDone: 12, frameCount: 12 });
  });
});
