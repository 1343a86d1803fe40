import type { FrameData } from "../../simulation/frame-source.js";
import { concat } from "../avi/bytes.js";
import { splitFrames } from "../frame-sink.js";
import { toYuv } from "../mp4/h264-coder.js";
import { wasmCoder } from "../mp4/wasm-coder.js";
import { toBytes, valueLimits } from "./byte-levels.js";
import { halved } from "./half-size.js";
import type { SmallChunk, SmallCoding } from "./small-chunk.js";

/** H.264's measure of coarseness: of a sensor's noisy 608 × 608 counts about 25 kB a frame are left, of smooth stages 1 kB. */
const FINEST = 32;
const COARSEST = 46;
/** Steps of coarseness that halve what noise takes. */
const HALVING = 4;

interface Frames {
  readonly data: FrameData;
  readonly height: number;
  readonly width: number;
}

/** Makes frames small, as coarse as the last ones had to be. */
export class SmallMaker {
  #quantiser = FINEST;

  /**
   * Frames in few bytes: as H.264, or where that is not wanted or cannot be had, half as large. Null of values that are
   * not finite. A group of pictures is made coarser until each takes `frameBytes`.
   */
  async make(coding: SmallCoding, frames: Frames, frameBytes = Number.POSITIVE_INFINITY): Promise<SmallChunk | null> {
    const limits = valueLimits(frames.data);
    if (!limits) return null;
    const [black, white] = limits;
    const chunk = coding === "h264" ? await this.#h264(frames, black, white, frameBytes).catch(() => null) : null;
    return (
      chunk ?? { form: { coding: "half", black, white }, bytes: toBytes(halved(frames.data, frames), black, white) }
    );
  }

  async #h264(frames: Frames, black: number, white: number, frameBytes: number): Promise<SmallChunk> {
    const { height, width } = frames;
    const pictures = splitFrames(toBytes(frames.data, black, white), height * width).map((grey) =>
      toYuv(grey, { height, width }),
    );
    // A picture alone is a key frame, which is larger than others; it tells nothing about them.
    const most = pictures.length > 1 ? pictures.length * frameBytes : Number.POSITIVE_INFINITY;
    for (;;) {
      const { sizes, description, bytes } = await coded(pictures, frames, this.#quantiser);
      const excess = Math.log2(bytes.length / most);
      if (excess <= 0 || this.#quantiser === COARSEST) {
        if (excess < -1) this.#quantiser = Math.max(FINEST, this.#quantiser - HALVING / 2);
        return { form: { coding: "h264", black, white, sizes, description }, bytes };
      }
      this.#quantiser = Math.min(COARSEST, this.#quantiser + Math.ceil(HALVING * excess));
    }
  }
}

async function coded(pictures: readonly Uint8Array[], { height, width }: Frames, quantiser: number) {
  const even = { height: height + (height % 2), width: width + (width % 2) };
  const quality = 100 * (1 - quantiser / 51);
  const coder = await wasmCoder({ ...even, fps: 20, keyEvery: pictures.length, quality, preset: undefined });
  try {
    const frames = [...(await coder.encode(pictures)), ...(await coder.finish())];
    const sizes = frames.map(({ bytes }) => bytes.length);
    return { sizes, description: [...coder.description()], bytes: concat(frames.map(({ bytes }) => bytes)) };
  } finally {
    coder.close();
  }
}
