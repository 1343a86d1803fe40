import type { FrameDtype } from "../../simulation/frame-source.js";

/** How frames are made small: as a group of H.264 pictures, or with half as many rows and columns. */
export type SmallCoding = "h264" | "half";

/** Frames of some values as bytes: a byte b stands for black + b (white − black) / 255. */
interface Levels {
  readonly black: number;
  readonly white: number;
}

/** A group of H.264 pictures that begins with a key frame; grey is their luma in full range. */
export interface H264Form extends Levels {
  readonly coding: "h264";
  /** Bytes of each coded picture; the pictures stand one behind the other, their NAL units behind lengths of four bytes. */
  readonly sizes: readonly number[];
  /** What a decoder must know beforehand (`avcC`, ISO/IEC 14496-15). */
  readonly description: readonly number[];
}

/** Frames of ⌈height/2⌉ × ⌈width/2⌉ bytes, each the mean of four values. */
export interface HalfForm extends Levels {
  readonly coding: "half";
}

/** What small frames are, but for their bytes. */
export type SmallForm = H264Form | HalfForm;

/** Frames in some bytes. */
export interface SmallChunk {
  readonly form: SmallForm;
  readonly bytes: Uint8Array;
}

/** Frames to be made small, one behind the other. */
export interface SmallRequest {
  readonly id: number;
  readonly coding: SmallCoding;
  readonly dtype: FrameDtype;
  readonly values: ArrayBuffer;
  readonly height: number;
  readonly width: number;
  /** Bytes a frame of a group may take; any number where nothing is said. */
  readonly frameBytes: number | undefined;
}

/** Null: there are values that no byte can stand for. */
export interface SmallReply {
  readonly id: number;
  readonly chunk: SmallChunk | null;
}
