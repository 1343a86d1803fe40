import type { BleachingCourse } from "../compute/bleaching-course.js";
import type { CellWeights } from "../compute/cell-weights.js";
import type { PatchSet } from "../compute/patches.js";
import type { CellsToPaint } from "../compute/planted-footprints.js";
import type { Traces } from "../compute/traces.js";
import { fovShape, frameCount, pixelSizeUm } from "../spec/acquisition.js";
import type { CustomStep } from "../spec/custom-step.js";
import { pipeline } from "../spec/pipeline.js";
import { type Spec, specWarnings } from "../spec/spec.js";
import type { StepSchema } from "../spec/step-definition.js";
import { builtInSteps, type Step } from "../steps/index.js";
import type {
  Canvas,
  Course,
  Focus,
  NeuropilEnvelopes,
  Operation,
  Positions,
  SceneBuilder,
  SceneValueName,
} from "../steps/scene.js";
import { contributeCustom } from "./custom-scene.js";
import { type StepSource, stepSources } from "./custom-step.js";
import { UnsupportedStepError } from "./errors.js";
import { isCentredInView } from "./footprint-truth.js";
import { valuesRead } from "./frame-plan.js";
import type { FrameDtype, StageInfo } from "./frame-source.js";
import { type Elsewhere, ValueCache, ValueGraph } from "./graph.js";

/** A stage of a plan: the frame after the first `operations` operations. */
export interface PlannedStage extends StageInfo {
  readonly kind: string;
  readonly operations: number;
}

/**
 * A compiled spec. Plain data without functions, so it can be cloned to a worker or a page; any frame at any stage is
 * a pure function of it. Large arrays are shared with the engine's threads where threads can share: they must not be
 * written to.
 */
export interface Plan<out Kinds extends string = string> {
  readonly spec: Spec<Kinds>;
  /** The kinds of its steps, in the order in which they work. */
  readonly kinds: readonly string[];
  readonly frameCount: number;
  readonly canvas: Canvas;
  readonly fov: { readonly height: number; readonly width: number; readonly pixelSizeUm: number };
  readonly patches: { readonly [name: string]: PatchSet };
  readonly fields: { readonly [name: string]: Float32Array };
  readonly courses: { readonly [name: string]: Course };
  readonly weights: { readonly [name: string]: CellWeights };
  /** (frame, 2) displacements (dy, dx) in pixels. */
  readonly trajectories: { readonly [name: string]: Float64Array };
  /** What functions that run for every frame are given. */
  readonly values: { readonly [name: string]: unknown };
  readonly operations: readonly Operation[];
  /** The stages that have frames, in order; steps on single cells have none. */
  readonly stages: readonly PlannedStage[];
  readonly cells: {
    readonly positions: Positions | null;
    readonly planted: PatchSet | null;
    readonly traces: Traces | null;
    readonly focus: Focus | null;
    readonly bleaching: BleachingCourse | null;
  };
  readonly neuropil: NeuropilEnvelopes | null;
  readonly warnings: readonly string[];
}

/** A plan as it has just been compiled. */
export interface CompiledPlan<out Kinds extends string = string> extends Plan<Kinds> {
  /** The values that had to be computed, in order. */
  readonly computed: readonly SceneValueName[];
  /** The version of each value: equal values of plans that one cache has served have the same, and no other value has it. */
  readonly versions: ReadonlyMap<string, number>;
  /** Cells whose footprints are left to be painted where somebody looks at them: nothing else in the plan needs them. */
  readonly toPaint?: CellsToPaint;
}

/** The smallest element type that holds every count of a sensor. */
export function countDtype(maximum: number): FrameDtype {
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
  stepSources(spec);
}

/** Margin (px) on each side of the field of view: what motion can bring into it, and a pixel to interpolate with. */
function marginPx(spec: Spec): number {
  const reach = spec.steps.reduce(
    (most, step) => Math.max(most, supportedStep(step).definition.reachUm?.(step) ?? 0),
    0,
  );
  return reach === 0 ? 0 : Math.ceil(reach / pixelSizeUm(spec.acquisition)) + 1;
}

/** What the steps of a spec contribute, before anything is computed. */
function buildScene(spec: Spec, graph: ValueGraph, sources: readonly StepSource[]) {
  const [height, width] = fovShape(spec.acquisition);
  const fov = { height, width, pixelSizeUm: pixelSizeUm(spec.acquisition) };
  const margin = marginPx(spec);
  const canvas: Canvas = { height: height + 2 * margin, width: width + 2 * margin, fovOffset: [margin, margin] };
  const operations: Operation[] = [];
  const scene: SceneBuilder = {
    acquisition: spec.acquisition,
    seed: spec.seed,
    extensions: spec.extensions ?? {},
    grid: fov,
    canvas,
    frameCount: frameCount(spec.acquisition),
    has: (name) => graph.has(name),
    provide: (name, inputs, needs, compute) => graph.provide(name, inputs, needs, compute),
    provideWork: (name, inputs, needs, given, check) => graph.provideWork(name, inputs, needs, given, check),
    part: (name, whole, pick) => graph.part(name, whole, pick),
    operation: (operation) => operations.push(operation),
  };
  const stages: PlannedStage[] = [];
  for (const { kind, step, ...place } of pipeline(spec)) {
    const source = sources.find((own) => own.kind === kind);
    const frameBefore = operations.some((operation) => operation.do === "warp") ? fov : canvas;
    if (source) contributeCustom(step as CustomStep, source, scene, { ...frameBefore, pixelSizeUm: fov.pixelSizeUm });
    else supportedStep(step as Step).contribute(step as Step, scene);
    const { stage, domain } = source ?? place;
    if (domain === "cell") continue;
    const last = operations.at(-1);
    const counts = last?.do === "quantise" ? last : null;
    const frame = operations.some((operation) => operation.do === "warp") ? fov : canvas;
    stages.push({
      name: stage,
      kind,
      height: frame.height,
      width: frame.width,
      dtype: counts ? countDtype(counts.maximum) : "float32",
      unit: counts ? "counts" : "a.u.",
      range: counts ? [0, counts.maximum] : null,
      operations: operations.length,
    });
  }
  const kinds = pipeline(spec).map(({ kind }) => kind);
  return { kinds, frameCount: scene.frameCount, canvas, fov, operations, stages };
}

