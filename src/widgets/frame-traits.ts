import type { FrameSource } from "../simulation/frame-source.js";
import type { TraitConflict } from "./trait-set.js";
import type { FramesTrait, FrameTraits } from "./traits/frames.js";

/** What a page has to know of a movie before it asks for frames. */
export function framesTrait({ frameCount, fps, pixelSizeUm, stages }: Omit<FrameSource, "frames">): FramesTrait {
  return {
    frameCount,
    fps,
    pixelSizeUm,
    stages: stages.map(({ name, height, width, dtype, unit, range }) => {
      return { name, height, width, dtype, unit, range: range && [range[0], range[1]] };
    }),
  };
}

/** What is wrong between the traits of a view of frames. */
export function frameConflict({ movie, stage, frame, limits }: FrameTraits): TraitConflict | undefined {
  const names = movie.stages.map(({ name }) => name);
  if (names.length > 0 && !names.includes(stage))
    return { trait: "stage", allowed: names.map((name) => `"${name}"`).join(" | ") };
  if (frame > Math.max(0, movie.frameCount - 1))
    return { trait: "frame", allowed: `a whole number from 0 to ${movie.frameCount - 1}` };
  if (limits && !(limits[0] < limits[1])) return { trait: "limits", allowed: "[black, white] with black < white" };
  return undefined;
}
