import { findProgram } from "../../platform/node-program.js";
import { ffmpegMissing } from "../ffmpeg/ffmpeg-sink.js";
import { type FfmpegEncoder, ffmpegEncoders, ffmpegH264, ffmpegWorks } from "../ffmpeg/h264.js";
import { bytesOf, type FrameSink, type SinkSettings, splitFrames } from "../frame-sink.js";
import { VideoError } from "../video-error.js";
import { type CoderSettings, type H264Coder, toYuv } from "./h264-coder.js";
import { Mp4File } from "./mp4-file.js";
import { wasmCoder } from "./wasm-coder.js";
import { findWebcodecs, webcodecsCoder } from "./webcodecs-coder.js";

const QUALITY = 65;

/** Encoders that need no other program, in the order in which they are tried after those of ffmpeg. */
const coders = {
  webcodecs: { name: "@napi-rs/webcodecs", isHere: async () => (await findWebcodecs()) !== null, make: webcodecsCoder },
  wasm: { name: "h264-mp4-encoder (wasm)", isHere: async () => true, make: wasmCoder },
} satisfies Record<string, { name: string; isHere(): Promise<boolean>; make(s: CoderSettings): Promise<H264Coder> }>;

/** What codes H.264: an encoder of ffmpeg, or one that needs no other program. */
type EncoderName = FfmpegEncoder | keyof typeof coders;

const names: readonly EncoderName[] = [...ffmpegEncoders, "webcodecs", "wasm"];

/**
 * An MP4 of H.264: grey in full range, a key frame each second and no frame that leans on a later one. It is written in
 * fragments of a second, so what a crash leaves plays up to there. Odd sizes are padded by repeating the last row or
 * column, as H.264 in 4:2:0 needs even ones, and the file says which part is to be shown.
 */
export async function h264Movie(settings: SinkSettings): Promise<FrameSink> {
  const ffmpeg = await findProgram("ffmpeg");
  const encoder = await chooseEncoder(ffmpeg, settings.encoder ?? "auto");
  const coding = { ...settings, quality: settings.quality ?? QUALITY, keyEvery: Math.max(1, Math.round(settings.fps)) };
  if (!isCoder(encoder)) return ffmpegH264(ffmpeg!, encoder, coding);
  return codedMovie(coders[encoder], coding);
}

function isCoder(name: EncoderName): name is keyof typeof coders {
  return Object.hasOwn(coders, name);
}

async function chooseEncoder(ffmpeg: string | null, asked: string): Promise<EncoderName> {
  if (asked === "auto") {
    for (const name of names) {
      const works = isCoder(name) ? coders[name].isHere() : ffmpeg !== null && ffmpegWorks(ffmpeg, name);
      if (await works) return name;
    }
  }
  const name = names.find((known) => known === asked);
  if (!name) {
    throw new VideoError("option", `encoder is ${JSON.stringify(asked)}; it must be auto, ${names.join(", ")}.`);
  }
  if (isCoder(name)) return name;
  if (!ffmpeg) throw ffmpegMissing(`The encoder ${name}`, 'take the encoder "auto"');
  if (await ffmpegWorks(ffmpeg, name)) return name;
  throw new VideoError("encoder", `This ffmpeg cannot code H.264 with ${name} here: take another encoder, or "auto".`);
}

/** A file that the coder's frames go into as they come. */
async function codedMovie(
  { name, make }: (typeof coders)[keyof typeof coders],
  settings: SinkSettings & Pick<CoderSettings, "quality" | "keyEvery">,
): Promise<FrameSink> {
  const { height, width, fps, quality, keyEvery, preset } = settings;
  const even = { height: height + (height % 2), width: width + (width % 2) };
  const coder = await make({ ...even, fps, quality, keyEvery, preset });
  const file = await Mp4File.create(settings).catch((error: unknown) => {
    coder.close();
    throw error;
  });
  const add = async (frames: Awaited<ReturnType<H264Coder["encode"]>>) => file.add(frames, () => coder.description());
  return {
    encoder: name,
    async write(frames) {
      const pictures = splitFrames(bytesOf(frames), height * width).map((grey) => toYuv(grey, settings));
      await add(await coder.encode(pictures));
    },
    async finish() {
      await add(await coder.finish());
      await file.finish();
    },
    async close() {
      coder.close();
      await file.close();
    },
  };
}
