import { findProgram } from "../../platform/node-program.js";
import type { FrameSink, SinkSettings } from "../frame-sink.js";
import { ffmpegMissing, ffmpegSink } from "./ffmpeg-sink.js";

/** A Matroska file of FFV1, lossless with 8 or 16 bits; each frame stands alone and carries a checksum. */
export async function ffv1Movie(settings: SinkSettings): Promise<FrameSink> {
  const ffmpeg = await findProgram("ffmpeg");
  if (!ffmpeg) throw ffmpegMissing("FFV1", "write .avi or .tiff");
  const { height, width, bits } = settings;
  // ffmpeg's version 3 cuts pictures into slices and loses those of a single row.
  const version = Math.min(height, width) < 8 ? ["-level", "1"] : ["-level", "3", "-slicecrc", "1"];
  const format = bits === 8 ? "gray" : "gray16le";
  const output = ["-c:v", "ffv1", ...version, "-g", "1", "-pix_fmt", format, "-f", "matroska"];
  return ffmpegSink(ffmpeg, "ffmpeg ffv1", settings, output);
}
