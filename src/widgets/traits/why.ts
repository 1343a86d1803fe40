import { z } from "zod";
import { binary } from "../binary.js";
import { frameTraits } from "./frames.js";
import { selectionTraits } from "./selection.js";

const stagePixel = z.strictObject({
  stage: z.string(),
  kind: z.string(),
  unit: z.string(),
  value: z.number(),
  parts: z.array(z.strictObject({ name: z.string(), value: z.number() })),
  /** The brightest cells in it. */
  cells: z.array(z.strictObject({ cell: z.int().min(0).nullable(), value: z.number() })),
  /** How many cells give it light. */
  cellCount: z.int().min(0),
  noiseSigma: z.number().nullable(),
});

/** A pixel taken apart: see PixelBreakdown in simulation/pixel-breakdown.ts. */
const pixelAnswer = z.strictObject({
  row: z.int().min(0),
  column: z.int().min(0),
  frame: z.int().min(0),
  yUm: z.number(),
  xUm: z.number(),
  stages: z.array(stagePixel),
});

const loss = z.enum(["aperture", "depth", "defocus", "vessels", "illumination", "vignette", "noise"]);

/** Why a cell is seen or lost: see SnrWaterfall in simulation/snr-waterfall.ts. */
export const cellAnswer = z.strictObject({
  cell: z.int().min(0),
  ideal: z.number(),
  steps: z.array(z.strictObject({ loss, factor: z.number(), snr: z.number() })),
  snr: z.number(),
  threshold: z.number(),
  detectable: z.boolean(),
  lostAt: z.union([loss, z.literal("signal")]).nullable(),
  largest: loss,
  na: z.number().nullable(),
  readNoiseE: z.number(),
  depthUm: z.number(),
  defocusUm: z.number().nullable(),
  blurUm: z.number().nullable(),
  radiusUm: z.number(),
  signalE: z.number(),
  noiseE: z.number(),
});

/** The synced traits of a Why. */
export const whyTraits = z.strictObject({
  ...frameTraits.shape,
  /** The selected cell is the one that is asked about. */
  ...selectionTraits.shape,
  /** The pixel (row, column) that is asked about. */
  pixel: z
    .tuple([z.int().min(0), z.int().min(0)])
    .nullable()
    .default(null),
  /** What a click picks. */
  pick: z.enum(["pixel", "cell"]).default("pixel"),
  pixelAnswer: pixelAnswer.nullable().default(null),
  cellAnswer: cellAnswer.nullable().default(null),
  /** Why a cell's signal-to-noise ratio is not known; empty when it is. */
  problem: z.string().default(""),
  /** (cell, 3) row, column and radius in pixels of the finished movie. */
  places: binary<Float32Array>(Float32Array),
  /** (cell) CellState: see drawing/cells.ts. */
  states: binary<Uint8Array>(Uint8Array),
  /** (frame, 2) shifts dy, dx (px) of the stages from motion on; empty without motion. */
  shifts: binary<Float32Array>(Float32Array),
});

export type WhyTraits = z.output<typeof whyTraits>;
export type PixelAnswer = z.output<typeof pixelAnswer>;
export type CellAnswer = z.output<typeof cellAnswer>;
