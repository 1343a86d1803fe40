import { describe, expect, it } from "vitest";
import type { FrameChunk } from "../../src/simulation/frame-source.js";
import { smallChunk } from "../../src/video/small/small-chunks.js";
import { SmallMaker } from "../../src/video/small/small-maker.js";
import { smallValues } from "../../widgets/src/chunk-decoder.js";
import { LinkMeter } from "../../widgets/src/link-meter.js";
import { type LinkState, needsSmall } from "../../widgets/src/quality-choice.js";
import { type Wants, wantedChunks } from "../../widgets/src/wanted-chunks.js";

describe("the link's speed", () => {
  /** Messages of some bytes that leave the kernel at once, over a link of a speed, and wait for one another. */
  function over(bytesPerMs: number, sizes: readonly number[], latency = 30): LinkMeter {
    const meter = new LinkMeter();
    let free = 0;
    for (const bytes of sizes) {
      free += bytes / bytesPerMs;
      meter.arrived(bytes, 1_000_000, free + latency);
    }
    return meter;
  }

  it("is not known from the first message", () => {
    expect(over(1000, [400_000]).bytesPerSecond).toBeNull();
  });

  it("is that of messages that wait for one another, whatever time the kernel's clock tells", () => {
    expect(over(1000, [400_000, 3e6, 3e6, 3e6]).bytesPerSecond).toBeCloseTo(1e6, -3);
  });

  it("is not taken from the time in which the kernel sent nothing", () => {
    const meter = new LinkMeter();
    for (let i = 0; i < 6; i++) meter.arrived(400_000, 5000 * i, 5000 * i + (i === 0 ? 20 : 60));
    expect(meter.bytesPerSecond).toBeCloseTo(1e7, -3);
  });

  it("is uncertain when nothing large has come for a while, a long while where that takes long to find out", () => {
    const meter = over(1000, [400_000, 400_000, 400_000]);
    expect(meter.isUncertain(100_000, 1230 + 1900)).toBe(false);
    expect(meter.isUncertain(100_000, 1230 + 2100)).toBe(true);
    expect(meter.isUncertain(1_000_000, 1230 + 9900)).toBe(false);
    expect(meter.isUncertain(1_000_000, 1230 + 10_100)).toBe(true);
  });

  it("is the median: one late message says nothing", () => {
    const meter = over(10_000, [400_000, 400_000, 400_000]);
    meter.arrived(400_000, 1_000_000, 60_000);
    expect(meter.bytesPerSecond).toBeCloseTo(1e7, -3);
  });
});

describe("the choice of exact or small frames", () => {
  const megabyte = 1e6;
  const link = (bytesPerSecond: number | null, more: Partial<LinkState> = {}): LinkState => ({
    ...{ quality: "auto", bytesPerSecond, samples: 5, frameBytes: 608 * 608, rate: 20 },
    ...{ isPlaying: false, isLate: false, ...more },
  });

  it("stays exact where the link carries it, and while nothing is known of the link", () => {
    expect(needsSmall(false, link(null, { isPlaying: true, isLate: true }))).toBe(false);
    expect(needsSmall(false, link(20 * megabyte, { isPlaying: true, isLate: true }))).toBe(false);
    expect(needsSmall(false, link(5 * megabyte))).toBe(false);
  });

  it("goes small when a frame takes too long, or a movie that plays far more than there is", () => {
    expect(needsSmall(false, link(1 * megabyte))).toBe(true);
    expect(needsSmall(false, link(3 * megabyte, { isPlaying: true }))).toBe(true);
    expect(needsSmall(false, link(6 * megabyte, { isPlaying: true }))).toBe(false);
    expect(needsSmall(false, link(6 * megabyte, { isPlaying: true, isLate: true }))).toBe(true);
  });

  it("judges no link by one or two messages alone", () => {
    expect(needsSmall(false, link(1 * megabyte, { samples: 2 }))).toBe(false);
  });

  it("goes back only with room to spare", () => {
    expect(needsSmall(true, link(8 * megabyte))).toBe(true);
    expect(needsSmall(true, link(12 * megabyte))).toBe(false);
  });

  it("does what it is told", () => {
    expect(needsSmall(false, link(100 * megabyte, { quality: "small" }))).toBe(true);
    expect(needsSmall(true, link(0.1 * megabyte, { quality: "exact" }))).toBe(false);
  });
});

