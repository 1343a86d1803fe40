import type { DrawingContext } from "../drawing/context.js";

/** Pictures of images are no wider than this: noise makes large ones slow to write and heavy in a notebook. */
export const mostPicturePixels = 400;

/**
 * Draws a picture without a page and gives it as a PNG; undefined where no canvas is installed, so that a notebook
 * only loses its pictures.
 */
export async function drawPicture(
  width: number,
  height: number,
  draw: (context: DrawingContext) => void,
): Promise<Uint8Array | undefined> {
  const canvas = await import("@napi-rs/canvas").catch(() => undefined);
  if (!canvas) return undefined;
  const picture = canvas.createCanvas(Math.round(width), Math.round(height));
  draw(picture.getContext("2d"));
  return picture.encode("png");
}
