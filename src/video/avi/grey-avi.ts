import { openFile } from "../../platform/node-files.js";
import { bytesOf, type FrameSink, type SinkSettings, splitFrames } from "../frame-sink.js";
import { AviWriter, type AviWriterOptions } from "./avi-writer.js";

/** An AVI file of bare grey bytes (`Y800`, rows from the top, unpadded): what is read back is what was written. */
export async function greyAvi(settings: SinkSettings, options: AviWriterOptions = {}): Promise<FrameSink> {
  const { path, height, width, fps } = settings;
  const file = await openFile(path, "replace");
  const streams = [{ codec: "Y800", bitCount: 8, height, width }];
  try {
    const writer = await AviWriter.create(file, { streams, fps, info: {} }, options);
    return {
      encoder: "none",
      async write(frames) {
        const single = splitFrames(bytesOf(frames), height * width);
        await writer.write(single.map((bytes) => ({ stream: 0, bytes })));
      },
      finish: () => writer.finish(),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}
