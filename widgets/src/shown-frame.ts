import { comparedPanels, type Panel } from "../../src/drawing/compared-panels.js";
import type { FrameData, StageInfo } from "../../src/simulation/frame-source.js";
import type { ChunkCoding } from "../../src/widgets/traits/movie-messages.js";
import type { MoviePlayerModel } from "./movie-player-model.js";

/** A frame of a player that is here: the one on show. */
export interface ShownFrame {
  readonly stage: StageInfo;
  readonly frame: number;
  readonly generation: number;
  /** The images that are seen, of one movie or of several. */
  readonly panels: readonly Panel[];
  /** All values that contrast is taken from. */
  readonly data: FrameData;
  /** How the frames that it is made of have come: it is exact only if raw. */
  readonly coding: ChunkCoding;
  /** Whether these are differences, with limits and a colour map of their own. */
  readonly isSigned: boolean;
  /** What tells this picture from others of the same frame. */
  readonly key: string;
}

/** A frame as it is to be seen, if what it needs is here. */
export function shownFrame(model: MoviePlayerModel, stage: StageInfo, frame: number): ShownFrame | null {
  const { compare, movieCount, projection } = model;
  const all = projection.at(stage.name, frame);
  if (!all) return null;
  const coding = projection.codingAt(stage.name, frame);
  const size = all.length / movieCount;
  const frames = Array.from({ length: movieCount }, (_, i) => all.subarray(i * size, (i + 1) * size));
  const panels = comparedPanels(frames, model.labels, compare);
  const isSigned = compare === "difference";
  const data = isSigned ? panels[0].data : all;
  const generation = model.trait("generation");
  return { stage, frame, generation, panels, data, coding, isSigned, key: pictureKey(model, stage, frame) };
}

/** What tells the picture of a frame from others, as the player is set now. */
export function pictureKey(model: MoviePlayerModel, stage: StageInfo, frame: number): string {
  const { compare, projection, loader } = model;
  return [model.trait("generation"), stage.name, frame, compare, projection.key, loader.exchanges].join(" ");
}
