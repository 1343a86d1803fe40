import { describe, expect, it } from "vitest";
import { toYuv } from "../../src/video/mp4/h264-coder.js";
import { wasmCoder } from "../../src/video/mp4/wasm-coder.js";

const events = ["uncaughtException", "unhandledRejection"] as const;
const listenersBefore = events.map((event) => process.listenerCount(event));
const settings = { height: 16, width: 16, fps: 20, keyEvery: 3, quality: 65, preset: undefined };
const picture = (level: number) => toYuv(new Uint8Array(256).fill(level), settings);

describe("the WebAssembly encoder of H.264", () => {
  it("codes frames one by one, with a key frame at the interval asked for", async () => {
    const coder = await wasmCoder(settings);
    const first = await coder.encode([10, 20, 30, 40].map(picture));
    const rest = [...(await coder.encode([picture(50)])), ...(await coder.finish())];
    coder.close();
    expect([...first, ...rest].map(({ isKey }) => isKey)).toEqual([true, false, false, true, false]);
    for (const { bytes } of [...first, ...rest]) {
      const lengths = new DataView(bytes.buffer, bytes.byteOffset);
      let at = 0;
      while (at < bytes.length) at += 4 + lengths.getUint32(at);
      expect(at).toBe(bytes.length);
    }
    // avcC: version 1, lengths in four bytes.
    expect([coder.description()[0], coder.description()[4] & 3]).toEqual([1, 3]);
  });

  it("codes a picture that is the only one up to the next key frame like the first of several", async () => {
    const noisy = toYuv(
      Uint8Array.from({ length: 256 }, (_, i) => (i * 7919) % 251),
      settings,
    );
    const coded = async (count: number) => {
      const coder = await wasmCoder(settings);
      const frames = [...(await coder.encode(Array<Uint8Array>(count).fill(noisy))), ...(await coder.finish())];
      return frames[0].bytes;
    };
    expect(await coded(1)).toEqual(await coded(2));
  });

  it("leaves it to the process what to do about errors that nobody handles", async () => {
    await (await wasmCoder(settings)).finish();
    expect(events.map((event) => process.listenerCount(event))).toEqual(listenersBefore);
  });
});

describe("a picture for H.264", () => {
  it("of odd sides repeats its last row and column, and has its colours at their middle", () => {
    const yuv = toYuv(Uint8Array.of(1, 2, 3), { height: 1, width: 3 });
    expect([...yuv]).toEqual([1, 2, 3, 3, 1, 2, 3, 3, 128, 128, 128, 128]);
  });
});
