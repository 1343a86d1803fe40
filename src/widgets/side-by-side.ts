import { newFrameData } from "../simulation/frame-data.js";
import type { FrameChunk, FrameSource, StageInfo } from "../simulation/frame-source.js";
import { WidgetError } from "./widget-error.js";

/** A rectangle of the field of view, in pixels. */
export interface Crop {
  readonly row: number;
  readonly column: number;
  readonly height: number;
  readonly width: number;
}

type Frames = FrameSource["frames"];

/** A movie beside others of the same size, by its name. */
export interface Panel {
  readonly label: string;
  readonly frames: Frames;
}

/**
 * Movies of the same stages as one, their frames side by side: so they share frame, contrast and colours. Only the field
 * of view is shown, or a part of it; what earlier stages have around it is cut off.
 */
export class SideBySide implements FrameSource {
  readonly #movie: FrameSource;
  readonly #panels: readonly Panel[];
  readonly #crop: Crop;
  readonly stages: readonly StageInfo[];

  constructor(movie: FrameSource, panels: readonly Panel[], crop: Crop | null) {
    const [height, width] = fieldOfView(movie);
    if (crop && !fits(crop, height, width)) {
      throw new WidgetError("MoviePlayer", "crop", crop, `a rectangle within ${height} × ${width} pixels`);
    }
    this.#movie = movie;
    this.#panels = panels;
    this.#crop = crop ?? { row: 0, column: 0, height, width };
    this.stages = movie.stages.map((stage) => ({
      ...stage,
      height: this.#crop.height,
      width: this.#crop.width * panels.length,
    }));
  }

  get frameCount(): number {
    return this.#movie.frameCount;
  }

  get fps(): number {
    return this.#movie.fps;
  }

  get pixelSizeUm(): number | null {
    return this.#movie.pixelSizeUm;
  }

  async frames(stage: string, from: number, to: number, options?: { signal?: AbortSignal }): Promise<FrameChunk> {
    const chunks = [];
    for (const panel of this.#panels) chunks.push(await panel.frames(stage, from, to, options));
    const info = this.stages.find(({ name }) => name === stage);
    const { height, width } = this.#crop;
    const total = width * chunks.length;
    const data = newFrameData(info?.dtype ?? "float32", (to - from) * height * total);
    chunks.forEach((chunk, panel) => {
      this.#copy(chunk, data, panel * width, total);
    });
    return { stage, from, to, height, width: total, data };
  }

  #copy(chunk: FrameChunk, data: FrameChunk["data"], left: number, total: number): void {
    const { row, column, height, width } = this.#crop;
    const [fovHeight, fovWidth] = fieldOfView(this.#movie);
    const top = row + ((chunk.height - fovHeight) >> 1);
    const start = column + ((chunk.width - fovWidth) >> 1);
    for (let t = 0; t < chunk.to - chunk.from; t++) {
      for (let y = 0; y < height; y++) {
        const at = (t * chunk.height + top + y) * chunk.width + start;
        data.set(chunk.data.subarray(at, at + width), (t * height + y) * total + left);
      }
    }
  }
}

/** The size of the finished movie: earlier stages may have a margin around it. */
export function fieldOfView({ stages }: Pick<FrameSource, "stages">): readonly [height: number, width: number] {
  const finished = stages.at(-1);
  return [finished?.height ?? 1, finished?.width ?? 1];
}

function fits({ row, column, height, width }: Crop, rows: number, columns: number): boolean {
  return (
    [row, column, height, width].every(Number.isInteger) &&
    row >= 0 &&
    column >= 0 &&
    height > 0 &&
    width > 0 &&
    row + height <= rows &&
    column + width <= columns
  );
}