describe("the chunks that a player asks for", () => {
  const none = () => false;
  const wants = (more: Partial<Wants> = {}): Wants => ({
    ...{ frame: 45, ahead: "none", behind: 0, range: [0, 1000], loop: true, frameCount: 1000, available: 1000 },
    ...{ size: 20, coding: "raw", isExact: true, isProbing: false, has: none, ...more },
  });

  it("are exact over a good link", () => {
    const size = 8;
    expect(wantedChunks(wants({ size }))).toEqual([[45, 46]]);
    expect(wantedChunks(wants({ size, ahead: "little" }))).toEqual([
      [45, 46],
      [40, 48],
      [48, 56],
    ]);
  });

  it("are small and then exact for one who looks at a frame over a slow link", () => {
    const slow = wants({ coding: "h264", ahead: "little" });
    expect(wantedChunks(slow).slice(0, 3)).toEqual([
      [45, 46, "h264"],
      [45, 46],
      [40, 60, "h264"],
    ]);
    const hasSmall = (_: number, isExact: boolean) => !isExact;
    expect(wantedChunks({ ...slow, has: hasSmall })).toEqual([[45, 46]]);
    expect(wantedChunks({ ...slow, has: hasSmall, isExact: false })).toEqual([]);
  });

  it("try now and then how fast the link is, by a frame that stays the same while the movie plays on", () => {
    const slow = wants({ coding: "h264", isExact: false, isProbing: true, has: (_, isExact) => !isExact });
    expect(wantedChunks(slow)).toEqual([[60, 61]]);
    expect(wantedChunks({ ...slow, frame: 52 })).toEqual([[60, 61]]);
  });

  it("bring what a mean is of one exact frame after another", () => {
    const has = (frame: number, isExact: boolean) => !isExact || frame > 43;
    expect(wantedChunks(wants({ coding: "h264", behind: 10, has }))).toEqual([[43, 44]]);
  });
});

describe("frames made small", () => {
  const frames = (values: FrameChunk["data"], height: number, width: number): FrameChunk => ({
    ...{ stage: "s", from: 0, to: values.length / (height * width), height, width, data: values },
  });
  const reply = {
    type: "chunk",
    client: "a",
    generation: 0,
    stage: "s",
    ordinal: 1,
    sent_ms: 0,
    dtype: "float32",
  } as const;
  const view = ({ buffer, byteOffset, byteLength }: Uint8Array) => new DataView(buffer, byteOffset, byteLength);

  it("are coded on a thread of their own as a group that begins with a key frame, a picture a frame", async () => {
    const data = Float32Array.from({ length: 3 * 33 * 47 }, (_, i) => Math.sin(i));
    const kept = data.slice();
    const small = await smallChunk("h264", frames(data, 33, 47));
    const form = small!.form;
    if (form.coding !== "h264") throw new Error("no H.264");
    expect(form.sizes).toHaveLength(3);
    expect(form.sizes.reduce((sum, size) => sum + size)).toBe(small!.bytes.length);
    // The type of the first NAL unit: an IDR picture, or the parameter sets before one.
    expect([5, 6, 7]).toContain(small!.bytes[4] & 31);
    expect(form.description[0]).toBe(1);
    expect(data).toEqual(kept);
  });

  it("are as coarse as they have to be to take no more bytes than they may", async () => {
    const noise = Float32Array.from({ length: 4 * 64 * 64 }, (_, i) => Math.sin(i * i));
    const maker = new SmallMaker();
    const bytes = async (frameBytes?: number) =>
      (await maker.make("h264", frames(noise, 64, 64), frameBytes))!.bytes.length / 4;
    const free = await bytes();
    expect(await bytes(free / 2)).toBeLessThanOrEqual(free / 2);
    // A lone picture is as coarse as the last ones.
    const alone = (maker: SmallMaker) => maker.make("h264", frames(noise.subarray(0, 64 * 64), 64, 64), 1);
    expect((await alone(maker))!.bytes.length).toBeLessThan((await alone(new SmallMaker()))!.bytes.length);
    for (let i = 0; i < 8; i++) await bytes(1e6);
    expect(await bytes(1e6)).toBe(free);
  });

  it("of half the size stand for the means of four values, and fewer at odd sides", async () => {
    const data = Float32Array.of(0, 2, 5, 4, 6, 7, 100, 100, 51);
    const small = (await new SmallMaker().make("half", frames(data, 3, 3)))!;
    const form = small.form;
    if (form.coding !== "half") throw new Error("not halved");
    const size = { from: 0, to: 1, height: 3, width: 3 };
    const values = await smallValues({ ...reply, ...size, form }, form, view(small.bytes));
    const [mean, right, below, corner] = [3, 6, 100, 51].map((value) => expect.closeTo(value, 0));
    expect([...values]).toEqual([mean, mean, right, mean, mean, right, below, below, corner]);
  });

  it("are not made of values that are no numbers, and flat ones stay what they are", async () => {
    expect(await new SmallMaker().make("half", frames(Float32Array.of(1, Number.NaN, 2, 3), 2, 2))).toBeNull();
    const small = (await new SmallMaker().make("half", frames(Float32Array.of(7, 7, 7, 7), 2, 2)))!;
    expect(small.form).toMatchObject({ black: 7, white: 7 });
  });
});
