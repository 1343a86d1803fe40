import { greyAvi } from "./avi/grey-avi.js";
import { jpegAvi } from "./avi/jpeg-avi.js";
import { ffv1Movie } from "./ffmpeg/ffv1.js";
import type { FrameSink, SinkSettings } from "./frame-sink.js";
import { h264Movie } from "./mp4/h264.js";
import { tiffMovie } from "./tiff/tiff-movie.js";
import { VideoError } from "./video-error.js";

/**
 * How a video is written: `y800` AVI of bare 8-bit grey, exact; `mjpg` AVI of JPEGs, small; `h264` fragmented MP4, smallest; `ffv1` MKV,
 * lossless with 8 or 16 bits; `tiff` one page a frame, 8 or 16 bits.
 */
export type VideoFormat = "y800" | "mjpg" | "h264" | "ffv1" | "tiff";

interface FormatInfo {
  /** Endings of file names that choose it; the first format with an ending is its default. */
  readonly endings: readonly string[];
  readonly bits: readonly (8 | 16)[];
  readonly open: (settings: SinkSettings) => Promise<FrameSink>;
}

export const formats: Readonly<Record<VideoFormat, FormatInfo>> = {
  y800: { endings: [".avi"], bits: [8], open: greyAvi },
  mjpg: { endings: [".avi"], bits: [8], open: jpegAvi },
  h264: { endings: [".mp4"], bits: [8], open: h264Movie },
  ffv1: { endings: [".mkv"], bits: [8, 16], open: ffv1Movie },
  tiff: { endings: [".tiff", ".tif"], bits: [8, 16], open: tiffMovie },
};

export const videoFormats = Object.keys(formats).filter(isVideoFormat);

export function isVideoFormat(name: string): name is VideoFormat {
  return Object.hasOwn(formats, name);
}

/**
 * The format of a path: the one asked for, or that of the path's ending.
 * @throws VideoError when neither is known.
 */
export function formatOf(path: string, asked: VideoFormat | undefined): VideoFormat {
  if (asked !== undefined) {
    if (isVideoFormat(asked)) return asked;
    throw new VideoError("format", `format is ${JSON.stringify(asked)}; it must be ${videoFormats.join(", ")}.`);
  }
  const found = videoFormats.find((name) =>
    formats[name].endings.some((ending) => path.toLowerCase().endsWith(ending)),
  );
  if (found) return found;
  const endings = [...new Set(videoFormats.flatMap((name) => formats[name].endings))].join(", ");
  throw new VideoError(
    "format",
    `${JSON.stringify(path)} ends in none of ${endings}: choose such an ending, or give format (${videoFormats.join(", ")}).`,
  );
}