/** Computes the values that operations name, by the kind of value. */
function operands(graph: ValueGraph, operations: readonly Operation[]) {
  const patches: Record<string, PatchSet> = {};
  const weights: Record<string, CellWeights> = {};
  const fields: Record<string, Float32Array> = {};
  const courses: Record<string, Course> = {};
  const trajectories: Record<string, Float64Array> = {};
  const values: Record<string, unknown> = {};
  const collect = <Value>(into: Record<string, Value>, name: SceneValueName | undefined) => {
    if (name !== undefined) into[name] = graph.value(name) as Value;
  };
  for (const operation of operations) {
    if (operation.do === "addPatches") {
      const drawn = Object.values(operation.masks ?? {}).map((mask) => mask.patches);
      for (const name of [operation.patches, ...drawn]) collect(patches, name);
      collect(weights, operation.weights);
    } else if (operation.do === "addField" || operation.do === "multiplyField") {
      collect(fields, operation.field);
      collect(courses, operation.course);
    } else if (operation.do === "warp") collect(trajectories, operation.shifts);
    else if (operation.do === "custom")
      for (const value of Object.values(operation.values)) if ("name" in value) collect(values, value.name);
  }
  return { patches, weights, fields, courses, trajectories, values };
}

/**
 * Compiles a spec; values of earlier plans that the cache still holds are not computed again. The steps of one's own come
 * as `sources` where the spec has crossed to another thread and lost their definitions.
 */
export function compile(spec: Spec, cache = new ValueCache(), sources?: readonly StepSource[]): CompiledPlan {
  return compileWith(new ValueGraph(cache), spec, sources);
}

/**
 * Compiles a spec with the values of a graph, which knows afterwards what was computed.
 * @internal
 */
export function compileWith(graph: ValueGraph, spec: Spec, sources: readonly StepSource[] = stepSources(spec)) {
  return planOf(graph, spec, buildScene(spec, graph, sources));
}

/**
 * Compiles a spec while other threads compute what `elsewhere` takes on: the same plan, but for the footprints where they are
 * left to be painted.
 */
export async function compileTogether(
  graph: ValueGraph,
  spec: Spec,
  sources: readonly StepSource[],
  elsewhere: Elsewhere,
): Promise<CompiledPlan> {
  const scene = buildScene(spec, graph, sources);
  const toPaint = paintedLater(graph, scene);
  const names = new Set([...ofCells, ...valuesRead(scene.operations)]);
  if (toPaint) names.delete("planted");
  await graph.computeAll([...names], elsewhere);
  return planOf(graph, spec, scene, toPaint);
}

/** Cells of which everything but the footprints is known without them, and the footprints are not needed by anything else. */
function paintedLater(graph: ValueGraph, scene: ReturnType<typeof buildScene>): CellsToPaint | undefined {
  const positions = graph.value("positions");
  const cells = graph.givenAlone("planted");
  if (!positions || !cells) return undefined;
  const isKnown = cells.entity.every((_, cell) => isCentredInView(scene, positions, cell));
  return isKnown ? cells : undefined;
}

/** Values of single cells that are part of every plan. */
const ofCells = ["positions", "planted", "traces", "focus", "bleaching", "neuropilEnvelopes"] as const;

function planOf(
  graph: ValueGraph,
  spec: Spec,
  scene: ReturnType<typeof buildScene>,
  toPaint?: CellsToPaint,
): CompiledPlan {
  return {
    spec,
    ...scene,
    ...operands(graph, scene.operations),
    cells: {
      positions: graph.value("positions") ?? null,
      planted: (toPaint ? null : graph.value("planted")) ?? null,
      traces: graph.value("traces") ?? null,
      focus: graph.value("focus") ?? null,
      bleaching: graph.value("bleaching") ?? null,
    },
    neuropil: graph.value("neuropilEnvelopes") ?? null,
    warnings: [...specWarnings(spec), ...graph.warnings],
    computed: graph.computed,
    versions: graph.versions,
    ...(toPaint && { toPaint }),
  };
}

/** The positions of a spec's cells, with nothing painted and nothing else computed; null without `place_neurons`. */
export function positionsOf(spec: Spec): Positions | null {
  const graph = new ValueGraph(new ValueCache());
  buildScene(spec, graph, stepSources(spec));
  return graph.value("positions") ?? null;
}
