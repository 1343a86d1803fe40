import { startProgram } from "../../platform/node-program.js";
import { rational } from "../avi/layout.js";
import { bytesOf, type FrameSink, type SinkSettings } from "../frame-sink.js";
import { VideoError } from "../video-error.js";

/** Says that there is no ffmpeg, how to get it, and what else can be done. */
export function ffmpegMissing(purpose: string, otherwise: string): VideoError {
  return new VideoError(
    "encoder",
    `${purpose} takes ffmpeg, which is not on PATH: install it (apt install ffmpeg, brew install ffmpeg), or ${otherwise}.`,
  );
}

/** Hands grey frames to ffmpeg, which codes them as `output` says and writes the file. */
export function ffmpegSink(
  ffmpeg: string,
  encoder: string,
  settings: SinkSettings,
  output: readonly string[],
): FrameSink {
  const { path, height, width, fps, bits } = settings;
  const { rate, scale } = rational(fps);
  const input = [
    "-f",
    "rawvideo",
    "-pixel_format",
    bits === 8 ? "gray" : "gray16le",
    "-video_size",
    `${width}x${height}`,
  ];
  const program = startProgram(ffmpeg, [
    ...["-hide_banner", "-loglevel", "error", "-xerror", "-y"],
    ...[...input, "-framerate", `${rate}/${scale}`, "-i", "pipe:0"],
    ...[...output, `file:${path}`],
  ]);
  const explained = async (work: Promise<void>) => {
    try {
      await work;
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      const full = /no space left/i.test(said);
      throw new VideoError(full ? "disk-full" : "encoder", `ffmpeg could not write the video: ${said}`, {
        cause: error,
      });
    }
  };
  return {
    encoder,
    write: (frames) => explained(program.write(bytesOf(frames))),
    async finish() {
      await explained(
        program.end().then((said) => {
          // Some of its writers end well all the same.
          if (/error (writing|closing)/i.test(said)) throw new Error(said);
        }),
      );
    },
    close: () => program.stop(),
  };
}
