import { checkFrames, findStage } from "../simulation/frame-range.js";
import type { FrameSource, StageInfo } from "../simulation/frame-source.js";
import { type MovieObserver, observed } from "../simulation/observer.js";
import { rechunk } from "../simulation/rechunk.js";
import type { RunOptions } from "../simulation/render-movie.js";
import { showingRun } from "../simulation/run-progress.js";
import { planRun } from "../simulation/run-scene.js";
import { sourceChunks } from "../simulation/source-chunks.js";
import type { SpecInput } from "../spec/spec.js";
import { claimDestination } from "./destination.js";
import { formatOf, formats, type VideoFormat } from "./formats.js";
import type { FrameSink } from "./frame-sink.js";
import { type GreyScale, greyScale, toGrey } from "./grey-scale.js";
import { asVideoError, VideoError } from "./video-error.js";

export interface WriteVideoOptions extends RunOptions {
  /** How to write; by the path's ending when left out. */
  readonly format?: VideoFormat;
  /** Name of the stage; the finished movie by default. */
  readonly stage?: string;
  /** First frame; 0 by default. */
  readonly from?: number;
  /** The frame to stop before; the movie's length by default. */
  readonly to?: number;
  /** Frames a second at which the video plays; the recording's own by default. */
  readonly fps?: number;
  /** The value that becomes black; 0, or the least that the stage holds, by default. */
  readonly vmin?: number;
  /** The value that becomes white; 2^bit_depth − 1 after the sensor, required at other stages. */
  readonly vmax?: number;
  /** Bits a pixel, where the format has a choice: 8 for counts of 8-bit sensors, else 16, by default. */
  readonly bits?: 8 | 16;
  /** 0 (worst) … 100 (best) for the formats that lose, h264 and mjpg. */
  readonly quality?: number;
  /**
   * What codes H.264; `"auto"`, the default, takes the first that works of ffmpeg's `h264_nvenc`, `h264_videotoolbox`,
   * `h264_qsv`, `libx264`, `libopenh264`, then `webcodecs` (the package `@napi-rs/webcodecs`, if it is installed) and `wasm`,
   * which always works and is the slowest.
   */
  readonly encoder?: string;
  /** The H.264 encoder's own name for its effort: ffmpeg's `"veryfast"`, `"0"` (slow, small) … `"10"` (fast) with `wasm`. */
  readonly preset?: string;
  /** Frames that are written, and shown to observers, at a time; as many as the source hands out by default. */
  readonly chunkFrames?: number;
  /** They are shown the frames of their stages as the video is written. */
  readonly observers?: readonly MovieObserver[];
  /** Replaces a file that exists. */
  readonly overwrite?: boolean;
}

/** What was written. */
export interface VideoSummary {
  readonly path: string;
  readonly format: VideoFormat;
  readonly encoder: string;
  readonly stage: string;
  readonly frameCount: number;
  readonly height: number;
  readonly width: number;
  readonly fps: number;
  /** Length of the video when played. */
  readonly duration_s: number;
  readonly bits: 8 | 16;
  readonly vmin: number;
  readonly vmax: number;
  /** Whether the frames were handed to the encoder with the very counts of the sensor. */
  readonly exactCounts: boolean;
}

/**
 * Writes a movie to a video file: a spec, which is simulated as it is written, or any source of frames. The movie is
 * never held in memory. Until it is whole it stands beside `path` as `NAME.partial.ENDING`, where it stays, and can be
 * opened, if the process is killed; after an error nothing is left.
 *
 * Prints a spec's warnings. In a notebook it shows a bar, as `simulate` does. Values become grey levels by `vmin` and `vmax`: uint8 = ⌊255·clip((v−vmin)/(vmax−vmin), 0, 1) + ½⌋.
 * @throws VideoError when it cannot be written (`reason` says why); SpecError when the spec is wrong; FrameRangeError when there
 * are no such frames; the signal's reason when aborted.
 */
export async function writeVideo(
  movie: FrameSource | SpecInput,
  path: string,
  options: WriteVideoOptions = {},
): Promise<VideoSummary> {
  return showingRun("Writing", options, (shown) => write(movie, path, shown));
}

