import { type CellState, cellState } from "../drawing/cells.js";
import type { FrameSource } from "../simulation/frame-source.js";
import { pixelSizeUm } from "../spec/acquisition.js";
import type { CellSource } from "./cell-source.js";
import { type Crop, fieldOfView } from "./side-by-side.js";
import type { MarksTrait } from "./traits/movie-player.js";
import { WidgetError } from "./widget-error.js";

const unjudged: CellState = 3;

/** Outlines of cells for a player to draw, where the finished movie has them; they move with the tissue. */
export function cellMarks(
  source: FrameSource & Partial<CellSource>,
  ids: readonly number[],
  { crop, still }: { readonly crop: Crop | null; readonly still: readonly boolean[] },
): MarksTrait {
  if (ids.length === 0) return { cells: [], motion: null };
  const { spec, groundTruth: truth } = source;
  if (!spec || !truth) throw new WidgetError("MoviePlayer", "cells", ids, "left out for a movie without ground truth");
  const unknown = ids.find((id) => !(Number.isInteger(id) && id >= 0 && id < truth.cellCount));
  if (unknown !== undefined)
    throw new WidgetError("MoviePlayer", "cells", unknown, `numbers of cells, from 0 to ${truth.cellCount - 1}`);
  const pixel = pixelSizeUm(spec.acquisition);
  const [height, width] = fieldOfView(source);
  const cells = ids.map((id) => {
    const [, y, x] = truth.centersUm.data.subarray(3 * id, 3 * id + 3);
    return {
      id,
      x: x / pixel + width / 2 - (crop?.column ?? 0),
      y: y / pixel + height / 2 - (crop?.row ?? 0),
      radius: truth.somaRadiusUm[id] / pixel,
      state: truth.snr ? cellState(truth.inFocus[id], truth.detectable[id]) : unjudged,
    };
  });
  if (!truth.shifts) return { cells, motion: null };
  const moved = source.stages.findIndex(({ name }) => name === "brain_motion");
  const stages = source.stages.slice(Math.max(0, moved)).map(({ name }) => name);
  return { cells, motion: { stages, still: [...still], shifts: Float32Array.from(truth.shifts.data) } };
}
