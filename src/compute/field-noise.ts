import type { StreamKey } from "../random/streams.js";
import { NOISE_GROUP, RowNoise } from "./noise.js";

/**
 * White standard normal noise over a canvas, (height, width), C order. A pixel's draw depends on its row and column from
 * the optical axis alone, so a larger canvas of the same parity extends the noise and changes none of it.
 */
export function fieldNoise(height: number, width: number, key: StreamKey, entity: number): Float32Array {
  const field = new Float32Array(height * width);
  const left = -(width >> 1);
  const firstGroup = Math.floor(left / NOISE_GROUP);
  const skip = left - firstGroup * NOISE_GROUP;
  const noise = new RowNoise(skip + width);
  for (let y = 0; y < height; y++) {
    noise.drawBlocks(firstGroup * 4, y - (height >> 1), entity, key);
    field.set(noise.values.subarray(skip, skip + width), y * width);
  }
  return field;
}
