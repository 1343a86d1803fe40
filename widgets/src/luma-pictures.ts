import { hex } from "../../src/spec/hex.js";
import type { H264Form } from "../../src/video/small/small-chunk.js";
import type { ChunkReply } from "../../src/widgets/traits/movie-messages.js";

const usualCodec = "avc1.42E01F";

/** Whether this page can decode H.264: pages that are not secure cannot. */
export const canDecode: Promise<boolean> = (async () => {
  if (typeof VideoDecoder === "undefined") return false;
  const { supported } = await VideoDecoder.isConfigSupported({ codec: usualCodec });
  return supported === true;
})().catch(() => false);

/**
 * Decodes a group of pictures, and hands over the luma of each as it is coded: drawing them would take it for video of a
 * limited range.
 */
export async function lumaPictures(
  { sizes, description }: H264Form,
  bytes: Uint8Array,
  { from, to }: Pick<ChunkReply, "from" | "to">,
  take: (luma: Uint8Array, stride: number, index: number) => void,
): Promise<void> {
  const frames: VideoFrame[] = [];
  let fail = (_reason: unknown) => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const decoder = new VideoDecoder({ output: (frame) => frames.push(frame), error: fail });
  try {
    const codec = `avc1.${hex(description.slice(1, 4))}`;
    decoder.configure({ codec, description: Uint8Array.from(description), optimizeForLatency: true });
    let at = 0;
    for (const [index, size] of sizes.entries()) {
      const data = bytes.subarray(at, at + size);
      decoder.decode(new EncodedVideoChunk({ type: index === 0 ? "key" : "delta", timestamp: index, data }));
      at += size;
    }
    await Promise.race([decoder.flush(), failed]);
    if (frames.length !== to - from) throw new Error(`${frames.length} pictures of ${to - from} could be decoded.`);
    for (const frame of frames) {
      const planes = new Uint8Array(frame.allocationSize());
      const [luma] = await frame.copyTo(planes);
      take(planes.subarray(luma.offset), luma.stride, frame.timestamp);
    }
  } finally {
    for (const frame of frames) frame.close();
    if (decoder.state !== "closed") decoder.close();
  }
}
