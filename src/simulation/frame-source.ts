/** What one stage of a movie holds: the element type, size and value range of its frames. */
export interface StageInfo {
  /** Stage name, as it appears in a recording (`cells_only`, `sensor` …). */
  readonly name: string;
  readonly height: number;
  readonly width: number;
  readonly dtype: FrameDtype;
  /** What a value means: `"counts"` after the sensor, `"a.u."` before it. */
  readonly unit: string;
  /** The values a frame can take at most, where they are bounded (0 … 2^bit_depth − 1); null otherwise. */
  readonly range: readonly [number, number] | null;
}

/** Element type of a stage: counts in the smallest type that holds them, light before the sensor in float32. */
export type FrameDtype = "uint8" | "uint16" | "float32";
/** Values of frames, in the element type of their stage. */
export type FrameData = Uint8Array | Uint16Array | Float32Array;

/** Frames `from` (included) to `to` (excluded) of one stage, C order (frame, height, width). */
export interface FrameChunk {
  readonly stage: string;
  readonly from: number;
  readonly to: number;
  readonly height: number;
  readonly width: number;
  readonly data: FrameData;
}

/** How a long run of frames is rendered. */
export interface StreamOptions {
  readonly signal?: AbortSignal;
  /** Threads that render: by default as many as the machine runs at a time, 8 at most, or none for a short run. */
  readonly workers?: number;
  /**
   * Whether each chunk is done with when the next one is asked for: its memory may then be used for later frames, so that
   * a long run takes less of it.
   */
  readonly passing?: boolean;
  /**
   * Memory that threads share, room for all of these frames: those that are rendered by several threads are written
   * there, and their chunks are parts of it.
   */
  readonly room?: FrameData;
}

/**
 * All that a player or an encoder needs of a movie. A plan, a loaded recording, a movie store and a video file are
 * frame sources.
 */
export interface FrameSource {
  readonly frameCount: number;
  readonly fps: number;
  /** Size of a pixel in the tissue (µm), for scale bars; null where it is not known. */
  readonly pixelSizeUm: number | null;
  /** The stages that can be asked for, in the order of the pipeline; the last one is the finished movie. */
  readonly stages: readonly StageInfo[];
  /**
   * Frames `from` (included) to `to` (excluded) of a stage; `without` leaves out the work of steps, where there are any.
   * @throws RangeError when the stage or the frames do not exist.
   */
  frames(
    stage: string,
    from: number,
    to: number,
    options?: { readonly signal?: AbortSignal; readonly without?: readonly string[] },
  ): Promise<FrameChunk>;
  /** The same frames in order, some at a time; where a source has this, it is the faster way to many frames. */
  stream?(stage: string, from: number, to: number, options?: StreamOptions): AsyncIterable<FrameChunk>;
}

/** How far a movie has come that is being made. */
export interface MovieProgress {
  /** Frames that are there, from the first on. */
  readonly framesDone: number;
  readonly state: "running" | "done" | "stopped" | "failed";
  /** Time that the rest will take (s); null while nothing can be said. */
  readonly remaining_s: number | null;
  /** Why it ended early; empty otherwise. */
  readonly message: string;
}

/** A movie whose frames can be had while later ones are still being made; `frameCount` is what it will come to. */
export interface GrowingMovie extends FrameSource {
  readonly progress: MovieProgress;
  /** Calls `listener` whenever there are more frames, or the state is another; what it returns ends that. */
  onProgress(listener: () => void): () => void;
  /** Gives up what is not made yet; what is there stays. */
  stop(): void;
}
