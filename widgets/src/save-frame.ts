import { html } from "./dom.js";
import { framePicture } from "./frame-picture.js";
import type { MoviePlayerModel } from "./movie-player-model.js";

/** Saves the frame on show as a PNG. */
export function saveFrame(model: MoviePlayerModel): void {
  const { shown } = model;
  const picture = shown && framePicture(model, shown);
  picture?.toBlob((blob) => {
    if (blob) download(blob, `${shown?.stage.name}-frame-${shown?.frame}.png`);
  });
}

/** Has the browser save a file. */
export function download(blob: Blob, name: string): void {
  const href = URL.createObjectURL(blob);
  html("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
