import { newFrameData } from "../../src/simulation/frame-data.js";
import { checkFrames, findStage } from "../../src/simulation/frame-range.js";
import type { FrameDtype, FrameSource } from "../../src/simulation/frame-source.js";

export interface MadeMovie {
  readonly frameCount?: number;
  readonly height?: number;
  readonly width?: number;
  readonly fps?: number;
  readonly dtype?: FrameDtype;
  readonly unit?: string;
  readonly range?: readonly [number, number] | null;
  /** The value of a pixel; by default a pattern in which every frame, row and column differs. */
  readonly value?: (t: number, row: number, column: number) => number;
}

const tops = { uint8: 0xff, uint16: 0xffff, float32: 1 };

/** A movie of one stage, "made", whose values are computed when they are asked for. */
export function madeMovie(options: MadeMovie = {}): FrameSource {
  const { frameCount = 5, height = 6, width = 8, fps = 20, dtype = "uint8", unit = "counts" } = options;
  const top = tops[dtype];
  const pattern = (t: number, row: number, column: number) => {
    const value = (t * 7919 + row * 104_729 + column * 1299) % 65_521;
    return dtype === "float32" ? value / 65_521 : value % (top + 1);
  };
  const { value = pattern, range = dtype === "float32" ? null : ([0, top] as const) } = options;
  const stages = [{ name: "made", height, width, dtype, unit, range }];
  return {
    frameCount,
    fps,
    pixelSizeUm: 2,
    stages,
    async frames(stage, from, to, { signal } = {}) {
      signal?.throwIfAborted();
      findStage(stages, stage);
      checkFrames(from, to, frameCount);
      const data = newFrameData(dtype, (to - from) * height * width);
      for (let t = from, i = 0; t < to; t++) {
        for (let row = 0; row < height; row++) {
          for (let column = 0; column < width; column++) data[i++] = value(t, row, column);
        }
      }
      return { stage, from, to, height, width, data };
    },
  };
}

/** All values of a movie's last stage. */
export async function allFrames(source: FrameSource, from = 0, to = source.frameCount) {
  return (await source.frames(source.stages.at(-1)!.name, from, to)).data;
}
