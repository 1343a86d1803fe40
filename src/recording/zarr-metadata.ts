import { z } from "zod";

const length = z.int().min(0);

/** What a `.zarray` file says, as far as arrays are read here: no filters; blosc or no compression. */
export const arrayMetadata = z.looseObject({
  zarr_format: z.literal(2),
  shape: z.array(length).min(1).max(32),
  chunks: z.array(z.int().min(1)).min(1).max(32),
  dtype: z.string(),
  compressor: z.looseObject({ id: z.string() }).nullable(),
  filters: z.array(z.unknown()).nullish(),
  order: z.enum(["C", "F"]),
  fill_value: z.union([z.number(), z.boolean(), z.null(), z.enum(["NaN", "Infinity", "-Infinity"])]),
  dimension_separator: z.enum([".", "/"]).optional(),
});

export type ArrayMetadata = z.output<typeof arrayMetadata>;

/** An element type that is read: its size in bytes. Flags are one byte, 0 or 1. */
export function elementBytes(dtype: string): number | null {
  const match = /^[<>|](?:b(1)|[iu]([1248])|f([48]))$/.exec(dtype);
  return match ? Number(match[1] ?? match[2] ?? match[3]) : null;
}
