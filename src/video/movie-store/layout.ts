import { VideoError } from "../video-error.js";
import type { Json, StoreDescription } from "./description.js";
import { type Field, type FieldOptions, type FieldValues, fieldOf } from "./field.js";

/** What is about to be written. */
export interface StoreLayout {
  readonly fields: Readonly<Record<string, FieldOptions>>;
  /** Frames a second at which the movie plays, and the spacing of times that are not given; 20 by default. */
  readonly fps?: number;
  /** Size of a pixel in the tissue (µm). */
  readonly pixelSizeUm?: number | null;
}

/** A frame to be added: the values of the first field, or those of each by name. */
export type StoreValues = FieldValues | Readonly<Record<string, FieldValues>>;

/** @throws VideoError when the layout describes no store. */
export function describeStore(
  { fields, fps = 20, pixelSizeUm = null }: StoreLayout,
  metadata: Json = null,
): StoreDescription {
  const list = Object.entries(fields).map(([name, options]) => fieldOf(name, options));
  if (list.length === 0 || list.length > 99) throw new VideoError("option", "A store has 1 to 99 fields.");
  if (!(fps > 0 && Number.isFinite(fps))) throw new VideoError("option", `fps is ${fps}; it must be above 0.`);
  return {
    movie_store: 1,
    fields: list,
    fps,
    pixel_size_um: pixelSizeUm,
    metadata: JSON.parse(JSON.stringify(metadata)),
  };
}

/**
 * The values of each field of a frame.
 * @throws VideoError when the frame has other fields.
 */
export function valuesOfFields(fields: readonly Field[], frame: StoreValues): FieldValues[] {
  const values = ArrayBuffer.isView(frame) ? { [fields[0].name]: frame } : frame;
  const strange = Object.keys(values).some((name) => fields.every((field) => field.name !== name));
  if (!strange && fields.every(({ name }) => values[name] !== undefined)) return fields.map(({ name }) => values[name]);
  const names = fields.map(({ name }) => name).join(", ");
  throw new VideoError(
    "value",
    `A frame of this store has the fields ${names}, not ${Object.keys(values).join(", ")}.`,
  );
}

/**
 * The time of a frame behind those of `times`, 1/fps later when it is not given (s).
 * @throws VideoError when it is not later than they are.
 */
export function timeOfNext(times: readonly number[], fps: number, given?: number): number {
  const last = times.at(-1);
  const time = given ?? (last === undefined ? 0 : last + 1 / fps);
  if (Number.isFinite(time) && (last === undefined || time > last)) return time;
  throw new VideoError(
    "option",
    `The time of a frame is ${time} s; it must be later than that before it, ${last ?? "−∞"} s.`,
  );
}
