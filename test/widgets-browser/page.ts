import * as base from "@jupyter-widgets/base";
import { type ColormapName, lookupTable } from "../../src/drawing/colormaps.js";
import { colourise, type Limits } from "../../src/drawing/colourise.js";
import { regionOfInterest } from "../../src/recording/roi-traces.js";
import type { FrameSource } from "../../src/simulation/frame-source.js";
import { FieldView } from "../../src/widgets/field-view.js";
import { FootprintView } from "../../src/widgets/footprint-view.js";
import { HistogramView } from "../../src/widgets/histogram-view.js";
import { MoviePlayer, type MoviePlayerOptions } from "../../src/widgets/movie-player.js";
import { SideView } from "../../src/widgets/side-view.js";
import { SpectrumView } from "../../src/widgets/spectrum-view.js";
import { StageExplorer } from "../../src/widgets/stage-explorer.js";
import { TraceView } from "../../src/widgets/trace-view.js";
import { Why } from "../../src/widgets/why.js";
import type { Widget } from "../../src/widgets/widget.js";
import { serveSpecTools } from "../../widgets/src/spec-tools.js";
import { compiledSource, renderedFrame } from "./compiled-source.js";
import { NumberedMovie, numberOn } from "./numbered-movie.js";
import { PageKernel } from "./page-kernel.js";
import { classes, PageManager } from "./page-manager.js";
import { syntheticCells } from "./synthetic-cells.js";
import { GrowingSyntheticMovie, SyntheticMovie } from "./synthetic-movie.js";

/** What the tests use of the page. */
const lab = {
  kernel: PageKernel.install(),
  PageManager,
  base,
  classes,
  SyntheticMovie,
  GrowingSyntheticMovie,
  NumberedMovie,
  numberOn,
  MoviePlayer,
  FootprintView,
  SideView,
  TraceView,
  FieldView,
  HistogramView,
  StageExplorer,
  Why,
  compiledSource,
  renderedFrame,
  SpectrumView,
  syntheticCells,
  regionOfInterest,
  serveSpecTools,

  /** Shows widgets, each in an output of its own. */
  async show(...widgets: Widget[]) {
    const manager = new PageManager(lab.kernel);
    const views = [];
    for (const widget of widgets) views.push(await manager.show(widget.modelId!, lab.output()));
    return { manager, views };
  },

  /**
   * A synthetic movie of cells at known places, with their true traces: cell i is 100 i + t bright in frame t, and spikes
   * in every tenth frame. There are blood vessels. The tissue moves by a pixel down and two right in each odd frame.
   */
  movieOfCells(frameCount: number, side: number, cells: number, offset = 0) {
    const { spec, groundTruth } = syntheticCells(cells, { side, vessels: true });
    const frames = (row: (cell: number, t: number) => number) => (_: unknown, k: number) =>
      row(Math.floor(k / frameCount), k % frameCount);
    const shape = [cells, frameCount] as const;
    const truth = {
      ...groundTruth,
      C: {
        shape,
        data: Float64Array.from(
          { length: cells * frameCount },
          frames((cell, t) => 100 * cell + t),
        ),
      },
      S: {
        shape,
        data: Int32Array.from(
          { length: cells * frameCount },
          frames((_, t) => Number(t % 10 === 0)),
        ),
      },
      shifts: {
        shape: [frameCount, 2] as const,
        data: Float64Array.from({ length: 2 * frameCount }, (_, k) => ((k >> 1) % 2 === 1 ? 1 + (k % 2) : 0)),
      },
    };
    const steps = [{ kind: "brain_motion" }, { kind: "neuropil" }, ...(spec.steps ?? [])];
    const movie = new SyntheticMovie(frameCount, side, offset);
    return Object.assign(movie, { spec: { ...spec, steps }, groundTruth: truth, observed: true });
  },

  /** A player of a synthetic movie, shown in as many outputs as asked for. */
  async showPlayer(movie: FrameSource, options: MoviePlayerOptions = {}, outputs = 1) {
    const player = new MoviePlayer(movie, options);
    const { manager, views } = await lab.show(...Array.from({ length: outputs }, () => player));
    return { manager, player, views };
  },

  output(): HTMLElement {
    const output = document.createElement("div");
    output.className = "output";
    document.body.append(output);
    return output;
  },

  /** How many pixels of a canvas are not what the movie's values are through limits and colour map. */
  wrongPixels(root: HTMLElement, movie: SyntheticMovie): number {
    const { frame, stage, limits, colormap } = root.dataset;
    const canvas = root.querySelector<HTMLCanvasElement>("canvas.ms-frame")!;
    const shown = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height).data;
    const values = movie.frame(stage!, Number(frame));
    const expected = new Uint8ClampedArray(4 * values.length);
    colourise(values, JSON.parse(limits!) as Limits, lookupTable(colormap as ColormapName), expected);
    if (shown.length !== expected.length) return -1;
    return expected.reduce((wrong, byte, i) => wrong + (byte === shown[i] ? 0 : 1), 0);
  },
};

export type Lab = typeof lab;
declare global {
  interface Window {
    lab: Lab;
  }
}
window.lab = lab;
