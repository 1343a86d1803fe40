import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type OutputFile, openFile } from "../../src/platform/node-files.js";
import { AviWriter } from "../../src/video/avi/avi-writer.js";
import { MovieStore } from "../../src/video/movie-store/movie-store.js";
import { openVideo } from "../../src/video/open-video.js";
import { writeVideo } from "../../src/video/write-video.js";
import { expectSameBits } from "../support/same-bits.js";
import { allFrames, madeMovie } from "./made-movie.js";
import { ffprobe, opencvPixels, temporaryFolder } from "./programs.js";

const file = temporaryFolder();

describe("openVideo", () => {
  it("gives an AVI's counts back as a movie, which can be written again", async () => {
    const movie = madeMovie({ frameCount: 30, height: 7, width: 5, fps: 12.5 });
    await writeVideo(movie, file("first.avi"));
    const opened = await openVideo(file("first.avi"));
    expect(opened).toMatchObject({
      frameCount: 30,
      fps: 12.5,
      stages: [{ name: "video", height: 7, width: 5, range: [0, 255] }],
    });
    expectSameBits((await opened.frames("video", 3, 19)).data, await allFrames(movie, 3, 19));
    await expect(opened.frames("video", 3, 31)).rejects.toThrow("0 to 30");
    await expect(opened.frames("video", 3, 4, { without: ["sensor"] })).rejects.toThrow(/"sensor".*stored as they are/);
    await writeVideo(opened, file("second.avi"));
    await opened.close();
    expect(readFileSync(file("second.avi"))).toEqual(readFileSync(file("first.avi")));
  });

  it("opens stores too, and what was cut short", async () => {
    const store = new MovieStore(file("store.avi"));
    await store.startWriting({ fields: { x: { height: 1, width: 2 } } });
    await store.append(Float32Array.of(0.1, 7));
    await store.close();
    const opened = await openVideo(file("store.avi"));
    expectSameBits((await opened.frames("x", 0, 1)).data, Float32Array.of(0.1, 7));
    await expect(opened.frames("x", 0, 1, { without: ["sensor"] })).rejects.toThrow(/"sensor".*stored as they are/);
    await opened.close();

    const movie = madeMovie({ frameCount: 9 });
    await writeVideo(movie, file("whole.avi"));
    const whole = readFileSync(file("whole.avi"));
    const unfinished = Buffer.from(whole.subarray(0, whole.indexOf("movi00db") + 4 + 56 * 6 + 20));
    unfinished.writeUInt32LE(0, unfinished.indexOf("indx") + 12);
    writeFileSync(file("cut.avi"), unfinished);
    const cut = await openVideo(file("cut.avi"));
    expect(cut.frameCount).toBe(6);
    expectSameBits((await cut.frames("video", 0, 6)).data, await allFrames(movie, 0, 6));
    await cut.close();
  });

  it("refuses what it cannot read", async () => {
    await expect(openVideo(file("none.avi"))).rejects.toMatchObject({ reason: "path" });
    writeFileSync(file("words.avi"), "words, and more of them than a header would take");
    await expect(openVideo(file("words.avi"))).rejects.toMatchObject({ reason: "damaged" });
    await writeVideo(madeMovie(), file("jpegs.avi"), { format: "mjpg" });
    await expect(openVideo(file("jpegs.avi"))).rejects.toMatchObject({ reason: "damaged" });
  });
});

describe("an AVI beyond 4 GiB", () => {
  it("gives any frame to us, to OpenCV and to ffmpeg", async () => {
    const [side, frameCount] = [4096, 280];
    const path = file("giant.avi");
    const whole = await openFile(path, "new");
    // Only what differs from zero is written: the file has holes.
    const sparse: OutputFile = {
      async write(parts, position) {
        for (const part of parts) {
          await whole.write([part.length === side * side ? part.subarray(0, 64) : part], position);
          position += part.length;
        }
      },
      truncate: (length) => whole.truncate(length),
      close: () => whole.close(),
    };
    const streams = [{ codec: "Y800", bitCount: 8, height: side, width: side }];
    const writer = await AviWriter.create(sparse, { streams, fps: 20, info: {} });
    const frame = new Uint8Array(side * side);
    for (let t = 0; t < frameCount; t++) {
      frame.fill(t & 0xff, 0, 32).fill(t >> 8, 32, 64);
      await writer.write([{ stream: 0, bytes: frame }]);
    }
    await writer.finish();
    expect(await whole.size()).toBeGreaterThan(2 ** 32);
    await whole.close();

    const picked = [279, 0, 64];
    const marks = picked.map((t) => [t & 0xff, t >> 8]);
    const video = await openVideo(path);
    for (const [i, t] of picked.entries()) {
      const { data } = await video.frames("video", t, t + 1);
      expect([data[0], data[32]]).toEqual(marks[i]);
    }
    await video.close();
    const seen = await opencvPixels(path, { frames: picked });
    expect(picked.map((_, i) => [seen[i * side * side], seen[i * side * side + 32]])).toEqual(marks);
    expect(await ffprobe(path, { count: false })).toMatchObject([
      { duration_ts: frameCount, nb_frames: String(frameCount) },
    ]);
  });
});
