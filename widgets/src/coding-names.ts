import { formatQuantity } from "../../src/drawing/format.js";
import type { ChunkCoding } from "../../src/widgets/traits/movie-messages.js";

/** What is said of frames by the way in which they came. */
export const codingNames: Readonly<Record<ChunkCoding, string>> = {
  raw: "exact",
  h264: "≈ H.264",
  half: "≈ half size",
};

/** The time that stands on a picture, behind a word where it is not exact. */
export function timeStamp(seconds: number, coding: ChunkCoding): string {
  const time = formatQuantity(seconds, "s", 2);
  return coding === "raw" ? time : `${codingNames[coding]} · ${time}`;
}
