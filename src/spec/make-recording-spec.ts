import { RandomStream, streamKey } from "../random/streams.js";
import { brainMotion } from "../steps/brain-motion.js";
import { cellActivityStep } from "../steps/cell-activity.js";
import { composite } from "../steps/composite.js";
import type { Step } from "../steps/index.js";
import { optics } from "../steps/optics.js";
import { type NeuronPopulationOptions, neuronPopulationSchema, placeNeurons } from "../steps/place-neurons.js";
import { sensorStep } from "../steps/sensor.js";
import { type ExtensionsInput, extensionsSchema } from "./extensions.js";
import { specWithExtraSteps } from "./extra-steps.js";
import { anObject, autoOr, flag, listOf, nonNegative, oneOf, positive, positiveInt, strictObject } from "./fields.js";
import { parse } from "./parse.js";
import { type AnyStepInput, anyStepSchema, type Spec, seedSchema } from "./spec.js";
import { makeStep, type StepOptions } from "./step-definition.js";

const PIXEL_PITCH_UM = 8;
/** Share of the field of view that the grid of cells spans. */
const SPAN = 0.7;
/** Largest jitter, as a share of the span over the longer side of the grid. */
const JITTER = 0.15;

/** What describes the cells of the grid; a population of one's own has it all itself. */
const gridFields = {
  nCells: positiveInt().optional(),
  depthUm: nonNegative().optional(),
  somaRadiusUm: positive().optional(),
  morphology: oneOf(["soma", "cytosolic"]).optional(),
};

const optionsSchema = strictObject({
  ...gridFields,
  population: neuronPopulationSchema.optional(),
  nPx: positiveInt().default(128),
  pixelSizeUm: positive().default(1),
  durationS: positive().default(2),
  fps: positive().default(20),
  seed: seedSchema.default(0),
  focalDepthUm: autoOr({ min: 0 }).default("auto"),
  motion: flag().default(false),
  activity: anObject("cell_activity's fields").optional(),
  sensor: anObject("sensor's fields").optional(),
  extraSteps: listOf(anyStepSchema, "a list of steps").default([]),
  saveIntermediates: flag().default(false),
  extensions: extensionsSchema.prefault({}),
}).superRefine((options, context) => {
  const clashing = Object.keys(gridFields).filter((name) => Reflect.get(options, name) !== undefined);
  if (options.population === undefined || clashing.length === 0) return;
  const problem = `is given, and so are ${clashing.join(", ")}, which are for the grid of cells it replaces; leave them out.`;
  context.addIssue({
    code: "custom",
    path: ["population"],
    message: "the only word on the cells",
    params: { problem },
  });
});

/** What {@link makeRecordingSpec} takes. */
export interface MakeRecordingOptions<ExtraKinds extends string = string> {
  /** Cells on the grid, 6 without it. */
  readonly nCells?: number;
  /** Their depth (µm), 50 without it. */
  readonly depthUm?: number;
  /** The radius of their somata (µm), 5 without it. */
  readonly somaRadiusUm?: number;
  /** Somata alone without it, or with dendrites. */
  readonly morphology?: "soma" | "cytosolic";
  /** A population in place of the grid of cells, by its density or by its positions. */
  readonly population?: NeuronPopulationOptions;
  /** Pixels along each side of the square field of view, 128 without it. */
  readonly nPx?: number;
  /** Side of a pixel in the tissue (µm), 1 without it. */
  readonly pixelSizeUm?: number;
  /** Duration (s), 2 without it. */
  readonly durationS?: number;
  /** Frames a second, 20 without it. */
  readonly fps?: number;
  /** 0 without it. */
  readonly seed?: number | bigint;
  /** Depth of the focal plane (µm), "auto" without it. */
  readonly focalDepthUm?: number | "auto";
  /** Whether the brain moves as by default. */
  readonly motion?: boolean;
  /** Replaces fields of the activity. */
  readonly activity?: StepOptions<typeof cellActivityStep.schema>;
  /** Replaces fields of the sensor step. */
  readonly sensor?: StepOptions<typeof sensorStep.schema>;
  /** Steps beside place_neurons, cell_activity, optics, composite and sensor. */
  readonly extraSteps?: readonly AnyStepInput<ExtraKinds>[];
  /** Asks for snapshots of every stage. */
  readonly saveIntermediates?: boolean;
  /** What goes beyond the model, such as `{ detection: { threshold: 5 } }`. */
  readonly extensions?: ExtensionsInput<ExtraKinds>;
}

/**
 * The spec of a small recording for trying things out: `nCells` active cells at one depth, on a jittered grid over the
 * central 70 % of a square field of view, nearly all of them detectable.
 * @throws SpecError
 */
export function makeRecordingSpec<ExtraKinds extends string = never>(
  options?: MakeRecordingOptions<ExtraKinds>,
): Spec<"place_neurons" | "cell_activity" | "optics" | "composite" | "brain_motion" | "sensor" | ExtraKinds>;
export function makeRecordingSpec(options: MakeRecordingOptions = {}): Spec {
  const checked = parse(optionsSchema, options, "options");
  const { nPx, pixelSizeUm, durationS, fps, focalDepthUm, extraSteps } = checked;
  const activity = { p_quiescent_to_active: 0.05, ...checked.activity };
  const sensor = { photons_per_unit: 40, ...checked.sensor };
  const ownSteps: Step[] = [
    placeNeurons({ populations: [checked.population ?? gridPopulation(checked)] }),
    makeStep("cell_activity", cellActivityStep.schema, activity, "options.activity"),
    optics(),
    composite(),
    makeStep("sensor", sensorStep.schema, sensor, "options.sensor"),
    ...(checked.motion ? [brainMotion()] : []),
  ];
  const acquisition = {
    optics: { magnification: PIXEL_PITCH_UM / pixelSizeUm },
    image_sensor: { n_px_height: nPx, n_px_width: nPx, pixel_pitch_um: PIXEL_PITCH_UM },
    fps,
    duration_s: durationS,
    focal_depth_in_tissue_um: focalDepthUm,
  };
  return specWithExtraSteps({ ...checked, acquisition }, ownSteps, extraSteps);
}

/** Cells on a jittered grid, as the options describe them. */
function gridPopulation(
  options: MakeRecordingOptions & {
    readonly nPx: number;
    readonly pixelSizeUm: number;
    readonly seed: number | bigint;
  },
): NeuronPopulationOptions {
  const { nCells = 6, depthUm = 50, somaRadiusUm = 5, morphology = "soma", nPx, pixelSizeUm, seed } = options;
  const positions_um = gridPositions(nCells, nPx * pixelSizeUm, depthUm, seed);
  return { soma_radius_um: somaRadiusUm, morphology, positions_um };
}

function gridPositions(count: number, fovUm: number, depthUm: number, seed: number | bigint) {
  const columns = Math.ceil(Math.sqrt(count));
  const rows = Math.ceil(count / columns);
  const span = SPAN * fovUm;
  const jitter = (JITTER * span) / Math.max(rows, columns);
  const key = streamKey(seed, "place_neurons", "grid jitter");
  return Array.from({ length: count }, (_, index): [number, number, number] => {
    const stream = new RandomStream(key, index);
    const y = gridLine(Math.floor(index / columns), rows, span) + stream.uniformBetween(-jitter, jitter);
    const x = gridLine(index % columns, columns, span) + stream.uniformBetween(-jitter, jitter);
    return [depthUm, y, x];
  });
}

/** Coordinate of one of `count` lines spread evenly over a span around 0. */
function gridLine(index: number, count: number, span: number): number {
  return count === 1 ? 0 : span * (index / (count - 1) - 0.5);
}
