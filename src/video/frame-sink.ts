/** What a file of frames is made for. */
export interface SinkSettings {
  readonly path: string;
  readonly height: number;
  readonly width: number;
  readonly frameCount: number;
  readonly fps: number;
  readonly bits: 8 | 16;
  readonly signal?: AbortSignal;
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
