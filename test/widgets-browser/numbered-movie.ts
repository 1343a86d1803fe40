import { newFrameData } from "../../src/simulation/frame-data.js";
import type { FrameChunk, FrameSource, StageInfo } from "../../src/simulation/frame-source.js";

const bits = 12;
const block = 32;
const height = 192;
const width = bits * block;

/** A movie whose frames have their own number written on them, as bright and dark blocks in grain. */
export class NumberedMovie implements FrameSource {
  readonly fps = 20;
  readonly pixelSizeUm = null;
  readonly stages: readonly StageInfo[] = [
    { name: "light", height, width, dtype: "float32", unit: "a.u.", range: null },
    { name: "deep", height, width, dtype: "uint16", unit: "counts", range: [0, 1023] },
    { name: "counts", height, width, dtype: "uint8", unit: "counts", range: [0, 255] },
  ];

  constructor(
    readonly frameCount: number,
    readonly firstNumber = 0,
  ) {}

  async frames(stage: string, from: number, to: number): Promise<FrameChunk> {
    const dtype = this.stages.find(({ name }) => name === stage)!.dtype;
    const scale = { uint8: 1, uint16: 4, float32: 1 / 256 }[dtype];
    const data = newFrameData(dtype, (to - from) * height * width);
    for (let t = from, at = 0; t < to; t++) {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++, at++) {
          const isOne = (((t + this.firstNumber) >> Math.floor(x / block)) & 1) === 1;
          const grain = ((x * 7919 + y * 104729 + t * 1299709) >>> 0) % 17;
          data[at] = ((isOne ? 180 : 60) + grain) * scale;
        }
      }
    }
    return { stage, from, to, height, width, data };
  }
}

/** The number that stands on the frame that a canvas shows. */
export function numberOn(canvas: HTMLCanvasElement): number {
  const { data } = canvas.getContext("2d")!.getImageData(0, height / 2, width, 1);
  const brightness = (x: number) => data[4 * x] + data[4 * x + 1] + data[4 * x + 2];
  let number = 0;
  for (let bit = 0; bit < bits; bit++) {
    const x = bit * block + block / 2;
    if (brightness(x) > 3 * 128) number += 1 << bit;
  }
  return number;
}
