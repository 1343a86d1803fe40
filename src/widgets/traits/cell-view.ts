import { z } from "zod";
import { binary } from "../binary.js";
import { selectionTraits } from "./selection.js";
import { cellAnswer } from "./why.js";

const view = z.strictObject({
  heightUm: z.number().positive(),
  widthUm: z.number().positive(),
  na: z.number().positive(),
  focalDepthUm: z.number().nullable(),
  depthOfFieldUm: z.number().positive(),
  curvatureRadiusUm: z.number().positive().nullable(),
});

/** The synced traits of every view of a recording's cells. Arrays are per cell: see CellField in drawing/cells.ts. */
export const cellTraits = z.strictObject({
  /** Grows when other cells replace these. */
  generation: z.int().min(0).default(0),
  view,
  centres: binary<Float32Array>(Float32Array),
  radii: binary<Float32Array>(Float32Array),
  states: binary<Uint8Array>(Uint8Array),
  snr: binary<Float32Array>(Float32Array),
  blur: binary<Float32Array>(Float32Array),
  vessels: binary<Float32Array>(Float32Array),
  ...selectionTraits.shape,
  /** Why the selected cell is seen or lost; null where that is not known. */
  verdict: z
    .strictObject({ generation: z.int().min(0), answer: cellAnswer })
    .nullable()
    .default(null),
  colour: z.enum(["state", "depth"]).default("state"),
});

/** A range of y in µm. */
const slab = z.tuple([z.number(), z.number()]).nullable().default(null);

export const footprintViewTraits = z.strictObject({
  ...cellTraits.shape,
  /** Cells as discs, or their footprints: as planted, or as the scope sees them. */
  footprints: z.enum(["cells", "planted", "observed"]).default("cells"),
  /** How far the footprints have gone from planted (0) to observed (1). */
  morph: z.number().min(0).max(1).default(0),
  /** Whether each footprint is as bright as its own peak allows, or all share one scale. */
  scale: z.enum(["own", "common"]).default("own"),
  slab_um: slab,
});

export const sideViewTraits = z.strictObject({
  ...cellTraits.shape,
  slab_um: slab,
  /** Where the focal plane stands on the axis; null without optics. */
  focal_depth_um: z.number().min(0).nullable().default(null),
});

export type CellTraits = z.output<typeof cellTraits>;
export type FootprintViewTraits = z.output<typeof footprintViewTraits>;
export type SideViewTraits = z.output<typeof sideViewTraits>;
