/** What a file of frames is made for. */
export interface SinkSettings {
  readonly path: string;
  readonly height: number;
  readonly width: number;
  readonly frameCount: number;
  readonly fps: number;
  readonly bits: 8 | 16;
  /** Size of a pixel in the tissue (µm), where it is known. */
  readonly pixelSizeUm: number | null;
  /** 0 (worst) … 100 (best), of formats that lose. */
  readonly quality?: number;
  /** Which of several encoders; `"auto"` takes the first that works. */
  readonly encoder?: string;
  /** The encoder's own name for its effort: `"veryfast"`. */
  readonly preset?: string;
}

/** Takes whole grey frames in order and makes a file of them. */
export interface FrameSink {
  /** What encodes: `"none"`, `"ffmpeg libx264"`. */
  readonly encoder: string;
  /** Takes some frames, one behind the other; resolves when it can take more. */
  write(frames: Uint8Array | Uint16Array): Promise<void>;
  /** Makes the file whole. */
  finish(): Promise<void>;
  /** Lets go of the file, whole or not. */
  close(): Promise<void>;
}

/** The single frames of some that stand one behind the other. */
export function splitFrames<Grey extends Uint8Array | Uint16Array>(frames: Grey, pixels: number): Grey[] {
  return Array.from(
    { length: frames.length / pixels },
    (_, i) => frames.subarray(i * pixels, (i + 1) * pixels) as Grey,
  );
}

/** Grey levels as bytes, those of 16 bits with the low one first. */
export function bytesOf(frames: Uint8Array | Uint16Array): Uint8Array {
  return new Uint8Array(frames.buffer, frames.byteOffset, frames.byteLength);
}
