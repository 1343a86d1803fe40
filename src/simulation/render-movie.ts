import { isShared, sharedFrameData } from "./frame-data.js";
import type { FrameData, StageInfo } from "./frame-source.js";
import { type MovieObserver, observed } from "./observer.js";
import type { Scene } from "./scene.js";

/** How far a long call has come. */
export interface Progress {
  readonly framesDone: number;
  readonly frameCount: number;
}

/** What every long call takes. */
export interface RunOptions {
  /** Aborts the call, which then throws its reason. */
  readonly signal?: AbortSignal;
  /** Called after each piece of the work. */
  readonly onProgress?: (progress: Progress) => void;
  /** Threads that render: by default as many as the machine runs at a time, 8 at most, or none for a short run. */
  readonly workers?: number;
}

export interface RenderMovieOptions extends RunOptions {
  /** They are shown the frames of their stages as the movie is made. */
  readonly observers?: readonly MovieObserver[];
}

/** Memory (bytes) from which on no allocator clears what it has at hand, but asks the system for pages that nobody has touched. */
const UNTOUCHED_BYTES = 32 * 1024 * 1024;

/** What stands for movies in memory that threads share, for as long as each of them is held. */
const counted = new WeakMap<ArrayBufferLike, ArrayBuffer>();

/** Room for all frames of a stage, (frame, height, width); threads write straight into it where they can. */
export function roomForMovie(
  { frameCount }: Pick<Scene, "frameCount">,
  { dtype, height, width }: Pick<StageInfo, "dtype" | "height" | "width">,
): FrameData {
  const room = sharedFrameData(dtype, frameCount * height * width);
  if (isShared(room) && room.byteLength >= UNTOUCHED_BYTES) count(room);
  return room;
}

/** Lets V8 collect as if it counted shared memory: it counts as much of a thread's own, which nobody touches and so takes none. */
function count({ buffer, byteLength }: FrameData): void {
  try {
    counted.set(buffer, new ArrayBuffer(byteLength));
  } catch {
    // A system that refuses to promise so much has to do without.
  }
}

/** Renders all frames of a stage into one array, in order. */
export async function renderMovie(
  scene: Scene,
  { name: stageName, height, width }: StageInfo,
  movie: FrameData,
  options: RenderMovieOptions = {},
): Promise<void> {
  const pixels = height * width;
  const { frameCount } = scene;
  const { signal, workers, observers = [] } = options;
  // What observers are shown, they may keep.
  const chunks = scene.stream(stageName, 0, frameCount, {
    signal,
    workers,
    passing: observers.length === 0,
    room: movie,
  });
  for await (const chunk of observed(chunks, scene, observers, signal)) {
    if (chunk.data.buffer !== movie.buffer) movie.set(chunk.data, chunk.from * pixels);
    options.onProgress?.({ framesDone: chunk.to, frameCount });
  }
}
