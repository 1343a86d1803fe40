import type { FrameData, StageInfo } from "../simulation/frame-source.js";
import { VideoError } from "./video-error.js";

/** How the values of a stage become whole numbers of 8 or 16 bits. */
export interface GreyScale {
  readonly bits: 8 | 16;
  readonly vmin: number;
  readonly vmax: number;
  /** Whether the values are written as they are: counts that fit. */
  readonly exact: boolean;
}

export interface GreyOptions {
  /** The value that becomes 0; the least the stage can hold by default. */
  readonly vmin?: number;
  /** The value that becomes 255 (65535); the most the stage can hold by default: 2^bit_depth − 1 after the sensor. */
  readonly vmax?: number;
}

/**
 * The grey scale of a stage. Without `vmin` and `vmax`, counts that fit into `bits` are kept as they are.
 * @throws VideoError when the stage has no range of its own and `vmin` or `vmax` is missing, or when they are no range.
 */
export function greyScale(stage: StageInfo, options: GreyOptions, bits: 8 | 16): GreyScale {
  const vmin = options.vmin ?? stage.range?.[0] ?? 0;
  const vmax = options.vmax ?? stage.range?.[1];
  if (vmax === undefined) {
    throw new VideoError(
      "range",
      `The stage "${stage.name}" is no sensor's, so its brightest value is not known: give vmax (and vmin, 0 by default), in ${stage.unit}.`,
    );
  }
  for (const [name, value] of Object.entries({ vmin, vmax })) {
    if (!Number.isFinite(value)) throw new VideoError("range", `${name} is ${value}; it must be a finite number.`);
  }
  if (!(vmin < vmax)) throw new VideoError("range", `vmin is ${vmin} and vmax ${vmax}; vmin must be below vmax.`);
  const counts = stage.dtype === "uint8" || (stage.dtype === "uint16" && bits === 16);
  const untouched = options.vmin === undefined && options.vmax === undefined && bits === 16;
  return { bits, vmin, vmax, exact: counts && (untouched || (vmin === 0 && vmax === 2 ** bits - 1)) };
}

/**
 * Values as whole numbers of 8 or 16 bits: ⌊top·clip((v−vmin)/(vmax−vmin), 0, 1) + ½⌋ with top 255 or 65535.
 * @throws VideoError when a value is not finite; `nameOf` says where the value at an index belongs.
 */
export function toGrey(
  data: FrameData,
  { bits, vmin, vmax, exact }: GreyScale,
  nameOf: (index: number) => string,
): Uint8Array | Uint16Array {
  if (exact && bits === 8 && data instanceof Uint8Array) return data;
  if (exact && bits === 16 && data instanceof Uint16Array) return data;
  const grey = bits === 8 ? new Uint8Array(data.length) : new Uint16Array(data.length);
  if (exact) {
    grey.set(data);
    return grey;
  }
  const top = 2 ** bits - 1;
  const scaled = (value: number) => Math.floor(top * Math.min(1, Math.max(0, (value - vmin) / (vmax - vmin))) + 0.5);
  if (data instanceof Float32Array) {
    for (let i = 0; i < data.length; i++) {
      const value = data[i];
      if (!Number.isFinite(value)) {
        throw new VideoError("value", `${nameOf(i)} is ${value}; a video holds finite values only.`);
      }
      grey[i] = scaled(value);
    }
    return grey;
  }
  for (let i = 0; i < data.length; i++) grey[i] = scaled(data[i]);
  return grey;
}
