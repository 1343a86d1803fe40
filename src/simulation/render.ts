import { addField, addFields, addPatches, multiplyField, multiplyFields, quantise } from "../compute/frame.js";
import { warp } from "../compute/warp.js";
import type { Operation } from "../steps/scene.js";
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

function renderInto(plan: Plan, t: number, operations: readonly Operation[], out: FrameData, canvas: Float32Array) {
  let light = canvas.fill(0);
  let finished = false;
  for (const operation of operations) {
    switch (operation.do) {
      case "addPatches": {
        const weights = mapWeights(plan, t, operation.weights)!;
        addPatches(light, plan.canvas.width, plan.patches[operation.patches], weights);
        break;
      }
      case "multiplyField": {
        const weights = mapWeights(plan, t, operation.course);
        if (weights) multiplyFields(light, plan.fields[operation.field], weights);
        else multiplyField(light, plan.fields[operation.field]);
        break;
      }
      case "addField": {
        const weights = mapWeights(plan, t, operation.course);
        if (weights) addFields(light, plan.fields[operation.field], weights);
        else addField(light, plan.fields[operation.field]);
        break;
      }
      case "warp": {
        const [dy, dx] = plan.trajectories[operation.shifts].subarray(2 * t, 2 * t + 2);
        const moved = new Float32Array(plan.fov.height * plan.fov.width);
        warp(light, { canvas: plan.canvas, fovOffset: plan.canvas.fovOffset, fov: plan.fov }, dy, dx, moved);
        light = moved;
        break;
      }
      case "quantise":
        quantise(light, plan.fov.height, plan.fov.width, t, operation, out);
        finished = true;
        break;
    }
  }
  if (!finished) out.set(light);
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
  const pixels = stage.height * stage.width;
  const operations = plan.operations
    .slice(0, stage.operations)
    .filter((operation) => !options.without?.includes(operation.step));
  const counted = operations.some((operation) => operation.do === "quantise");
  const data = newFrameData(counted ? stage.dtype : "float32", (to - from) * pixels);
  const light = new Float32Array(plan.canvas.height * plan.canvas.width);
  for (let t = from; t < to; t++) {
    renderInto(plan, t, operations, data.subarray((t - from) * pixels, (t - from + 1) * pixels), light);
  }
  return { stage: stage.name, from, to, height: stage.height, width: stage.width, data };
}

/** Renders one frame of a stage, (height, width), C order. */
export function renderFrame(plan: Plan, t: number, stage: string, options: RenderOptions = {}): FrameData {
  return renderFrames(plan, stage, t, t + 1, options).data;
}