async function write(movie: FrameSource | SpecInput, path: string, options: WriteVideoOptions): Promise<VideoSummary> {
  const format = formatOf(path, options.format);
  checkCoding(options);
  options.signal?.throwIfAborted();
  const destination = await claimDestination(path, options.overwrite ?? false);
  let sink: FrameSink | null = null;
  let discard = () => {};
  const begin = async (spec: SpecInput): Promise<FrameSource> => {
    const run = await planRun(spec, options);
    discard = run.discard;
    for (const warning of run.scene.warnings) console.warn(warning);
    return run.scene;
  };
  try {
    const source = isFrameSource(movie) ? movie : await begin(movie);
    const job = prepare(source, format, options);
    const { stage, from, to, fps, scale } = job;
    const { height, width } = stage;
    const { signal, workers, observers = [] } = options;
    const frameCount = to - from;
    const { pixelSizeUm } = source;
    const { quality, encoder: asked, preset } = options;
    const picture = { height, width, frameCount, fps, bits: scale.bits, pixelSizeUm };
    sink = await formats[format].open({ path: destination.path, ...picture, quality, encoder: asked, preset });
    const { chunkFrames } = options;
    // What observers are shown they may keep; chunks that are cut anew are copies.
    const passing = observers.length === 0 || chunkFrames !== undefined;
    const rendered = sourceChunks(source, stage, from, to, { signal, workers, passing });
    const pieces = chunkFrames === undefined ? rendered : rechunk(rendered, chunkFrames, to);
    const chunks = observed(pieces, source, observers, signal);
    for await (const { data, from: first, to: next } of chunks) {
      await sink.write(toGrey(data, scale, (index) => placeOf(stage, first, index)));
      options.onProgress?.({ framesDone: next - from, frameCount });
    }
    await sink.finish();
    await sink.close();
    await destination.commit();
    const { encoder } = sink;
    const { bits, vmin, vmax, exact } = scale;
    const duration_s = frameCount / fps;
    const shown = { path, format, encoder, stage: stage.name, frameCount, height, width, fps, duration_s };
    return { ...shown, bits, vmin, vmax, exactCounts: exact };
  } catch (error) {
    // What went wrong first is what matters.
    await sink?.close().catch(() => {});
    await destination.discard();
    throw asVideoError(error, "write", path);
  } finally {
    discard();
  }
}

interface Job {
  readonly stage: StageInfo;
  readonly from: number;
  readonly to: number;
  readonly fps: number;
  readonly scale: GreyScale;
}

function checkCoding({ quality = 0, preset = "a", chunkFrames = 1 }: WriteVideoOptions): void {
  if (!(Number.isInteger(chunkFrames) && chunkFrames >= 1)) {
    throw new VideoError("option", `chunkFrames is ${chunkFrames}; it must be a whole number of frames, 1 at least.`);
  }
  if (!(quality >= 0 && quality <= 100)) {
    throw new VideoError("option", `quality is ${quality}; it must be from 0 (worst) to 100 (best).`);
  }
  if (!/^[a-z0-9]+$/i.test(preset)) {
    throw new VideoError(
      "option",
      `preset is ${JSON.stringify(preset)}; it must be a name of the encoder's, such as "veryfast".`,
    );
  }
}

/** Settles what is written, and refuses what cannot be. */
function prepare(source: FrameSource, format: VideoFormat, options: WriteVideoOptions): Job {
  const last = source.stages.at(-1)?.name;
  if (last === undefined)
    throw new VideoError("empty", "There are no frames to write: no step of this spec makes any.");
  const stage = findStage(source.stages, options.stage ?? last);
  const { from = 0, to = source.frameCount, fps = source.fps } = options;
  checkFrames(from, to, source.frameCount);
  if (from === to) throw new VideoError("empty", `There are no frames to write between ${from} and ${to}.`);
  if (!(fps > 0 && fps < Number.POSITIVE_INFINITY)) {
    throw new VideoError("option", `fps is ${fps}; it must be above 0, in frames a second.`);
  }
  const scale = greyScale(stage, options, bitsOf(stage, format, options));
  if (stage.unit === "counts" && stage.dtype !== "uint8" && scale.bits === 8) {
    const { vmin, vmax } = scale;
    console.warn(
      `The counts of "${stage.name}" from ${vmin} to ${vmax} become 256 grey levels in this video; .tiff and .mkv keep 16 bits.`,
    );
  }
  return { stage, from, to, fps, scale };
}

function bitsOf(stage: StageInfo, format: VideoFormat, options: WriteVideoOptions): 8 | 16 {
  const { bits: known } = formats[format];
  const bits = options.bits ?? (stage.dtype === "uint8" ? known[0] : known.at(-1)!);
  if (known.includes(bits)) return bits;
  throw new VideoError("option", `bits is ${bits}; with the format ${format} it must be ${known.join(" or ")}.`);
}

function placeOf({ name, height, width }: StageInfo, firstFrame: number, index: number): string {
  const pixel = index % (height * width);
  const frame = firstFrame + Math.floor(index / (height * width));
  return `The value in frame ${frame}, row ${Math.floor(pixel / width)}, column ${pixel % width} of "${name}"`;
}

function isFrameSource(movie: FrameSource | SpecInput): movie is FrameSource {
  return "frames" in movie && typeof movie.frames === "function";
}
