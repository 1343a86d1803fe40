import type { PatchSet } from "../compute/patches.js";
import { fovShape, frameCount, pixelSizeUm } from "../spec/acquisition.js";
import { type Spec, specWarnings } from "../spec/spec.js";
import type { StepSchema } from "../spec/step-definition.js";
import { builtInSteps, type Step } from "../steps/index.js";
import type {
  Canvas,
  Course,
  Focus,
  Operation,
  Positions,
  SceneBuilder,
  SceneValueName,
  Traces,
} from "../steps/scene.js";
import { UnsupportedStepError } from "./errors.js";
import type { FrameDtype, StageInfo } from "./frame-source.js";
import { ValueCache, ValueGraph } from "./graph.js";

/** A stage of a plan: the frame after the first `operations` operations. */
export interface PlannedStage extends StageInfo {
  readonly kind: string;
  readonly operations: number;
}

/**
 * A compiled spec. Plain data without functions, so it can be cloned to a worker or a page; any frame at any stage is
 * a pure function of it.
 */
export interface Plan {
  readonly spec: Spec;
  readonly frameCount: number;
  readonly canvas: Canvas;
  readonly fov: { readonly height: number; readonly width: number; readonly pixelSizeUm: number };
  readonly patches: { readonly [name: string]: PatchSet };
  readonly fields: { readonly [name: string]: Float32Array };
  readonly courses: { readonly [name: string]: Course };
  /** (frame, 2) displacements (dy, dx) in pixels. */
  readonly trajectories: { readonly [name: string]: Float64Array };
  readonly operations: readonly Operation[];
  /** The stages that have frames, in order; steps on single cells have none. */
  readonly stages: readonly PlannedStage[];
  readonly cells: {
    readonly positions: Positions | null;
    readonly planted: PatchSet | null;
    readonly traces: Traces | null;
    readonly focus: Focus | null;
  };
  readonly warnings: readonly string[];
}

/** The smallest element type that holds every count of a sensor. */
function countDtype(maximum: number): FrameDtype {
  if (maximum <= 0xff) return "uint8";
  return maximum <= 0xffff ? "uint16" : "float32";
}

type Contribute = (step: Step, scene: SceneBuilder) => void;

/** The definition of a step, and what it contributes. */
function supportedStep({ kind }: Step): { definition: StepSchema; contribute: Contribute } {
  const definition: StepSchema | undefined = builtInSteps.find((known) => known.kind === kind);
  if (!definition?.contribute) throw new UnsupportedStepError(kind);
  return { definition, contribute: definition.contribute.bind(definition) };
}

/**
 * Refuses a spec with a step that cannot be simulated.
 * @throws UnsupportedStepError
 */
export function checkSupported(spec: Spec): void {
  for (const step of spec.steps) supportedStep(step);
}

/** Compiles a spec; values of earlier plans that the cache still holds are not computed again. */
export function compile(spec: Spec, cache = new ValueCache()): Plan & { readonly computed: readonly SceneValueName[] } {
  checkSupported(spec);
  const [height, width] = fovShape(spec.acquisition);
  const fov = { height, width, pixelSizeUm: pixelSizeUm(spec.acquisition) };
  const canvas: Canvas = { height, width, fovOffset: [0, 0] };
  const graph = new ValueGraph(cache);
  const operations: Operation[] = [];
  const scene: SceneBuilder = {
    acquisition: spec.acquisition,
    seed: spec.seed,
    grid: fov,
    canvas,
    frameCount: frameCount(spec.acquisition),
    has: (name) => graph.has(name),
    provide: (name, inputs, needs, compute) => graph.provide(name, inputs, needs, compute),
    operation: (operation) => operations.push(operation),
  };

  const stages: PlannedStage[] = [];
  for (const step of spec.steps) {
    const { definition, contribute } = supportedStep(step);
    contribute(step, scene);
    if (definition.domain === "cell") continue;
    const last = operations.at(-1);
    const counts = last?.do === "quantise" ? last : null;
    stages.push({
      name: definition.stage,
      kind: definition.kind,
      height,
      width,
      dtype: counts ? countDtype(counts.maximum) : "float32",
      unit: counts ? "counts" : "a.u.",
      range: counts ? [0, counts.maximum] : null,
      operations: operations.length,
    });
  }

  const patches: Record<string, PatchSet> = {};
  const fields: Record<string, Float32Array> = {};
  const courses: Record<string, Course> = {};
  const trajectories: Record<string, Float64Array> = {};
  const collect = <Value>(into: Record<string, Value>, name: SceneValueName) => {
    into[name] = graph.value(name) as Value;
  };
  for (const operation of operations) {
    if (operation.do === "addPatches") {
      collect(patches, operation.patches);
      collect(courses, operation.weights);
    } else if (operation.do === "addField" || operation.do === "multiplyField") {
      collect(fields, operation.field);
      if (operation.course) collect(courses, operation.course);
    } else if (operation.do === "warp") collect(trajectories, operation.shifts);
  }
  const cells = {
    positions: graph.value("positions") ?? null,
    planted: graph.value("planted") ?? null,
    traces: graph.value("traces") ?? null,
    focus: graph.value("focus") ?? null,
  };
  return {
    spec,
    frameCount: scene.frameCount,
    canvas,
    fov,
    patches,
    fields,
    courses,
    trajectories,
    operations,
    stages,
    cells,
    warnings: [...specWarnings(spec), ...graph.warnings],
    computed: graph.computed,
  };
}
