import type { z } from "zod";
import type { Footprints } from "./footprints.js";
import type { plantedAttributes } from "./format.js";
import type { StoredArray } from "./stored-array.js";
import type { StoredFolder } from "./stored-folder.js";

/** The planted footprints on disk. */
export interface StoredFootprints {
  readonly folder: StoredFolder;
  readonly attributes: z.output<typeof plantedAttributes>;
  readonly offsets: StoredArray;
  readonly shapes: StoredArray;
  readonly data: StoredArray;
}

/** Reads the planted footprints, and refuses patches that do not lie on their canvas or do not fill their data. */
export async function readFootprints(stored: StoredFootprints): Promise<Footprints> {
  const [offsets, shapes, values] = await Promise.all(
    [stored.offsets, stored.shapes, stored.data].map(async (array) => (await array.read()).data),
  );
  const { canvas_shape, fov_offset, fov_shape } = stored.attributes;
  const count = stored.offsets.shape[0];
  const starts = new Int32Array(count);
  let end = 0;
  for (let i = 0; i < count; i++) {
    starts[i] = end;
    const [top, left, height, width] = [offsets[2 * i], offsets[2 * i + 1], shapes[2 * i], shapes[2 * i + 1]];
    const within = top >= 0 && left >= 0 && top + height <= canvas_shape[0] && left + width <= canvas_shape[1];
    if (height < 0 || width < 0 || !within)
      throw stored.folder.error("wrong-metadata", `the footprint of cell ${i} does not lie on the canvas.`);
    end += height * width;
  }
  if (end !== values.length)
    throw stored.folder.error(
      "wrong-shape",
      `the footprints have ${values.length} values, their shapes ask for ${end}.`,
    );
  return {
    count,
    canvasShape: canvas_shape,
    fovOffset: fov_offset,
    fovShape: fov_shape,
    offsets: Int32Array.from(offsets),
    shapes: Int32Array.from(shapes),
    starts,
    data: Float32Array.from(values),
  };
}
