import { openFile } from "../../platform/node-files.js";
import { type FrameSink, type SinkSettings, splitFrames } from "../frame-sink.js";
import { VideoError } from "../video-error.js";
import { AviWriter } from "./avi-writer.js";

const QUALITY = 90;

/** An AVI file of JPEGs (`MJPG`): small, and any frame is read alone. It needs no ffmpeg. */
export async function jpegAvi(settings: SinkSettings): Promise<FrameSink> {
  const { path, height, width, fps, quality = QUALITY } = settings;
  const library = await import("@napi-rs/canvas").catch((error: unknown) => {
    const message =
      "The format mjpg takes the package @napi-rs/canvas, which has no build for this machine; write y800.";
    throw new VideoError("encoder", message, { cause: error });
  });
  const encode = async (grey: Uint8Array | Uint16Array) => {
    const canvas = library.createCanvas(width, height);
    const context = canvas.getContext("2d");
    const image = context.createImageData(width, height);
    const pixels = new Uint32Array(image.data.buffer);
    for (let i = 0; i < grey.length; i++) pixels[i] = 0xff000000 | (grey[i] * 0x010101);
    context.putImageData(image, 0, 0);
    return new Uint8Array(await canvas.encode("jpeg", Math.max(1, quality)));
  };
  const file = await openFile(path, "replace");
  try {
    const streams = [{ codec: "MJPG", bitCount: 24, height, width }];
    const writer = await AviWriter.create(file, { streams, fps, info: {} });
    return {
      encoder: "@napi-rs/canvas jpeg",
      async write(frames) {
        // They are coded side by side on other threads.
        const coded = await Promise.all(splitFrames(frames, height * width).map(encode));
        await writer.write(coded.map((bytes) => ({ stream: 0, bytes })));
      },
      finish: () => writer.finish(),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}
