import { z } from "zod";
import { colormapNames } from "../../drawing/colormaps.js";

/** A stage of a movie as the page knows it. */
export const stageTrait = z.strictObject({
  name: z.string(),
  height: z.int().min(1),
  width: z.int().min(1),
  dtype: z.enum(["uint8", "uint16", "float32"]),
  unit: z.string(),
  range: z.tuple([z.number(), z.number()]).nullable(),
});

/** What views of single frames have in common. The frames travel in messages: see movie-messages.ts. */
export const frameTraits = z.strictObject({
  movie: z.strictObject({
    frameCount: z.int().min(0),
    fps: z.number().positive(),
    pixelSizeUm: z.number().positive().nullable(),
    stages: z.array(stageTrait),
  }),
  /** Grows when another scene replaces the one shown. */
  generation: z.int().min(0).default(0),
  frame: z.int().min(0).default(0),
  stage: z.string().default(""),
  /** Values shown darkest and brightest; null until a frame sets them to its 0.5 and 99.8 percentiles. */
  limits: z.tuple([z.number(), z.number()]).nullable().default(null),
  colormap: z.enum(colormapNames).default("gcamp"),
});

export type FrameTraits = z.output<typeof frameTraits>;
export type FramesTrait = FrameTraits["movie"];
