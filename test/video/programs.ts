import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll } from "vitest";

const run = promisify(execFile);
const python = fileURLToPath(new URL("../../.venv/bin/python", import.meta.url));
const maxBuffer = 2 ** 30;

/** A folder for the files of a test file, removed when its tests are done. */
export function temporaryFolder(): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), "miniscope-lab-video-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (name) => join(folder, name);
}

/** What ffprobe says of a file's video streams; it counts their frames unless told otherwise. */
export async function ffprobe(path: string, { count = true } = {}): Promise<Record<string, string | number>[]> {
  const args = ["-v", "error", ...(count ? ["-count_packets"] : []), "-show_streams", "-of", "json", path];
  const { stdout, stderr } = await run("ffprobe", args, { maxBuffer });
  if (stderr !== "") throw new Error(stderr);
  return JSON.parse(stdout).streams;
}

/** The pixels that ffmpeg reads; it must have nothing to complain of. */
export async function ffmpegPixels(path: string, format: "gray" | "gray16le", stream = 0): Promise<Uint8Array> {
  const args = ["-v", "error", "-i", path, "-map", `0:v:${stream}`, "-fps_mode", "passthrough"];
  const output = ["-f", "rawvideo", "-pix_fmt", format, "-"];
  const { stdout, stderr } = await run("ffmpeg", [...args, ...output], { encoding: "buffer", maxBuffer });
  if (stderr.length > 0) throw new Error(stderr.toString());
  return new Uint8Array(stdout);
}

/** What a Python program writes to its standard output. */
export async function pythonBytes(program: string, ...args: string[]): Promise<Uint8Array> {
  const { stdout } = await run(python, ["-c", program, ...args], { encoding: "buffer", maxBuffer });
  return new Uint8Array(stdout);
}

const opencv = `
import sys, cv2
video = cv2.VideoCapture(sys.argv[1], cv2.CAP_FFMPEG)
video.set(cv2.CAP_PROP_CONVERT_RGB, float(sys.argv[2]))
for index in sys.argv[3].split(",") if sys.argv[3] else []:
    video.set(cv2.CAP_PROP_POS_FRAMES, int(index))
    ok, frame = video.read()
    assert ok, index
    sys.stdout.buffer.write((frame[..., 0] if frame.ndim == 3 else frame).tobytes())
while not sys.argv[3]:
    ok, frame = video.read()
    if not ok:
        break
    sys.stdout.buffer.write((frame[..., 0] if frame.ndim == 3 else frame).tobytes())
`;

/** The pixels that OpenCV reads, of all frames in order or of some; in colour as it is used mostly, or as they are stored. */
export function opencvPixels(path: string, how: { convert?: boolean; frames?: number[] } = {}): Promise<Uint8Array> {
  return pythonBytes(opencv, path, how.convert === false ? "0" : "1", (how.frames ?? []).join(","));
}
