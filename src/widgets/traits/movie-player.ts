import { z } from "zod";
import { colormapNames } from "../../drawing/colormaps.js";
import { binary } from "../binary.js";
import { stageTrait } from "./frames.js";
import { qualities } from "./movie-messages.js";
import { selectionTraits } from "./selection.js";

const movie = z.strictObject({
  frameCount: z.int().min(0),
  fps: z.number().positive(),
  pixelSizeUm: z.number().positive().nullable(),
  /** The size is that of one movie, of those that stand side by side. */
  stages: z.array(stageTrait),
  /** Names of the movies that stand side by side; none for a single one. */
  labels: z.array(z.string()).default([]),
  /** Whether the traces of regions of interest are cheap: the frames need not be rendered for them. */
  measuresCheaply: z.boolean().default(false),
});

/** The cells of a movie: middles and radii in pixels of what is shown of the finished stage, depths in µm. */
const truth = z.strictObject({
  x: binary<Float32Array>(Float32Array),
  y: binary<Float32Array>(Float32Array),
  radius: binary<Float32Array>(Float32Array),
  depth: binary<Float32Array>(Float32Array),
  snr: binary<Float32Array>(Float32Array),
  /** CellState: see drawing/cells.ts. */
  state: binary<Uint8Array>(Uint8Array),
  /** Whether there are blood vessels to outline. */
  vessels: z.boolean().default(false),
  /** (frame, 2) shifts dy, dx (px) of the stages that have them, but for the movies that are still. */
  motion: z
    .strictObject({
      stages: z.array(z.string()),
      still: z.array(z.boolean()),
      shifts: binary<Float32Array>(Float32Array),
    })
    .nullable(),
});

/** How far a movie has come that is being made: see MovieProgress in simulation/frame-source.ts. */
const progress = z.strictObject({
  framesDone: z.int().min(0),
  state: z.enum(["running", "done", "stopped", "failed"]),
  remaining_s: z.number().nullable(),
  message: z.string(),
});

/** Which of several movies are seen: all, the first or the last alone, or the last less the first. */
export const comparisons = ["side_by_side", "first", "difference", "last"] as const;

/** What a frame on show is made of: itself alone, or the mean or the maximum of the last frames, or of all. */
export const projections = ["none", "mean", "max", "max_of_all"] as const;

/** Which cells are outlined: none, those chosen, or all of some states and depths. */
export const outlined = ["none", "chosen", "all"] as const;

const cellState = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]);

/** The synced traits of a MoviePlayer. The movie itself travels in messages: see movie-messages.ts. */
export const moviePlayerTraits = z.strictObject({
  ...selectionTraits.shape,
  /** What there is to play. */
  movie,
  /** Grows when another source replaces the movie. */
  generation: z.int().min(0).default(0),
  frame: z.int().min(0).default(0),
  stage: z.string().default(""),
  playing: z.boolean().default(false),
  loop: z.boolean().default(true),
  /** The frames [from, to) that are played; null plays all. */
  range: z
    .tuple([z.int().min(0), z.int().min(1)])
    .nullable()
    .default(null),
  /** Multiple of the movie's own rate. */
  speed: z.number().positive().max(16).default(1),
  /** Values shown darkest and brightest; null until the first frame sets them to its 0.5 and 99.8 percentiles. */
  limits: z.tuple([z.number(), z.number()]).nullable().default(null),
  /** Half the width of the limits of differences; null until the first frame sets it. */
  difference_limit: z.number().positive().nullable().default(null),
  /** What automatic limits are taken from: the frame on show, or frames spread over the whole movie. */
  contrast: z.enum(["frame", "movie"]).default("frame"),
  colormap: z.enum(colormapNames).default("gcamp"),
  compare: z.enum(comparisons).default("side_by_side"),
  projection: z.enum(projections).default("none"),
  /** How many frames, the one at hand the last of them, a rolling mean or maximum is of. */
  window_frames: z.int().min(2).max(100).default(10),
  /** Screen pixels a pixel; null fits the movie to the width. */
  zoom: z.literal([0.25, 0.5, 1, 2, 3, 4, 6, 8]).nullable().default(null),
  /** Numbers of cells that are outlined and have their traces shown, besides those selected. */
  cells: z.array(z.int().min(0)).default([]),
  outlines: z.enum(outlined).default("chosen"),
  /** The states and depths (µm) of the cells outlined when all are. */
  states: z.array(cellState).default([0, 1, 2, 3]),
  depth_um: z.tuple([z.number(), z.number()]).nullable().default(null),
  /** Whether the walls of blood vessels are outlined. */
  vessels: z.boolean().default(false),
  /** Whether outlines carry the cells' numbers, and whether they move with the tissue. */
  ids: z.boolean().default(true),
  follow_motion: z.boolean().default(true),
  scale_bar: z.boolean().default(true),
  /** Whether frames come with their very values, or small: `auto` changes between them as the link allows. */
  quality: z.enum(qualities).default("auto"),
  truth: truth.nullable().default(null),
  progress: progress.nullable().default(null),
  /** The page that advances the frame while playing, of several that show it. */
  driver: z.string().nullable().default(null),
});

export type MoviePlayerTraits = z.output<typeof moviePlayerTraits>;
export type MovieTrait = MoviePlayerTraits["movie"];
export type TruthTrait = NonNullable<MoviePlayerTraits["truth"]>;
export type Comparison = MoviePlayerTraits["compare"];
export type Projection = MoviePlayerTraits["projection"];
