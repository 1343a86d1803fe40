import type { FrameData } from "../../simulation/frame-source.js";

/** The least and the greatest value; null when one of them is not finite. */
export function valueLimits(values: FrameData): readonly [least: number, greatest: number] | null {
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    // A value that is no number is neither less nor more.
    if (Number.isNaN(value)) return null;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return Number.isFinite(least) && Number.isFinite(greatest) ? [least, greatest] : null;
}

/** Values as bytes, 0 for `black` and 255 for `white`. */
export function toBytes(values: FrameData, black: number, white: number): Uint8Array {
  const bytes = new Uint8Array(values.length);
  const factor = white > black ? 255 / (white - black) : 0;
  for (let i = 0; i < values.length; i++) bytes[i] = (values[i] - black) * factor + 0.5;
  return bytes;
}
