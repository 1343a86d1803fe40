import { openFile } from "../../platform/node-files.js";
import { type FrameSink, type SinkSettings, splitFrames } from "../frame-sink.js";
import { AviWriter, type AviWriterOptions } from "./avi-writer.js";

/** An AVI file of bare grey bytes (`Y800`, rows from the top, unpadded): what is read back is what was written. */
export async function greyAvi(settings: SinkSettings, options: AviWriterOptions = {}): Promise<FrameSink> {
  const { path, height, width, fps } = settings;
  const file = await openFile(path, "replace");
  const streams = [{ codec: "Y800", bitCount: 8, height, width }];
  const writer = await AviWriter.create(file, { streams, fps, info: {} }, options).catch(async (error) => {
    await file.close();
    throw error;
  });
  return {
    encoder: "none",
    async write(frames) {
      const bytes = new Uint8Array(frames.buffer, frames.byteOffset, frames.byteLength);
      await writer.write(splitFrames(bytes, height * width).map((frame) => ({ stream: 0, bytes: frame })));
    },
    finish: () => writer.finish(),
    close: () => file.close(),
  };
}
