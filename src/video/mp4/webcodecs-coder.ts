import { VideoError } from "../video-error.js";
import type { CodedFrame, CoderSettings, H264Coder } from "./h264-coder.js";

/** Pictures that may wait within the encoder. */
const MOST_WAITING = 8;
/** Bits a pixel for the quality 65, and the step of quality that doubles them. */
const USUAL_BITS = 0.4;
const USUAL_QUALITY = 65;
const DOUBLING = 12;
/** x264 takes no less (bits a second). */
const LEAST_RATE = 64_000;

/** The H.264 level of up to so many blocks of 16 × 16 pixels a picture (ITU-T H.264, table A-1), as WebCodecs names it. */
const levels: readonly (readonly [blocks: number, level: string])[] = [
  [1620, "1E"],
  [3600, "1F"],
  [8192, "28"],
  [36_864, "33"],
  [139_264, "3E"],
];

/** `@napi-rs/webcodecs` where somebody has installed it (its binary contains x264, which is under the GPL); null otherwise. */
export async function findWebcodecs(): Promise<Pick<typeof globalThis, "VideoEncoder" | "VideoFrame"> | null> {
  return import("@napi-rs/webcodecs").catch(() => null);
}

/** The encoder of `@napi-rs/webcodecs`; it computes on threads of its own. */
export async function webcodecsCoder({ preset, ...settings }: CoderSettings): Promise<H264Coder> {
  const library = await findWebcodecs();
  if (!library) {
    throw new VideoError(
      "encoder",
      "The encoder webcodecs takes the package @napi-rs/webcodecs, which is not installed or has no build for this machine: npm install @napi-rs/webcodecs@1.3.1, or take another encoder.",
    );
  }
  if (preset !== undefined) {
    throw new VideoError(
      "option",
      `preset is ${JSON.stringify(preset)}; the encoder webcodecs has none: leave it out.`,
    );
  }
  const { height, width, fps, keyEvery, quality } = settings;
  const blocks = Math.ceil(height / 16) * Math.ceil(width / 16);
  const level = levels.find(([most]) => blocks <= most)?.[1] ?? "3E";
  const bitsAPixel = USUAL_BITS * 2 ** ((quality - USUAL_QUALITY) / DOUBLING);
  const ready: CodedFrame[] = [];
  let description = new Uint8Array();
  let fail = (_reason: Error) => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => {});
  const encoder = new library.VideoEncoder({
    output(chunk, metadata) {
      const given = metadata?.decoderConfig?.description;
      if (given) {
        const { buffer, byteOffset, byteLength } = ArrayBuffer.isView(given) ? given : new Uint8Array(given);
        description = new Uint8Array(buffer, byteOffset, byteLength).slice();
      }
      const bytes = new Uint8Array(chunk.byteLength);
      chunk.copyTo(bytes);
      ready.push({ bytes, isKey: chunk.type === "key" });
    },
    error(cause) {
      fail(new VideoError("encoder", `@napi-rs/webcodecs could not code the video: ${cause.message}`, { cause }));
    },
  });
  encoder.configure({
    codec: `avc1.42E0${level}`,
    ...{ height, width, framerate: fps, latencyMode: "quality", avc: { format: "avc" } },
    bitrate: Math.max(LEAST_RATE, Math.round(bitsAPixel * height * width * fps)),
  });

  let count = 0;
  return {
    async encode(pictures) {
      for (const picture of pictures) {
        const timestamp = Math.round((1e6 * count) / fps);
        // It closes itself when it fails, and says why a moment later.
        if (encoder.state === "closed") await failed;
        const frame = new library.VideoFrame(picture, {
          ...{ format: "I420", codedHeight: height, codedWidth: width, timestamp },
          colorSpace: { fullRange: true, matrix: "bt709", primaries: "bt709", transfer: "bt709" },
        });
        encoder.encode(frame, { keyFrame: count++ % keyEvery === 0 });
        frame.close();
        while (encoder.encodeQueueSize > MOST_WAITING) {
          const room = new Promise<void>((resolve) => {
            encoder.addEventListener("dequeue", () => resolve(), { once: true });
          });
          await Promise.race([room, failed]);
        }
      }
      return ready.splice(0);
    },
    async finish() {
      await Promise.race([encoder.flush(), failed]);
      return ready.splice(0);
    },
    description: () => description,
    close() {
      if (encoder.state !== "closed") encoder.close();
    },
  };
}
