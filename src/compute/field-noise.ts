import type { StreamKey } from "../random/streams.js";
import { scratchKernels } from "./kernels.js";
import { NOISE_GROUP, RowNoise } from "./noise.js";

/** Draws the normals of four blocks of the generator for every 16 pixels, from the counter (first, second, third, 0) on. */
type DrawRow = (first: number, second: number, third: number, key: StreamKey) => Float32Array;

function plainRows(width: number): DrawRow {
  const noise = new RowNoise(width);
  return (first, second, third, key) => {
    noise.drawBlocks(first, second, third, key);
    return noise.values;
  };
}

function simdRows(width: number): DrawRow {
  const simd = scratchKernels();
  if (!simd) return plainRows(width);
  const { kernels, memory } = simd;
  const groups = Math.ceil(width / NOISE_GROUP);
  const [out] = memory.scratch([4 * (groups + 1) * NOISE_GROUP]);
  const values = memory.floats.subarray(out / 4, out / 4 + groups * NOISE_GROUP);
  return (first, second, third, { k0, k1 }) => {
    kernels.normals(out, 4 * groups, first, second, third, k0, k1);
    return values;
  };
}

function drawField(
  { height, width }: { readonly height: number; readonly width: number },
  key: StreamKey,
  entity: number,
  rows: (width: number) => DrawRow,
): Float32Array {
  const field = new Float32Array(height * width);
  const left = -(width >> 1);
  const firstGroup = Math.floor(left / NOISE_GROUP);
  const skip = left - firstGroup * NOISE_GROUP;
  const draw = rows(skip + width);
  for (let y = 0; y < height; y++) {
    const normals = draw(firstGroup * 4, y - (height >> 1), entity, key);
    field.set(normals.subarray(skip, skip + width), y * width);
  }
  return field;
}

/**
 * White standard normal noise over a canvas, (height, width), C order. A pixel's draw depends on its row and column from
 * the optical axis alone, so a larger canvas of the same parity extends the noise and changes none of it.
 */
export function fieldNoise(height: number, width: number, key: StreamKey, entity: number): Float32Array {
  return drawField({ height, width }, key, entity, simdRows);
}

/** The same without SIMD. */
export function fieldNoisePlain(height: number, width: number, key: StreamKey, entity: number): Float32Array {
  return drawField({ height, width }, key, entity, plainRows);
}
