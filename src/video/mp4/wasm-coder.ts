import { setImmediate } from "node:timers/promises";
import { VideoError } from "../video-error.js";
import { boxesOn, viewOf } from "./boxes.js";
import { type CodedFrame, type CoderSettings, type H264Coder, quantiserOf } from "./h264-coder.js";

type Library = typeof import("h264-mp4-encoder");
type Encoder = Awaited<ReturnType<Library["createH264MP4Encoder"]>>;

/** The encoder's efforts: 0 the most. */
const SLOWEST = 0;
const FASTEST = 10;
/** The finest that it can do. */
const LEAST_QUANTISER = 10;
const FILE = "pictures.mp4";

/**
 * minih264 as WebAssembly. Its library only hands out whole MP4 files, so each group of pictures up to the next key frame is
 * one, in the encoder's own memory, from which the coded frames are taken: what it holds is bounded.
 */
export async function wasmCoder(settings: CoderSettings): Promise<H264Coder> {
  const speed = effortOf(settings.preset);
  const library = await load();
  const { height, width, fps, quality } = settings;
  // Key frames that follow one another would need different numbers, and each group counts anew.
  const keyEvery = Math.max(2, settings.keyEvery);
  let description: Uint8Array = new Uint8Array();
  let encoder: Encoder | null = null;
  let inGroup = 0;

  const begin = async () => {
    const made = await library.createH264MP4Encoder();
    Object.assign(made, { height, width, speed, frameRate: fps, outputFilename: FILE, groupOfPictures: keyEvery });
    made.quantizationParameter = Math.max(LEAST_QUANTISER, quantiserOf(quality));
    made.initialize();
    return made;
  };
  const end = (): CodedFrame[] => {
    if (!encoder) return [];
    encoder.finalize();
    const { avcC, frames } = framesOf(encoder.FS.readFile(FILE));
    encoder.FS.unlink(FILE);
    encoder.delete();
    encoder = null;
    description = avcC;
    return frames;
  };
  return {
    async encode(pictures) {
      const coded: CodedFrame[] = [];
      for (const picture of pictures) {
        if (!encoder) {
          encoder = await begin();
          inGroup = 0;
        }
        encoder.addFrameYuv(picture);
        if (++inGroup === keyEvery) coded.push(...end());
        // It computes on this thread: whatever else waits gets its turn between two pictures.
        await setImmediate();
      }
      return coded;
    },
    finish: async () => end(),
    description: () => description,
    // It complains when it is let go of before its file is finished.
    close: () => void end(),
  };
}

function effortOf(preset: string | undefined): number {
  const speed = preset === undefined ? FASTEST : Number(preset);
  if (Number.isInteger(speed) && speed >= SLOWEST && speed <= FASTEST) return speed;
  throw new VideoError(
    "option",
    `preset is ${JSON.stringify(preset)}; with the encoder wasm it must be a whole number from ${SLOWEST} (slow, small) to ${FASTEST} (fast).`,
  );
}

/** Its WebAssembly module would end the process at any rejection that nobody handles: what it listens to is taken off again. */
async function load(): Promise<Library> {
  const events = ["uncaughtException", "unhandledRejection"] as const;
  const before = events.map((event) => process.listeners(event as "uncaughtException"));
  const { default: library } = await import("h264-mp4-encoder");
  for (const [i, event] of events.entries()) {
    const added = process.listeners(event as "uncaughtException").filter((listener) => !before[i].includes(listener));
    for (const listener of added) process.off(event, listener);
  }
  return library;
}

/** What stands in an MP4 with one stream: the frames, one behind the other in its `mdat` box, and what a decoder needs. */
function framesOf(mp4: Uint8Array): { readonly avcC: Uint8Array; readonly frames: CodedFrame[] } {
  const stbl = ["moov", "trak", "mdia", "minf", "stbl"];
  const [mdat] = boxesOn(mp4, ["mdat"]) ?? [];
  const sizes = boxesOn(mp4, [...stbl, "stsz"])?.at(-1);
  const avcC = boxesOn(mp4, [...stbl, "stsd", "avc1", "avcC"])?.at(-1);
  if (!mdat || !sizes || !avcC) throw new VideoError("encoder", "The encoder wasm gave no video; take another one.");
  const view = viewOf(mp4);
  // One size for all, where they are of one size; otherwise a table of them.
  const common = view.getUint32(sizes.start + 12);
  const count = view.getUint32(sizes.start + 16);
  const frames: CodedFrame[] = [];
  let at = mdat.start + 8;
  for (let i = 0; i < count; i++) {
    const size = common || view.getUint32(sizes.start + 20 + 4 * i);
    frames.push({ bytes: mp4.slice(at, at + size), isKey: i === 0 });
    at += size;
  }
  return { avcC: mp4.slice(avcC.start + 8, avcC.end), frames };
}
