import type { FrameData } from "../../simulation/frame-source.js";
import { concat } from "../avi/bytes.js";
import { splitFrames } from "../frame-sink.js";
import { toYuv } from "../mp4/h264-coder.js";
import { wasmCoder } from "../mp4/wasm-coder.js";
import { toBytes, valueLimits } from "./byte-levels.js";
import { halved } from "./half-size.js";
import type { SmallChunk, SmallCoding } from "./small-chunk.js";

/** Quantiser 32: of a sensor's noisy 608 × 608 counts about 25 kB a frame are left, of smooth stages 1 kB. */
const QUALITY = 37;

interface Frames {
  readonly data: FrameData;
  readonly height: number;
  readonly width: number;
}

/** Frames in few bytes: as H.264, or where that is not wanted or cannot be had, half as large. Null of values that are not finite. */
export async function makeSmall(coding: SmallCoding, frames: Frames): Promise<SmallChunk | null> {
  const limits = valueLimits(frames.data);
  if (!limits) return null;
  const [black, white] = limits;
  const chunk = coding === "h264" ? await h264(frames, black, white).catch(() => null) : null;
  return chunk ?? { form: { coding: "half", black, white }, bytes: toBytes(halved(frames.data, frames), black, white) };
}

async function h264({ data, height, width }: Frames, black: number, white: number): Promise<SmallChunk> {
  const pictures = splitFrames(toBytes(data, black, white), height * width);
  const even = { height: height + (height % 2), width: width + (width % 2) };
  const coder = await wasmCoder({ ...even, fps: 20, keyEvery: pictures.length, quality: QUALITY, preset: undefined });
  try {
    const first = await coder.encode(pictures.map((grey) => toYuv(grey, { height, width })));
    const coded = [...first, ...(await coder.finish())];
    const sizes = coded.map(({ bytes }) => bytes.length);
    const form = { coding: "h264", black, white, sizes, description: [...coder.description()] } as const;
    return { form, bytes: concat(coded.map(({ bytes }) => bytes)) };
  } finally {
    coder.close();
  }
}
