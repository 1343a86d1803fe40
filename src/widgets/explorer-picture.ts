import { signedColormap } from "../drawing/colormaps.js";
import { autoLimits, evenLimits } from "../drawing/contrast.js";
import { decimate, decimationStep } from "../drawing/decimate.js";
import { drawExplorer, type ExplorerPicture, layOutExplorer } from "../drawing/explorer-picture.js";
import { lightPalette } from "../drawing/palette.js";
import type { FrameChunk } from "../simulation/frame-source.js";
import { captionOf, movieNamed } from "./explored-names.js";
import { drawPicture, mostPicturePixels } from "./picture.js";
import type { StageExplorerTraits } from "./traits/stage-explorer.js";

type Shown = Pick<
  StageExplorerTraits,
  "stage" | "frame" | "movie" | "steps" | "thumbnails" | "thumbnailSize" | "effect" | "limits" | "colormap"
>;

/** The strip, the frame and the histogram, as a PNG. */
export function explorerPicture(shown: Shown, { data, width, height }: FrameChunk): Promise<Uint8Array | undefined> {
  const { stage, frame, movie, steps, thumbnails, thumbnailSize, effect, limits, colormap } = shown;
  const { kind, mode } = movieNamed(stage);
  const step = decimationStep(width, mostPicturePixels);
  const isSigned = mode === "difference";
  const picture: ExplorerPicture = {
    steps: steps.map(({ stage: name, mean, unit }) => ({ name, mean, unit })),
    chosen: steps.findIndex((one) => one.kind === kind),
    thumbnails,
    thumbnailSize,
    image: {
      panels: [{ label: captionOf(kind, mode), data: decimate(data, width, height, step) }],
      width: Math.ceil(width / step),
      height: Math.ceil(height / step),
      limits: limits ?? (isSigned ? evenLimits(data) : autoLimits(data)),
      colormap: isSigned ? signedColormap : colormap,
      pixelSizeUm: movie.pixelSizeUm && movie.pixelSizeUm * step,
      timeS: frame / movie.fps,
    },
    effect,
  };
  const size = layOutExplorer(picture);
  return drawPicture(size.width, size.height, (context) => drawExplorer(context, picture, lightPalette));
}
