import { z } from "zod";
import { colormapNames } from "../../drawing/colormaps.js";
import { binary } from "../binary.js";

const stage = z.strictObject({
  name: z.string(),
  height: z.int().min(1),
  width: z.int().min(1),
  dtype: z.enum(["uint8", "uint16", "float32"]),
  unit: z.string(),
  range: z.tuple([z.number(), z.number()]).nullable(),
});

const movie = z.strictObject({
  frameCount: z.int().min(0),
  fps: z.number().positive(),
  pixelSizeUm: z.number().positive().nullable(),
  stages: z.array(stage),
  /** Names of the movies that stand side by side in every frame; none for a single one. */
  labels: z.array(z.string()).default([]),
});

/** Cells that are outlined: their middles and radii in pixels of the (first) movie's finished stage. */
const marks = z.strictObject({
  cells: z.array(
    z.strictObject({
      id: z.int().min(0),
      x: z.number(),
      y: z.number(),
      radius: z.number().positive(),
      state: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
    }),
  ),
  /** (frame, 2) shifts dy, dx (px) of the stages that have them, but for the movies that are still. */
  motion: z
    .strictObject({
      stages: z.array(z.string()),
      still: z.array(z.boolean()),
      shifts: binary<Float32Array>(Float32Array),
    })
    .nullable(),
});

/** The synced traits of a MoviePlayer. The movie itself travels in messages: see movie-messages.ts. */
export const moviePlayerTraits = z.strictObject({
  /** What there is to play. */
  movie,
  /** Grows when another source replaces the movie. */
  generation: z.int().min(0).default(0),
  frame: z.int().min(0).default(0),
  stage: z.string().default(""),
  playing: z.boolean().default(false),
  loop: z.boolean().default(true),
  /** Multiple of the movie's own rate. */
  speed: z.number().positive().max(16).default(1),
  /** Values shown darkest and brightest; null until the first frame sets them to its 0.5 and 99.8 percentiles. */
  limits: z.tuple([z.number(), z.number()]).nullable().default(null),
  colormap: z.enum(colormapNames).default("gcamp"),
  marks: marks.default({ cells: [], motion: null }),
  /** The page that advances the frame while playing, of several that show it. */
  driver: z.string().nullable().default(null),
});

export type MoviePlayerTraits = z.output<typeof moviePlayerTraits>;
export type MovieTrait = MoviePlayerTraits["movie"];
export type MarksTrait = MoviePlayerTraits["marks"];
