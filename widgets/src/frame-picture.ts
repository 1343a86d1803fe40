import { drawMovieFrame } from "../../src/drawing/movie-frame.js";
import type { PlacedOutlines } from "../../src/drawing/outlines.js";
import { html } from "./dom.js";
import type { MoviePlayerModel } from "./movie-player-model.js";
import type { ShownFrame } from "./shown-frame.js";

/** A frame as it is shown, at one pixel a value: all movies, outlines, scale bar and time. Null before its contrast is known. */
export function framePicture(model: MoviePlayerModel, shown: ShownFrame): HTMLCanvasElement | null {
  const { fps, contrast } = model;
  const { limits, colormap } = contrast;
  const { width, height } = shown.stage;
  const canvas = html("canvas", { width: width * shown.panels.length, height });
  const context = canvas.getContext("2d", { alpha: false });
  if (!context || !limits) return null;
  const pixelSizeUm = model.trait("scale_bar") === false ? null : (model.trait("movie")?.pixelSizeUm ?? null);
  drawMovieFrame(context, {
    panels: shown.panels,
    width,
    height,
    limits,
    colormap,
    pixelSizeUm,
    timeS: shown.frame / fps,
    outlines: outlinesOf(model, shown),
  });
  return canvas;
}

function outlinesOf(model: MoviePlayerModel, { stage, frame, panels }: ShownFrame): PlacedOutlines[] {
  const { truth } = model;
  const finished = model.trait("movie")?.stages.at(-1) ?? stage;
  const [left, top] = [(stage.width - finished.width) >> 1, (stage.height - finished.height) >> 1];
  return panels.map((_, i) => {
    const [dy, dx] = truth.shiftAt(stage.name, frame, model.movieOf(i));
    return { ...truth.drawing, hovered: null, zoom: 1, edge: stage.width, x: left + dx, y: top + dy };
  });
}
