import { readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { MovieStore, openMovieStore } from "../../src/video/movie-store/movie-store.js";
import { isVideoError } from "../../src/video/video-error.js";
import { expectSameBits } from "../support/same-bits.js";
import { allFrames, madeMovie } from "./made-movie.js";
import { ffmpegPixels, ffprobe, opencvPixels, temporaryFolder } from "./programs.js";

const file = temporaryFolder();
afterEach(() => vi.restoreAllMocks());

const noisy = madeMovie({ dtype: "uint16", frameCount: 12, height: 20, width: 30 });
const kept = { fields: { made: { height: 20, width: 30, dtype: "uint16" } } } as const;
const frame = async (t: number) => (await noisy.frames("made", t, t + 1)).data as Uint16Array;

async function written(path: string, mode: "truncate" | "append" = "truncate", frames = 12): Promise<MovieStore> {
  const store = new MovieStore(path, { mode });
  await store.startWriting(kept);
  for (let t = 0; t < frames; t++) await store.append(await frame(t));
  await store.close();
  return store;
}

describe("a movie store", () => {
  it("gives 16-bit frames back to the last bit: to itself, ffmpeg and OpenCV", async () => {
    const path = file("noisy.avi");
    await written(path);
    const expected = (await allFrames(noisy)) as Uint16Array;
    const store = await openMovieStore(path);
    expectSameBits((await store.frames("made", 0, 12)).data, expected);
    expectSameBits(await store.frame(7), await frame(7));
    expect(store).toMatchObject({ frameCount: 12, fps: 20, pixelSizeUm: null, metadata: null });
    expect(store.stages).toEqual([
      { name: "made", height: 20, width: 30, dtype: "uint16", unit: "a.u.", range: [0, 0xffff] },
    ]);
    await store.close();
    const bytes = new Uint8Array(expected.buffer);
    expectSameBits(await ffmpegPixels(path, "gray16le"), bytes);
    expectSameBits(await opencvPixels(path, { convert: false }), bytes);
    expectSameBits(
      await opencvPixels(path, { convert: false, frames: [11, 3] }),
      new Uint8Array([...bytesOf(await frame(11)), ...bytesOf(await frame(3))]),
    );
    expect(await ffprobe(path)).toMatchObject([
      { codec_name: "mjpeg", pix_fmt: "gray16le", nb_frames: "12", width: 30 },
    ]);
  });

  it("keeps floats, NaN and infinity included, as they are", async () => {
    const value = fc.oneof(fc.float(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -0, 1e-45));
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 6, maxLength: 6 }), async (values) => {
        const store = new MovieStore(file("floats.avi"), { mode: "truncate" });
        await store.startWriting({ fields: { x: { height: 2, width: 3 } } });
        const given = Float32Array.from(values);
        await store.append(given);
        await store.stopWriting();
        expectSameBits(await store.frame(0), given);
        await store.close();
      }),
      { numRuns: 25 },
    );
  });

  it.each([8, 16] as const)(
    "maps values to %i bits within half a step, and says once that some were clipped",
    async (bits) => {
      const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
      const store = new MovieStore(file(`mapped-${bits}.avi`));
      await store.startWriting({ fields: { x: { height: 1, width: 5, vmin: -1, vmax: 3, bits } } });
      await store.append(Float64Array.of(-1, 0, 0.123, 2.99, 3));
      expect(warn).not.toHaveBeenCalled();
      await store.append(Float32Array.of(-1.1, 0, 0.123, 2.99, 5));
      await store.append(Float32Array.of(-9, 0, 0.123, 2.99, 9));
      await store.stopWriting();
      expect(warn).toHaveBeenCalledTimes(1);
      expect(warn.mock.calls[0][0]).toContain('"x"');
      const values = await store.frame(1);
      for (const [i, exact] of [-1, 0, 0.123, 2.99, 3].entries()) {
        expect(Math.abs(values[i] - exact)).toBeLessThanOrEqual((4 / (2 ** bits - 1)) * 0.501);
      }
      expect(store.stages[0]).toMatchObject({ dtype: "float32", range: [-1, 3] });
      await store.close();
    },
  );

  it("holds several fields of different sizes and kinds, with times and metadata, each a stream of the file", async () => {
    const path = file("fields.avi");
    const store = new MovieStore(path, { metadata: { author: "A µ", numbers: [1, 2.5] } });
    await store.startWriting({
      fps: 4,
      pixelSizeUm: 1.5,
      fields: {
        counts: { height: 4, width: 6, dtype: "uint8" },
        light: { height: 2, width: 3, vmin: 0, vmax: 1, unit: "a.u." },
        exact: { height: 3, width: 1 },
      },
    });
    const at = (t: number) => ({
      counts: Uint8Array.from({ length: 24 }, (_, i) => i * t),
      light: Float32Array.from({ length: 6 }, (_, i) => (i + t) / 20),
      exact: Float32Array.of(t, -t, t / 3),
    });
    for (const [t, time] of [0, 0.1, 0.5, 2].entries()) await store.append(at(t), time);
    await store.append(at(4));
    await store.close();

    const read = await openMovieStore(path);
    expect([...read.times]).toEqual([0, 0.1, 0.5, 2, 2.25]);
    expect(read.metadata).toEqual({ author: "A µ", numbers: [1, 2.5] });
    expect(read).toMatchObject({ frameCount: 5, fps: 4, pixelSizeUm: 1.5 });
    expect(read.stages.map(({ name }) => name)).toEqual(["counts", "light", "exact"]);
    expectSameBits(await read.frame(3, "exact"), at(3).exact);
    expectSameBits(await read.frameAt(0.31, "counts"), at(2).counts);
    expect([0, 0.05, 0.06, 1.3, 9, -1].map((time) => read.indexAt(time))).toEqual([0, 0, 1, 3, 4, 0]);
    const [last] = await read.slice(-1);
    expect(last).toMatchObject({ index: 4, time: 2.25 });
    expectSameBits(last.fields.counts, at(4).counts);
    const seen: number[] = [];
    for await (const { time, fields } of read) {
      seen.push(time);
      expect(Object.keys(fields)).toEqual(["counts", "light", "exact"]);
    }
    expect(seen).toEqual([...read.times]);
    await read.close();

    const streams = await ffprobe(path);
    expect(streams.map(({ width, height, nb_read_packets }) => [width, height, nb_read_packets])).toEqual([
      [6, 4, "5"],
      [3, 2, "5"],
      [1, 6, "5"],
    ]);
    const counts = new Uint8Array([0, 1, 2, 3, 4].flatMap((t) => [...at(t).counts]));
    expectSameBits(await ffmpegPixels(path, "gray", 0), counts);
  });

  it("appends, begins anew, or does so once, as its mode says", async () => {
    const path = file("modes.avi");
    await written(path, "append", 3);
    await written(path, "append", 2);
    const store = await openMovieStore(path);
    expect(store.frameCount).toBe(5);
    expectSameBits(await store.frame(4), await frame(1));
    expect([...store.times]).toEqual([0, 0.05, 0.1, 0.15000000000000002, 0.2]);
    await expect(store.startWriting(kept)).rejects.toMatchObject({ reason: "option" });
    await store.close();
    expectSameBits((await ffmpegPixels(path, "gray16le")).slice(0, 4), bytesOf(await frame(0)).slice(0, 4));
    expect((await ffprobe(path))[0].nb_read_packets).toBe("5");

    const once = new MovieStore(path, { mode: "truncate_once" });
    for (const expected of [1, 2]) {
      await once.startWriting(kept);
      await once.append(await frame(9));
      await once.stopWriting();
      expect(once.frameCount).toBe(expected);
    }
    await once.close();
    expect((await written(path, "truncate", 1)).frameCount).toBe(1);
  });

  it("is read while it is written", async () => {
    const path = file("live.avi");
    const store = new MovieStore(path);
    await store.startWriting(kept);
    for (let t = 0; t < 4; t++) await store.append(await frame(t));
    const reader = await openMovieStore(path);
    expect(reader.frameCount).toBeGreaterThanOrEqual(3);
    expectSameBits(await reader.frame(2), await frame(2));
    expectSameBits(await store.frame(2), await frame(2));
    await reader.close();
    await store.close();
  });

  it("goes on over segments, when it is written and when it is appended to", async () => {
    const path = file("segments.avi");
    const options = { mode: "append", segmentBytes: 9000 } as const;
    for (let round = 0; round < 3; round++) {
      const store = new MovieStore(path, options);
      await store.startWriting(kept);
      for (let t = 0; t < 12; t++) await store.append(await frame(t));
      await store.close();
    }
    const store = await openMovieStore(path);
    expect(store.frameCount).toBe(36);
    for (const t of [0, 11, 12, 20, 35]) expectSameBits(await store.frame(t), await frame(t % 12));
    await store.close();
    const expected = (await allFrames(noisy)) as Uint16Array;
    const thrice = new Uint8Array([1, 2, 3].flatMap(() => [...bytesOf(expected)]));
    expectSameBits(await ffmpegPixels(path, "gray16le"), thrice);
    expectSameBits(await opencvPixels(path, { convert: false }), thrice);
  });

  it("cut anywhere behind its header, holds every whole frame, and can be gone on with", async () => {
    const path = file("cut.avi");
    await written(path);
    const whole = readFileSync(path);
    const header = whole.indexOf("movi00dc") + 4;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: header, max: whole.length }), async (length) => {
        writeFileSync(path, whole.subarray(0, length));
        // What a crash leaves has no index yet.
        const unfinished = Buffer.from(whole.subarray(0, length));
        unfinished.writeUInt32LE(0, unfinished.indexOf("indx") + 12);
        writeFileSync(path, unfinished);
        const store = await openMovieStore(path);
        const { frameCount } = store;
        for (let t = 0; t < frameCount; t++) expectSameBits(await store.frame(t), await frame(t));
        expect([...store.times]).toEqual(Array.from({ length: frameCount }, (_, t) => expect.closeTo(t / 20)));
        await store.close();
        await written(path, "append", 1);
        const longer = await openMovieStore(path);
        expect(longer.frameCount).toBe(frameCount + 1);
        expectSameBits(await longer.frame(frameCount), await frame(0));
        await longer.close();
      }),
      { numRuns: 40 },
    );
  });

  it("keeps frames of several fields whole when it is cut between them", async () => {
    const path = file("cut-fields.avi");
    const layout = { fields: { a: { height: 3, width: 3 }, b: { height: 5, width: 2 } } };
    const both = (t: number) => ({ a: new Float32Array(9).fill(t), b: new Float32Array(10).fill(-t) });
    const store = new MovieStore(path);
    await store.startWriting(layout);
    for (let t = 0; t < 5; t++) await store.append(both(t));
    const held = readFileSync(path);
    await store.close();
    writeFileSync(path, held.subarray(0, held.lastIndexOf("01dc") + 20));
    const again = new MovieStore(path, { mode: "append" });
    await again.startWriting(layout);
    const before = again.frameCount;
    expect(before).toBeGreaterThanOrEqual(3);
    await again.append(both(9));
    await again.close();
    const read = await openMovieStore(path);
    expect(read.frameCount).toBe(before + 1);
    expect((await read.slice(-1))[0].fields).toEqual(both(9));
    expect((await read.slice(-2))[0].fields).toEqual(both(before - 1));
    await read.close();
  });

  it("refuses what does not fit", async () => {
    const path = file("refused.avi");
    const store = new MovieStore(path);
    const reasonOf = async (work: () => unknown) => {
      try {
        await work();
      } catch (error) {
        return isVideoError(error) ? error.reason : error;
      }
      return null;
    };
    const field = { height: 1, width: 2, vmin: 0, vmax: 1 };
    expect(await reasonOf(() => store.append(Float32Array.of(1, 2)))).toBe("option");
    expect(await reasonOf(() => store.startWriting({ fields: {} }))).toBe("option");
    expect(await reasonOf(() => store.startWriting({ fields: { x: { height: 0, width: 2 } } }))).toBe("option");
    expect(await reasonOf(() => store.startWriting({ fields: { x: { ...field, vmax: 0 } } }))).toBe("range");
    expect(await reasonOf(() => store.startWriting({ fields: { x: field }, fps: 0 }))).toBe("option");
    expect(await reasonOf(() => new MovieStore(path, { mode: "w" as "append" }))).toBe("option");
    await store.startWriting({ fields: { x: field } });
    expect(await reasonOf(() => store.startWriting({ fields: { x: field } }))).toBe("option");
    expect(await reasonOf(() => new MovieStore(path).startWriting({ fields: { x: field } }))).toBe("busy");
    expect(await reasonOf(() => store.append(Float32Array.of(1)))).toBe("value");
    expect(await reasonOf(() => store.append(Float32Array.of(1, Number.NaN)))).toBe("value");
    expect(await reasonOf(() => store.append(Float32Array.of(1, Number.POSITIVE_INFINITY)))).toBe("value");
    expect(await reasonOf(() => store.append({ y: Float32Array.of(1, 1) }))).toBe("value");
    await store.append(Float32Array.of(0, 1), 3);
    expect(await reasonOf(() => store.append(Float32Array.of(0, 1), 3))).toBe("option");
    await store.close();
    expect(await reasonOf(() => store.frame(0))).toBe("option");
    const other = new MovieStore(path, { mode: "append" });
    expect(await reasonOf(() => other.startWriting({ fields: { x: { ...field, vmax: 2 } } }))).toBe("range");
    expect(await reasonOf(() => openMovieStore(file("nowhere.avi")))).toBe("path");
    expect(await reasonOf(() => new MovieStore(file("no/folder.avi")).startWriting({ fields: { x: field } }))).toBe(
      "path",
    );
    const empty = new MovieStore(file("empty.avi"));
    await empty.startWriting({ fields: { x: field } });
    await empty.close();
    expect((await openMovieStore(file("empty.avi"))).frameCount).toBe(0);
    writeFileSync(file("text.avi"), "words");
    expect(await reasonOf(() => openMovieStore(file("text.avi")))).toBe("damaged");
    expect(await reasonOf(() => new MovieStore(file("text.avi")).startWriting({ fields: { x: field } }))).toBe(
      "exists",
    );
    expect(readFileSync(file("text.avi"), "utf8")).toBe("words");
    const kept = await openMovieStore(path);
    expect([...(await kept.frame(0))]).toEqual([0, 1]);
    await kept.close();
  });
});

function bytesOf(data: Uint16Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
