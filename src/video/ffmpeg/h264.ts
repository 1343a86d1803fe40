import { openFile } from "../../platform/node-files.js";
import { programWorks } from "../../platform/node-program.js";
import type { FrameSink, SinkSettings } from "../frame-sink.js";
import { VideoError } from "../video-error.js";
import { withCleanAperture } from "./clean-aperture.js";
import { ffmpegSink, findFfmpeg } from "./ffmpeg-sink.js";

/** ffmpeg's H.264 encoders in the order in which they are tried, and how each is told a quality of 0 … 51, 0 the best. */
const encoders: Readonly<Record<string, (crf: number) => readonly string[]>> = {
  h264_nvenc: (crf) => ["-rc", "vbr", "-cq", `${crf}`, "-b:v", "0"],
  h264_videotoolbox: (crf) => ["-q:v", `${Math.round(100 - (crf / 51) * 100)}`],
  h264_qsv: (crf) => ["-global_quality", `${Math.max(1, crf)}`],
  libx264: (crf) => ["-crf", `${crf}`],
  libopenh264: (crf) => ["-qmin", `${crf}`, "-qmax", `${Math.min(51, crf + 4)}`],
};

const working = new Map<string, Promise<boolean>>();

/** Whether an encoder that ffmpeg knows also runs here: it may lack its hardware. */
function works(ffmpeg: string, encoder: string): Promise<boolean> {
  const key = `${ffmpeg} ${encoder}`;
  const trial = ["-loglevel", "quiet", "-f", "lavfi", "-i", "color=black:size=256x256:rate=10", "-frames:v", "2"];
  const found = working.get(key) ?? programWorks(ffmpeg, [...trial, "-c:v", encoder, "-f", "null", "-"]);
  working.set(key, found);
  return found;
}

async function chooseEncoder(ffmpeg: string, asked: string | undefined): Promise<string> {
  const names = Object.keys(encoders);
  if (asked !== undefined && asked !== "auto" && !names.includes(asked)) {
    throw new VideoError("option", `encoder is ${JSON.stringify(asked)}; it must be auto, ${names.join(", ")}.`);
  }
  const candidates = asked === undefined || asked === "auto" ? names : [asked];
  for (const candidate of candidates) if (await works(ffmpeg, candidate)) return candidate;
  throw new VideoError(
    "encoder",
    `This ffmpeg cannot code H.264 with ${candidates.join(", ")}; install a full one, or write .avi.`,
  );
}

/**
 * An MP4 of H.264: grey in full range, a key frame each second and no frame that leans on a later one. It is written in
 * fragments of a second, so what a crash leaves plays up to there. Odd sizes are padded by repeating the last row or
 * column, as H.264 in 4:2:0 needs even ones.
 */
export async function h264Movie(settings: SinkSettings): Promise<FrameSink> {
  const ffmpeg = await findFfmpeg("H.264");
  const encoder = await chooseEncoder(ffmpeg, settings.encoder);
  const crf = Math.round(51 * (1 - (settings.quality ?? 65) / 100));
  const preset = settings.preset === undefined ? [] : ["-preset", settings.preset];
  const padding = `pad=ceil(iw/2)*2:ceil(ih/2)*2,fillborders=right=${settings.width % 2}:bottom=${settings.height % 2}:mode=smear`;
  const isOdd = settings.width % 2 === 1 || settings.height % 2 === 1;
  const filters = [...(isOdd ? [padding] : []), "scale=in_range=full:out_range=full", "format=yuv420p"].join(",");
  const sink = ffmpegSink(ffmpeg, `ffmpeg ${encoder}`, settings, [
    ...["-vf", filters, "-c:v", encoder, ...encoders[encoder](crf), ...preset],
    ...["-g", `${Math.max(1, Math.round(settings.fps))}`, "-bf", "0"],
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
    const patched = withCleanAperture(moov, { height, width }, coded);
    if (patched) await file.write([patched], start);
  } finally {
    await file.close();
  }
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array) => new DataView(buffer, byteOffset, byteLength);
