import { addField, addFields, addPatches, multiplyField, multiplyFields, quantise } from "../compute/frame.js";
import { warp } from "../compute/warp.js";
import { cellWeights } from "../physics/cell-weights.js";
import type { AddPatches, Operation } from "../steps/scene.js";
import { FrameRangeError } from "./errors.js";
import { newFrameData } from "./frame-data.js";
import type { FrameChunk, FrameData } from "./frame-source.js";
import type { Plan } from "./plan.js";

/** The stage of a name or of the step kind that ends it. */
export function findStage<Stage extends { readonly name: string; readonly kind?: string }>(
  stages: readonly Stage[],
  name: string,
): Stage {
  const stage = stages.find((candidate) => candidate.name === name || candidate.kind === name);
  if (stage) return stage;
  const known = stages.map((candidate) => candidate.name).join(", ");
  throw new FrameRangeError(
    known
      ? `No stage "${name}" here; there are ${known}.`
      : `No stage "${name}" here: no step of this spec makes frames.`,
  );
}

/** Refuses frames that a movie does not have. */
export function checkFrames(from: number, to: number, frameCount: number): void {
  if (Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to && to <= frameCount) return;
  throw new FrameRangeError(`Frames ${from} to ${to} are not within 0 to ${frameCount}, the frames of this movie.`);
}

/** Refuses to mask a step that the spec does not have. */
function checkMask(plan: Plan, without: readonly string[]): void {
  const kinds = plan.spec.steps.map(({ kind }) => kind as string);
  const unknown = without.find((kind) => !kinds.includes(kind));
  if (unknown !== undefined)
    throw new FrameRangeError(`No step "${unknown}" here to leave out; there are ${kinds.join(", ")}.`);
}

/** What a frame is rendered with: some steps may be masked, in the same scene. */
export interface RenderOptions {
  /** Step kinds whose operations are left out. */
  readonly without?: readonly string[];
}

/** The weights of a field's maps in frame `t`, where it has a course. */
function mapWeights(plan: Plan, t: number, course: string | undefined): Float32Array | null {
  if (course === undefined) return null;
  const { width, data } = plan.courses[course];
  return data.subarray(t * width, (t + 1) * width);
}

/** What an operation draws when some steps are masked: which patches, and weights without the factors of those steps. */
function drawn({ patches, weights, masks = {} }: AddPatches, plan: Plan, without: readonly string[]) {
  const masked = without.flatMap((kind) => masks[kind] ?? []);
  const dropped = Object.fromEntries(masked.flatMap(({ drop }) => (drop ? [[drop, null]] : [])));
  return {
    patches: plan.patches[masked.find((mask) => mask.patches)?.patches ?? patches],
    weights: { ...plan.weights[weights], ...dropped },
  };
}

/** An operation with what it reads in each of some frames at hand. */
type Prepared = (t: number, light: Float32Array, out: FrameData) => Float32Array;

function prepare(plan: Plan, operation: Operation, from: number, to: number, without: readonly string[]): Prepared {
  switch (operation.do) {
    case "addPatches": {
      const { patches, weights } = drawn(operation, plan, without);
      const values = cellWeights(weights, from, to);
      return (t, light) => {
        addPatches(
          light,
          plan.canvas.width,
          patches,
          values.subarray((t - from) * patches.count, (t - from + 1) * patches.count),
        );
        return light;
      };
    }
    case "multiplyField":
    case "addField": {
      const field = plan.fields[operation.field];
      const add = operation.do === "addField";
      return (t, light) => {
        const weights = mapWeights(plan, t, operation.course);
        if (weights) (add ? addFields : multiplyFields)(light, field, weights);
        else (add ? addField : multiplyField)(light, field);
        return light;
      };
    }
    case "warp": {
      const { canvas, fov } = plan;
      const moved = new Float32Array(fov.height * fov.width);
      const masked = without.includes(operation.step);
      const shifts = plan.trajectories[operation.shifts];
      return (t, light) => {
        const [dy, dx] = masked ? [0, 0] : shifts.subarray(2 * t, 2 * t + 2);
        warp(light, { canvas, fovOffset: canvas.fovOffset, fov }, dy, dx, moved);
        return moved;
      };
    }
    case "quantise":
      return (t, light, out) => {
        quantise(light, plan.fov.height, plan.fov.width, t, operation, out);
        return light;
      };
  }
}

/** The operations that are left when some steps are masked; the window is cut out of the canvas in any case. */
function unmasked(operations: readonly Operation[], without: readonly string[]): readonly Operation[] {
  return operations.filter(({ do: what, step }) => what === "warp" || !without.includes(step));
}

/**
 * Renders frames `from` (included) to `to` (excluded) of a stage. Frames do not depend on one another. Without the
 * sensor they are the light that would have reached it, in float32.
 */
export function renderFrames(
  plan: Plan,
  stageName: string,
  from: number,
  to: number,
  options: RenderOptions = {},
): FrameChunk {
  const stage = findStage(plan.stages, stageName);
  checkFrames(from, to, plan.frameCount);
  const without = options.without ?? [];
  checkMask(plan, without);
  const pixels = stage.height * stage.width;
  const operations = unmasked(plan.operations.slice(0, stage.operations), without);
  const counted = operations.some((operation) => operation.do === "quantise");
  const data = newFrameData(counted ? stage.dtype : "float32", (to - from) * pixels);
  const canvas = new Float32Array(plan.canvas.height * plan.canvas.width);
  const steps = operations.map((operation) => prepare(plan, operation, from, to, without));
  for (let t = from; t < to; t++) {
    const out = data.subarray((t - from) * pixels, (t - from + 1) * pixels);
    let light: Float32Array = canvas.fill(0);
    for (const step of steps) light = step(t, light, out);
    if (!counted) out.set(light);
  }
  return { stage: stage.name, from, to, height: stage.height, width: stage.width, data };
}

/** Renders one frame of a stage, (height, width), C order. */
export function renderFrame(plan: Plan, t: number, stage: string, options: RenderOptions = {}): FrameData {
  return renderFrames(plan, stage, t, t + 1, options).data;
}
