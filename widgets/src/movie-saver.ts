import { html } from "./dom.js";
import { framePicture } from "./frame-picture.js";
import type { MoviePlayerModel } from "./movie-player-model.js";
import { VideoWriter } from "./video-writer.js";

/** The file is put together in the page's memory. */
const mostPixels = 10e9;

/** Saves the frame on show as a PNG. */
export function saveFrame(model: MoviePlayerModel): void {
  const { shown } = model;
  const picture = shown && framePicture(model, shown);
  picture?.toBlob((blob) => {
    if (blob) download(blob, `${shown?.stage.name}-frame-${shown?.frame}.png`);
  });
}

/** How saving comes along, and what ends it. */
export interface Saving {
  readonly signal: AbortSignal;
  readonly report: (frames: number) => void;
}

/**
 * Saves the frames that are played as an MP4, as they are shown: the player goes through them once. Returns what it is
 * encoded as.
 */
export async function saveMovie(model: MoviePlayerModel, { signal, report }: Saving): Promise<string> {
  const [from, to] = model.range;
  const { position, stageInfo: stage } = model;
  model.pause();
  model.goThrough(true);
  let writer: VideoWriter | null = null;
  try {
    for (let frame = from; frame < to; frame++) {
      const shown = await model.reach(frame, signal);
      const picture = framePicture(model, shown);
      if (!picture) throw new Error("There is nothing to save yet.");
      const even = evened(picture);
      if ((to - from) * even.width * even.height > mostPixels) {
        throw new Error("That is too long for a page; choose fewer frames, or use writeVideo(…) in a cell.");
      }
      writer ??= await VideoWriter.open(even.width, even.height, model.fps);
      await writer.add(even, frame - from);
      report(frame + 1 - from);
    }
    if (!writer) throw new Error("There are no frames to save.");
    const blob = await writer.finish();
    download(blob, `${stage?.name}-${from}-${to - 1}.mp4`);
    return writer.codec;
  } finally {
    writer?.close();
    model.goThrough(false);
    model.seek(position);
  }
}

/** Encoders take even sides only: an odd one gets a black line more. */
function evened(picture: HTMLCanvasElement): HTMLCanvasElement {
  const [width, height] = [picture.width + (picture.width % 2), picture.height + (picture.height % 2)];
  if (width === picture.width && height === picture.height) return picture;
  const canvas = html("canvas", { width, height });
  const context = canvas.getContext("2d", { alpha: false });
  context?.drawImage(picture, 0, 0);
  return canvas;
}

function download(blob: Blob, name: string): void {
  const href = URL.createObjectURL(blob);
  html("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
