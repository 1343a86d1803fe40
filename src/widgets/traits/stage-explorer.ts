import { z } from "zod";
import { binary } from "../binary.js";
import { frameTraits } from "./frames.js";
import { selectionTraits } from "./selection.js";

const value = z.union([z.number(), z.string(), z.boolean(), z.null()]);

/** A field that a control changes: see Parameter in spec/parameters.ts. */
const parameter = z.strictObject({
  path: z.string(),
  label: z.string(),
  unit: z.string(),
  value,
  default: value,
  type: z.enum(["number", "choice", "flag"]),
  choices: z.array(z.string().nullable()),
  min: z.number(),
  max: z.number(),
  step: z.number().positive(),
  group: z.string(),
});

/** A step in the strip. */
const step = z.strictObject({
  kind: z.string(),
  stage: z.string(),
  domain: z.string(),
  unit: z.string(),
  isComparable: z.boolean(),
  parameters: z.array(parameter),
  /** Mean of the frame after the step; null before it is known. */
  mean: z.number().nullable(),
  /** Generation and frame that its picture shows; empty before it has one. */
  pictured: z.string(),
});

/** What a step changed in one frame: see StepEffect in drawing/step-effect.ts. */
const effect = z.strictObject({
  kind: z.string(),
  frame: z.int().min(0),
  generation: z.int().min(0),
  unit: z.string(),
  from: z.number(),
  to: z.number(),
  /** Pixels per bin; empty for a step without a before. */
  before: binary<Float32Array>(Float32Array),
  after: binary<Float32Array>(Float32Array),
  beforeLabel: z.string(),
  afterLabel: z.string(),
  beforeMean: z.number().nullable(),
  afterMean: z.number(),
  rows: z.array(z.strictObject({ label: z.string(), value: z.number(), decimals: z.int(), unit: z.string() })),
});

/** Why what the controls say cannot be simulated, and a value that can. */
const problem = z.strictObject({
  path: z.string(),
  message: z.string(),
  repair: z.strictObject({ label: z.string(), value }).nullable(),
});

/** The synced traits of a StageExplorer; its `stage` is a step's kind, a slash, and "with", "difference" or "without". */
export const stageExplorerTraits = z.strictObject({
  ...frameTraits.shape,
  ...selectionTraits.shape,
  steps: z.array(step),
  effect: effect.nullable().default(null),
  problem: problem.nullable().default(null),
  /** Grey levels of every step's frame, one picture after another. */
  thumbnails: binary<Uint8Array>(Uint8Array),
  thumbnailSize: z.tuple([z.int().min(1), z.int().min(1)]),
  /** Whether pictures of the strip are being rendered. */
  filling: z.boolean().default(false),
  /** Whether all cells are outlined. */
  outlines: z.boolean().default(false),
  /** See CellPlaces in cell-places.ts. */
  places: binary<Float32Array>(Float32Array),
  states: binary<Uint8Array>(Uint8Array),
  shifts: binary<Float32Array>(Float32Array),
  /** Grows when the cells' footprints, and so their outlines, are others; 0 before they are known. */
  footprints: z.int().min(0).default(0),
  /** Whether a scene is being compiled. */
  busy: z.boolean().default(false),
  /** How many parameters are not as they were at first. */
  changed: z.int().min(0).default(0),
  /** Whether there is a draft to commit to. */
  hasDraft: z.boolean().default(false),
});

export type StageExplorerTraits = z.output<typeof stageExplorerTraits>;
export type ExplorerStep = StageExplorerTraits["steps"][number];
export type ExplorerParameter = ExplorerStep["parameters"][number];
export type ExplorerEffect = NonNullable<StageExplorerTraits["effect"]>;

/** What the page asks of the kernel. */
export type ExplorerRequest =
  | { readonly type: "set"; readonly path: string; readonly value: ExplorerParameter["value"] }
  /** Back to the schema's defaults in one step, back to the first spec, on to the draft; the stale pictures of the strip. */
  | { readonly type: "defaults"; readonly kind: string }
  | { readonly type: "discard" }
  | { readonly type: "commit" }
  | { readonly type: "strip" };
