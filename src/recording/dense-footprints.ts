import type { Footprints } from "./footprints.js";
import type { NdArray } from "./ground-truth.js";

/**
 * Footprints as full images of the field of view, (unit, height, width): A_planted or A_observed of the model. Large: ask for
 * the units that are needed.
 */
export function denseFootprints(
  footprints: Footprints,
  units: readonly number[] = [...footprints.starts.keys()],
): NdArray<Float32Array> {
  const { offsets, shapes, starts, data, fovOffset, fovShape } = footprints;
  const [height, width] = fovShape;
  const images = new Float32Array(units.length * height * width);
  units.forEach((unit, image) => {
    const [rows, columns] = shapes.subarray(2 * unit, 2 * unit + 2);
    const top = offsets[2 * unit] - fovOffset[0];
    const left = offsets[2 * unit + 1] - fovOffset[1];
    const [first, end] = [Math.max(0, -left), Math.min(columns, width - left)];
    if (end <= first) return;
    for (let y = Math.max(0, -top); y < Math.min(rows, height - top); y++) {
      const from = starts[unit] + y * columns;
      images.set(data.subarray(from + first, from + end), (image * height + top + y) * width + left + first);
    }
  });
  return { shape: [units.length, height, width], data: images };
}
