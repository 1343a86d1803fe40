import { isVideoFormat, videoFormats } from "../video/formats.js";
import type { WriteVideoOptions } from "../video/write-video.js";
import { UsageError } from "./command.js";

/** The options of a command that writes a video, for parseArgs. */
export const videoArguments = {
  video: { type: "string" },
  stage: { type: "string" },
  fps: { type: "string" },
  vmin: { type: "string" },
  vmax: { type: "string" },
  format: { type: "string" },
  chunk: { type: "string" },
} as const;

interface VideoValues {
  readonly video?: string;
  readonly stage?: string;
  readonly fps?: string;
  readonly vmin?: string;
  readonly vmax?: string;
  readonly format?: string;
  readonly chunk?: string;
}

/** What was asked for a video; undefined when none is to be written. */
export function videoOptions(values: VideoValues): { path: string; options: WriteVideoOptions } | undefined {
  const { video, stage, fps, vmin, vmax, format, chunk } = values;
  if (video === undefined) {
    const lone = Object.entries({ stage, fps, vmin, vmax, format, chunk }).find(([, value]) => value !== undefined);
    if (lone) throw new UsageError(`--${lone[0]} belongs to --video OUT.`);
    return undefined;
  }
  if (format !== undefined && !isVideoFormat(format)) {
    throw new UsageError(`--format is ${JSON.stringify(format)}; it must be ${videoFormats.join(", ")}.`);
  }
  const numbers = { fps: numberOf("fps", fps), vmin: numberOf("vmin", vmin), vmax: numberOf("vmax", vmax) };
  return { path: video, options: { stage, format, chunkFrames: countOf("chunk", chunk), ...numbers } };
}

/** A whole number above 0 that an option gives. */
export function countOf(name: string, text: string | undefined): number | undefined {
  const value = numberOf(name, text);
  if (value === undefined || (Number.isInteger(value) && value >= 1)) return value;
  throw new UsageError(`--${name} is ${JSON.stringify(text)}; it must be a whole number, 1 at least.`);
}

function numberOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value)) return value;
  throw new UsageError(`--${name} is ${JSON.stringify(text)}; it must be a number.`);
}
