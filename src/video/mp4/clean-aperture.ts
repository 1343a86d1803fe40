import { VideoError } from "../video-error.js";
import { type Box, boxesOn, childOf, letters, viewOf } from "./boxes.js";

interface Size {
  readonly height: number;
  readonly width: number;
}

/** Length of the box that says what is shown. */
export const CLEAN_APERTURE_BYTES = 40;

/**
 * An MP4's `moov` box with a clean aperture (ISO/IEC 14496-12, `clap`) in its one video stream, which makes it longer:
 * players show the first `height` rows and `width` columns of the coded picture.
 * @throws VideoError when there is no H.264 in it.
 */
export function withCleanAperture(moov: Uint8Array, shown: Size, coded: Size): Uint8Array {
  const path = boxesOn(moov, ["moov", "trak", "mdia", "minf", "stbl", "stsd", "avc1"]);
  if (!path) throw new VideoError("damaged", "This MP4 has no stream of H.264 that could be cropped.");
  const { end: insertAt } = path.at(-1)!;
  const patched = new Uint8Array(moov.length + CLEAN_APERTURE_BYTES);
  patched.set(moov.subarray(0, insertAt));
  patched.set(cleanAperture(shown, coded), insertAt);
  patched.set(moov.subarray(insertAt), insertAt + CLEAN_APERTURE_BYTES);
  for (const box of path) resize(patched, box, CLEAN_APERTURE_BYTES);
  return patched;
}

/** The same in a box of the same length: the text about the encoder at its end gives way; null when there is no room. */
export function withCleanApertureInPlace(moov: Uint8Array, shown: Size, coded: Size): Uint8Array | null {
  const text = childOf(moov, { start: 8, end: moov.length }, "udta");
  if (text?.end !== moov.length || text.end - text.start < CLEAN_APERTURE_BYTES + 8) return null;
  const patched = withCleanAperture(moov, shown, coded);
  const free = { start: text.start + CLEAN_APERTURE_BYTES, end: patched.length };
  resize(patched, free, -CLEAN_APERTURE_BYTES);
  patched.set(letters("free"), free.start + 4);
  resize(patched, { start: 0, end: patched.length }, -CLEAN_APERTURE_BYTES);
  return patched.subarray(0, moov.length);
}

/** Changes the length that a box says it has. */
function resize(bytes: Uint8Array, { start, end }: Box, by: number): void {
  viewOf(bytes).setUint32(start, end - start + by);
}

/** Size and place as fractions; the place is that of the middle, seen from the coded picture's middle. */
function cleanAperture(shown: Size, coded: Size): Uint8Array {
  const view = new DataView(new ArrayBuffer(CLEAN_APERTURE_BYTES));
  view.setUint32(0, CLEAN_APERTURE_BYTES);
  const offsets = [shown.width - coded.width, 2, shown.height - coded.height, 2];
  const values = [shown.width, 1, shown.height, 1, ...offsets];
  for (const [i, value] of values.entries()) view.setInt32(8 + i * 4, value);
  const box = new Uint8Array(view.buffer);
  box.set(letters("clap"), 4);
  return box;
}
