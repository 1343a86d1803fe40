import type { FrameChunk, FrameData, FrameSource, StageInfo } from "../../simulation/frame-source.js";
import type { MovieObserver } from "../../simulation/observer.js";
import { VideoError } from "../video-error.js";
import type { FieldOptions, FieldValues } from "./field.js";
import type { MovieStore } from "./movie-store.js";

/** A frame as a transform is given it. */
export interface RecordedFrame {
  readonly index: number;
  /** Time from the start of the recording (s). */
  readonly time: number;
  readonly height: number;
  readonly width: number;
  /** (height, width), C order. */
  readonly data: FrameData;
}

/** Values with a size of their own. */
export interface ShapedValues {
  readonly height: number;
  readonly width: number;
  readonly data: FieldValues;
}

/** What a transform makes of a frame: one field, of the frame's size unless it has its own, or several by name. */
export type Transformed = FieldValues | ShapedValues | Readonly<Record<string, FieldValues | ShapedValues>>;

/** Which frames are recorded, and what of them. */
export interface RecordOptions {
  /** Every so many frames, the first included; every frame by default. */
  readonly every_frames?: number;
  /** The frames nearest to 0, every_s, 2·every_s … (s). */
  readonly every_s?: number;
  /** The frames nearest to these times (s). */
  readonly at_times?: readonly number[];
  /** What is stored of a frame; its values under the stage's name by default. */
  readonly transform?: (frame: RecordedFrame) => Transformed | Promise<Transformed>;
  /** How fields are stored, by name: mapped from vmin … vmax, with how many bits; kept as they are by default. */
  readonly fields?: Readonly<Record<string, Pick<FieldOptions, "vmin" | "vmax" | "bits" | "unit">>>;
}

/**
 * An observer that records a stage, or what a transform makes of it, into a store. Frames that a store already holds stay
 * or go as its mode says; times of frames that are added to others go on behind theirs.
 * @throws VideoError when the options contradict one another.
 */
export function record(stage: string, store: MovieStore, options: RecordOptions = {}): MovieObserver {
  checkOptions(options);
  let movie: { readonly fps: number; readonly pixelSizeUm: number | null; readonly stage: StageInfo } | null = null;
  let isFrameWanted: (index: number) => boolean = () => true;
  let isWriting = false;
  let offset = 0;

  async function append(frame: RecordedFrame): Promise<void> {
    const { fps, pixelSizeUm, stage: info } = movie!;
    const made = options.transform ? await options.transform(frame) : frame.data;
    const fields = fieldsOf(made, info);
    if (!isWriting) {
      const layout = Object.entries(fields).map(([name, values]) => [name, layoutOf(name, values, info, options)]);
      await store.startWriting({ fields: Object.fromEntries(layout), fps: rateOf(fps, options), pixelSizeUm });
      isWriting = true;
      offset = store.frameCount > 0 ? store.times.at(-1)! + 1 / store.fps - frame.time : 0;
    }
    const values = Object.entries(fields).map(([name, { data }]) => [name, data]);
    await store.append(Object.fromEntries(values), frame.time + offset);
  }

  return {
    stage,
    begin(source, info) {
      movie = { fps: source.fps, pixelSizeUm: source.pixelSizeUm, stage: info };
      isFrameWanted = wantedFrames(source, options);
      isWriting = false;
    },
    select: (from, to) => Array.from({ length: to - from }, (_, i) => from + i).filter((index) => isFrameWanted(index)),
    async observe(chunk: FrameChunk) {
      const { height, width, from, to } = chunk;
      for (let index = from; index < to; index++) {
        const data = chunk.data.subarray((index - from) * height * width, (index - from + 1) * height * width);
        await append({ index, time: index / movie!.fps, height, width, data });
      }
    },
    async end() {
      if (isWriting) await store.close();
    },
  };
}

function checkOptions({ every_frames, every_s, at_times, transform, fields }: RecordOptions): void {
  const given = Object.entries({ every_frames, every_s, at_times }).filter(([, value]) => value !== undefined);
  const names = given.map(([name]) => name).join(" and ");
  if (given.length > 1) throw new VideoError("option", `Give one of ${names}, not ${given.length}.`);
  if (every_frames !== undefined && !(Number.isInteger(every_frames) && every_frames > 0)) {
    throw new VideoError("option", `every_frames is ${every_frames}; it must be a whole number above 0.`);
  }
  if (every_s !== undefined && !(every_s > 0 && Number.isFinite(every_s))) {
    throw new VideoError("option", `every_s is ${every_s}; it must be a time above 0, in seconds.`);
  }
  if (fields && !transform && Object.keys(fields).length > 1) {
    throw new VideoError("option", "Without a transform there is one field; give fields for that one.");
  }
}

function wantedFrames({ fps, frameCount }: FrameSource, options: RecordOptions): (index: number) => boolean {
  const { every_frames, every_s, at_times } = options;
  if (every_frames !== undefined) return (index) => index % every_frames === 0;
  if (every_s !== undefined) {
    const step = every_s * fps;
    // A frame is nearest to a multiple of the step if it is to one of the two around it.
    return (index) => [Math.floor, Math.ceil].some((either) => Math.round(either(index / step) * step) === index);
  }
  if (at_times === undefined) return () => true;
  const outside = at_times.find((time) => !(time >= 0 && Math.round(time * fps) < frameCount));
  if (outside !== undefined) {
    throw new VideoError("option", `at_times has ${outside} s; the movie goes from 0 to ${(frameCount - 1) / fps} s.`);
  }
  const frames = new Set(at_times.map((time) => Math.round(time * fps)));
  return (index) => frames.has(index);
}

function rateOf(fps: number, { every_frames, every_s }: RecordOptions): number {
  if (every_s !== undefined) return Math.min(fps, 1 / every_s);
  return fps / (every_frames ?? 1);
}

function fieldsOf(made: Transformed, { name, height, width }: StageInfo): Record<string, ShapedValues> {
  const shaped = (values: FieldValues | ShapedValues): ShapedValues =>
    ArrayBuffer.isView(values) ? { height, width, data: values } : values;
  if (ArrayBuffer.isView(made) || isShaped(made)) return { [name]: shaped(made) };
  return Object.fromEntries(Object.entries(made).map(([field, values]) => [field, shaped(values)]));
}

function isShaped(made: Exclude<Transformed, FieldValues>): made is ShapedValues {
  return "data" in made && typeof made.height === "number" && typeof made.width === "number";
}

function layoutOf(
  name: string,
  { height, width, data }: ShapedValues,
  stage: StageInfo,
  options: RecordOptions,
): FieldOptions {
  const unit = options.transform ? undefined : stage.unit;
  const dtype = data instanceof Uint8Array ? "uint8" : data instanceof Uint16Array ? "uint16" : "float32";
  return { height, width, dtype, unit, ...options.fields?.[name] };
}
