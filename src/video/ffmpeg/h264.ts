import { openFile } from "../../platform/node-files.js";
import { programWorks } from "../../platform/node-program.js";
import type { FrameSink, SinkSettings } from "../frame-sink.js";
import { viewOf } from "../mp4/boxes.js";
import { withCleanApertureInPlace } from "../mp4/clean-aperture.js";
import { type CoderSettings, quantiserOf } from "../mp4/h264-coder.js";
import { ffmpegSink } from "./ffmpeg-sink.js";

/** How each of ffmpeg's H.264 encoders is told a quality of 0 … 51, 0 the best; in the order in which they are tried. */
const encoders = {
  h264_nvenc: (crf: number) => ["-rc", "vbr", "-cq", `${crf}`, "-b:v", "0"],
  h264_videotoolbox: (crf: number) => ["-q:v", `${Math.round(100 - (crf / 51) * 100)}`],
  h264_qsv: (crf: number) => ["-global_quality", `${Math.max(1, crf)}`],
  libx264: (crf: number) => ["-crf", `${crf}`],
  libopenh264: (crf: number) => ["-qmin", `${crf}`, "-qmax", `${Math.min(51, crf + 4)}`],
};

/** An H.264 encoder that an ffmpeg may have. */
export type FfmpegEncoder = keyof typeof encoders;

/** Those of hardware come first. */
export const ffmpegEncoders = Object.keys(encoders) as readonly FfmpegEncoder[];

const working = new Map<string, Promise<boolean>>();

/** Whether an encoder that ffmpeg knows also runs here: it may lack its hardware. */
export function ffmpegWorks(ffmpeg: string, encoder: FfmpegEncoder): Promise<boolean> {
  const key = `${ffmpeg} ${encoder}`;
  const trial = ["-loglevel", "quiet", "-f", "lavfi", "-i", "color=black:size=256x256:rate=10", "-frames:v", "2"];
  const found = working.get(key) ?? programWorks(ffmpeg, [...trial, "-c:v", encoder, "-f", "null", "-"]);
  working.set(key, found);
  return found;
}

/** An MP4 that ffmpeg codes and writes. */
export function ffmpegH264(
  ffmpeg: string,
  encoder: FfmpegEncoder,
  settings: SinkSettings & Pick<CoderSettings, "quality" | "keyEvery">,
): FrameSink {
  const { height, width, quality, keyEvery } = settings;
  const preset = settings.preset === undefined ? [] : ["-preset", settings.preset];
  const padding = `pad=ceil(iw/2)*2:ceil(ih/2)*2,fillborders=right=${width % 2}:bottom=${height % 2}:mode=smear`;
  const isOdd = width % 2 === 1 || height % 2 === 1;
  const filters = [...(isOdd ? [padding] : []), "scale=in_range=full:out_range=full", "format=yuv420p"].join(",");
  const sink = ffmpegSink(ffmpeg, `ffmpeg ${encoder}`, settings, [
    ...["-vf", filters, "-c:v", encoder, ...encoders[encoder](quantiserOf(quality)), ...preset],
    ...["-g", `${keyEvery}`, "-bf", "0"],
    ...["-color_range", "pc", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"],
    ...["-movflags", "+frag_keyframe+empty_moov+default_base_moof", "-f", "mp4"],
  ]);
  if (!isOdd) return sink;
  const finish = async () => {
    await sink.finish();
    await writeCleanAperture(settings);
  };
  return { ...sink, finish };
}

/** Says in the file which part of the padded picture is to be shown. */
async function writeCleanAperture({ path, height, width }: SinkSettings): Promise<void> {
  const file = await openFile(path, "update");
  try {
    const sizeAt = async (position: number) => viewOf(await file.read(position, 4)).getUint32(0);
    const start = await sizeAt(0);
    const moov = await file.read(start, await sizeAt(start));
    const coded = { height: height + (height % 2), width: width + (width % 2) };
    const patched = withCleanApertureInPlace(moov, { height, width }, coded);
    if (patched) await file.write([patched], start);
  } finally {
    await file.close();
  }
}
