/** One coded picture of an H.264 stream. */
export interface CodedFrame {
  /** Its NAL units, each behind its length in four bytes (ISO/IEC 14496-15). */
  readonly bytes: Uint8Array;
  /** Whether decoding can begin here. */
  readonly isKey: boolean;
}

/** What a coder is made for. */
export interface CoderSettings {
  /** Even, as H.264 in 4:2:0 needs it. */
  readonly height: number;
  readonly width: number;
  readonly fps: number;
  /** Frames from one key frame to the next. */
  readonly keyEvery: number;
  /** 0 (worst) … 100 (best). */
  readonly quality: number;
  readonly preset: string | undefined;
}

/** Codes grey pictures as H.264 without another program. Frames come out in the order in which they went in. */
export interface H264Coder {
  /** Takes pictures; gives the coded ones that are ready. */
  encode(pictures: readonly Uint8Array[]): Promise<readonly CodedFrame[]>;
  /** The rest. */
  finish(): Promise<readonly CodedFrame[]>;
  /** What a decoder must know beforehand (`avcC`, ISO/IEC 14496-15); there once a frame has come out. */
  description(): Uint8Array;
  /** Lets go of everything, finished or not. */
  close(): void;
}

/** H.264's measure of coarseness, 0 (exact) … 51, for a quality of 0 … 100. */
export function quantiserOf(quality: number): number {
  return Math.round(51 * (1 - quality / 100));
}

/** A grey picture with both colours at their middle, planar 4:2:0; of odd sides the last row or column is repeated. */
export function toYuv(grey: Uint8Array, size: { readonly height: number; readonly width: number }): Uint8Array {
  const { height, width } = size;
  const [rows, columns] = [height + (height % 2), width + (width % 2)];
  const yuv = new Uint8Array((rows * columns * 3) / 2).fill(128, rows * columns);
  for (let row = 0; row < rows; row++) {
    const from = Math.min(row, height - 1) * width;
    yuv.set(grey.subarray(from, from + width), row * columns);
    if (columns > width) yuv[row * columns + width] = grey[from + width - 1];
  }
  return yuv;
}
