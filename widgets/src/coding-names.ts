import type { ChunkCoding } from "../../src/widgets/traits/movie-messages.js";

/** What is said of frames by the way in which they came. */
export const codingNames: Readonly<Record<ChunkCoding, string>> = {
  raw: "exact",
  h264: "≈ H.264",
  half: "≈ half size",
};
