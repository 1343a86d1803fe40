import { sharedArray } from "../physics/shared-arrays.js";
import { blurPatchesPlain, grownBox, patchBlur } from "./blur.js";
import { blurFieldPlain, fieldTaps } from "./field-blur.js";
import { scratchKernels } from "./kernels.js";
import { emptyPatches, type PatchSet, patchAt } from "./patches.js";

interface Size {
  readonly height: number;
  readonly width: number;
}

/** Pixels that a kernel may read or write beyond the end of a row. */
const SLACK = 16;

const upTo = (multiple: number, value: number) => Math.ceil(value / multiple) * multiple;

/** Blurs each patch of a set by its own sigma; an empty one stays empty. */
export function blurPatches(set: PatchSet, sigmasPx: ArrayLike<number>, canvas: Size): PatchSet {
  const simd = scratchKernels();
  if (!simd) return blurPatchesPlain(set, sigmasPx, canvas);
  const { memory, kernels } = simd;
  const blurs = Array.from({ length: set.count }, (_, i) => patchBlur(sigmasPx[i]));
  const blurred = emptyPatches(
    blurs.map(({ margin }, i) => {
      const patch = patchAt(set, i);
      return patch.data.length === 0 ? null : grownBox(patch, margin, canvas);
    }),
    (length) => sharedArray(Float32Array, length),
  );
  const works = blurs
    .map(({ taps }, i) => {
      const [patch, box] = [patchAt(set, i), patchAt(blurred, i)];
      return { patch, box, taps, line: upTo(SLACK, box.width) + taps.length };
    })
    .filter(({ patch }) => patch.data.length > 0);
  const most = [0, 0, 0, 0, 0];
  for (const { patch, box, taps, line } of works) {
    const lengths = [patch.data.length, taps.length, line, patch.height * line, box.data.length + SLACK];
    lengths.forEach((length, k) => {
      most[k] = Math.max(most[k], length);
    });
  }
  const [sourceAt, tapsAt, lineAt, acrossAt, outAt] = memory.scratch(most.map((length) => 4 * length));
  const { floats } = memory;
  for (const { patch, box, taps, line } of works) {
    floats.set(patch.data, sourceAt / 4);
    floats.set(taps, tapsAt / 4);
    floats.fill(0, lineAt / 4, lineAt / 4 + line);
    kernels.blurPatch(
      sourceAt,
      patch.height,
      patch.width,
      tapsAt,
      (taps.length - 1) / 2,
      patch.row - box.row,
      patch.column - box.column,
      lineAt,
      acrossAt,
      outAt,
      box.height,
      box.width,
    );
    box.data.set(floats.subarray(outAt / 4, outAt / 4 + box.data.length));
  }
  return blurred;
}

/** Blurs a (height, width) field, continued beyond its edges by the nearest edge pixel. */
export function blurField(field: Float32Array, height: number, width: number, sigmaPx: number): Float32Array {
  const simd = scratchKernels();
  if (!simd) return blurFieldPlain(field, height, width, sigmaPx);
  const { memory, kernels } = simd;
  const [tapsX, tapsY] = fieldTaps(height, width, sigmaPx);
  const [reachX, reachY] = [tapsX.length - 1, tapsY.length - 1];
  const wide = upTo(8, width);
  const line = wide + 2 * reachX;
  const doubles = [tapsX.length, tapsY.length, line, (height + 2 * reachY) * wide, (height * wide) / 2];
  const [tapsXAt, tapsYAt, lineAt, rowsAt, outAt] = memory.scratch(doubles.map((count) => 8 * count));
  const values = new Float64Array(memory.buffer);
  values.set(tapsX, tapsXAt / 8);
  values.set(tapsY, tapsYAt / 8);
  const padded = values.subarray(lineAt / 8, lineAt / 8 + line);
  for (let y = 0; y < height; y++) {
    const row = field.subarray(y * width, (y + 1) * width);
    padded.fill(row[0], 0, reachX);
    padded.set(row, reachX);
    padded.fill(row[width - 1], reachX + width);
    kernels.blurAcross(lineAt, 1, wide, tapsXAt, reachX, rowsAt + (reachY + y) * wide * 8);
  }
  const rows = values.subarray(rowsAt / 8, rowsAt / 8 + (height + 2 * reachY) * wide);
  for (let y = 0; y < reachY; y++) {
    rows.copyWithin(y * wide, reachY * wide, (reachY + 1) * wide);
    rows.copyWithin((reachY + height + y) * wide, (reachY + height - 1) * wide, (reachY + height) * wide);
  }
  kernels.blurDown(rowsAt + reachY * wide * 8, height, wide, tapsYAt, reachY, outAt);
  const blurred = new Float32Array(field.length);
  for (let y = 0; y < height; y++) {
    const from = outAt / 4 + y * wide;
    blurred.set(memory.floats.subarray(from, from + width), y * width);
  }
  return blurred;
}
