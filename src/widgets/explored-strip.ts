import type { ExploredFrame } from "./explored-steps.js";
import { thumbnail } from "./thumbnail.js";
import type { ExplorerStep, StageExplorerTraits } from "./traits/stage-explorer.js";

/** Every step of a pipeline in small, each with its mean. */
export type ExploredStrip = Pick<StageExplorerTraits, "steps" | "thumbnails" | "thumbnailSize">;

interface Size {
  readonly height: number;
  readonly width: number;
}

/** What a picture in the strip shows: its scene and its frame. */
export function pictureName(generation: number, frame: number): string {
  return `${generation} ${frame}`;
}

/** Steps whose pictures show another scene or another frame. */
export function stalePictures(steps: readonly ExplorerStep[], picture: string): readonly ExplorerStep[] {
  return steps.filter(({ pictured }) => pictured !== picture);
}

/** The strip with another picture of one step. */
export function withPicture(
  { steps, thumbnails, thumbnailSize }: ExploredStrip,
  kind: string,
  { data }: ExploredFrame,
  stage: Size,
  pictured: string,
): ExploredStrip {
  const pixels = thumbnailSize[0] * thumbnailSize[1];
  const isFitting = thumbnails.length === steps.length * pixels;
  const pictures = isFitting ? thumbnails.slice() : new Uint8Array(steps.length * pixels);
  const at = steps.findIndex((step) => step.kind === kind);
  if (at >= 0) pictures.set(thumbnail(data, stage, thumbnailSize), at * pixels);
  const brightness = mean(data);
  return {
    steps: steps.map((step) => {
      if (step.kind === kind) return { ...step, mean: brightness, pictured };
      return isFitting ? step : { ...step, mean: null, pictured: "" };
    }),
    thumbnails: pictures,
    thumbnailSize,
  };
}

export function mean(data: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i];
  return sum / Math.max(1, data.length);
}
