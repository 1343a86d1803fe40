import { Muxer, StreamTarget } from "mp4-muxer";
import { type OutputFile, openFile } from "../../platform/node-files.js";
import { concat } from "../avi/bytes.js";
import { rational } from "../avi/layout.js";
import type { SinkSettings } from "../frame-sink.js";
import { type Box, boxesOn, viewOf } from "./boxes.js";
import { CLEAN_APERTURE_BYTES, withCleanAperture } from "./clean-aperture.js";
import type { CodedFrame } from "./h264-coder.js";

/** Grey is coded in full range; the rest is what H.264 of this size mostly is. */
const colorSpace = { primaries: "bt709", transfer: "bt709", matrix: "bt709", fullRange: true } as const;

/** An MP4 of coded frames, written in fragments that begin with a key frame: one that is cut short plays up to there. */
export class Mp4File {
  readonly #file: OutputFile;
  readonly #settings: SinkSettings;
  readonly #coded: { readonly height: number; readonly width: number };
  readonly #muxer: Muxer<StreamTarget>;
  readonly #pending: { readonly bytes: Uint8Array; readonly position: number }[] = [];
  /** By how many bytes what comes now stands further back than the muxer knows. */
  #shift = 0;
  #frames = 0;

  private constructor(file: OutputFile, settings: SinkSettings) {
    const { height, width, fps } = settings;
    this.#file = file;
    this.#settings = settings;
    this.#coded = { height: height + (height % 2), width: width + (width % 2) };
    this.#muxer = new Muxer({
      target: new StreamTarget({ onData: (bytes, position) => void this.#pending.push({ bytes, position }) }),
      video: { codec: "avc", ...this.#coded, frameRate: rational(fps).rate },
      fastStart: "fragmented",
      minFragmentDuration: 0,
    });
  }

  static async create(settings: SinkSettings): Promise<Mp4File> {
    return new Mp4File(await openFile(settings.path, "replace"), settings);
  }

  /** Takes frames in order; `description` as a coder gives it. */
  async add(frames: readonly CodedFrame[], description: () => Uint8Array): Promise<void> {
    const { rate, scale } = rational(this.#settings.fps);
    const duration = (1e6 * scale) / rate;
    for (const { bytes, isKey } of frames) {
      const meta = this.#frames === 0 ? { decoderConfig: this.#decoderConfig(description()) } : undefined;
      const time = (1e6 * this.#frames++ * scale) / rate;
      this.#muxer.addVideoChunkRaw(bytes, isKey ? "key" : "delta", time, duration, meta);
    }
    await this.#write();
  }

  async finish(): Promise<void> {
    this.#muxer.finalize();
    if (this.#isPadded()) moveFragments(this.#pending.at(-1)!.bytes, CLEAN_APERTURE_BYTES);
    await this.#write();
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async #write(): Promise<void> {
    for (const { bytes, position } of this.#pending.splice(0)) {
      const [moov] = this.#isPadded() ? (boxesOn(bytes, ["moov"]) ?? []) : [];
      if (moov) {
        await this.#file.write([this.#cropped(bytes, moov)], position + this.#shift);
        this.#shift = CLEAN_APERTURE_BYTES;
      } else await this.#file.write([bytes], position + this.#shift);
    }
  }

  /** Says in the file's head which part of the padded picture is to be shown. */
  #cropped(bytes: Uint8Array, { start, end }: Box): Uint8Array {
    const moov = withCleanAperture(bytes.subarray(start, end), this.#settings, this.#coded);
    return concat([bytes.subarray(0, start), moov, bytes.subarray(end)]);
  }

  #isPadded(): boolean {
    const { height, width } = this.#settings;
    return height % 2 === 1 || width % 2 === 1;
  }

  #decoderConfig(description: Uint8Array) {
    return { codec: "avc1", codedHeight: this.#coded.height, codedWidth: this.#coded.width, description, colorSpace };
  }
}

/** Moves the places of fragments in the table (`mfra`, ISO/IEC 14496-12) that these bytes end with. */
function moveFragments(bytes: Uint8Array, by: number): void {
  const size = viewOf(bytes).getUint32(bytes.length - 4);
  const table = viewOf(bytes.subarray(bytes.length - size));
  // Behind the heads of mfra and tfra: version and flags, track, lengths of fields, number of entries.
  const count = table.getUint32(28);
  for (let i = 0; i < count; i++) {
    const at = 32 + i * 28 + 8;
    table.setBigUint64(at, table.getBigUint64(at) + BigInt(by));
  }
}
