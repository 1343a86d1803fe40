import { cellWeights } from "../compute/cell-weights.js";
import type { FrameJob, FramePass } from "../compute/passes.js";
import { renderPasses } from "../compute/renderer.js";
import type { AddPatches, Operation } from "../steps/scene.js";
import { customPass } from "./custom-frame.js";
import { FrameRangeError } from "./errors.js";
import { newFrameData } from "./frame-data.js";
import type { FramePlan } from "./frame-plan.js";
import { checkFrames, findStage } from "./frame-range.js";
import type { FrameChunk, FrameData } from "./frame-source.js";

/** Refuses to mask a step that the spec does not have. */
function checkMask({ kinds }: FramePlan, without: readonly string[]): void {
  const unknown = without.find((kind) => !kinds.includes(kind));
  if (unknown !== undefined)
    throw new FrameRangeError(`No step "${unknown}" here to leave out; there are ${kinds.join(", ")}.`);
}

/** What a frame is rendered with: some steps may be masked, in the same scene. */
export interface RenderOptions {
  /** Step kinds whose operations are left out. */
  readonly without?: readonly string[];
  /**
   * Light that is there before the first step, instead of darkness: (height, width) of the canvas, C order. With a spec of
   * a single step it shows what that step does to a picture of one's own.
   */
  readonly onto?: Float32Array;
}

/** The pass that puts the light of one's own on the canvas; a copy, because renderers remember fields. */
function ontoPasses({ canvas }: FramePlan, onto: Float32Array | undefined): FramePass[] {
  if (!onto) return [];
  if (onto.length === canvas.height * canvas.width) return [{ do: "addField", field: onto.slice() }];
  throw new FrameRangeError(
    `The light that a frame is rendered onto has ${onto.length} pixels; ` +
      `give one of the canvas, ${canvas.height} × ${canvas.width}.`,
  );
}

/** What an operation draws when some steps are masked: which patches, and weights without the factors of those steps. */
function drawn({ patches, weights, masks = {} }: AddPatches, plan: FramePlan, without: readonly string[]) {
  const masked = without.flatMap((kind) => masks[kind] ?? []);
  const dropped = Object.fromEntries(masked.flatMap(({ drop }) => (drop ? [[drop, null]] : [])));
  return {
    patches: plan.patches[masked.find((mask) => mask.patches)?.patches ?? patches],
    weights: { ...plan.weights[weights], ...dropped },
  };
}

/** An operation with what it reads in some frames. */
export function passOf(
  plan: FramePlan,
  operation: Operation,
  from: number,
  to: number,
  without: readonly string[],
): FramePass {
  switch (operation.do) {
    case "addPatches": {
      const { patches, weights } = drawn(operation, plan, without);
      return { do: "addPatches", patches, weights: cellWeights(weights, from, to) };
    }
    case "multiplyField":
    case "addField": {
      const field = plan.fields[operation.field];
      if (operation.course === undefined) return { do: operation.do, field };
      const { width, data } = plan.courses[operation.course];
      return { do: operation.do, field, weights: data.subarray(from * width, to * width) };
    }
    case "warp": {
      const masked = without.includes(operation.step);
      const shifts = plan.trajectories[operation.shifts].subarray(2 * from, 2 * to);
      return { do: "warp", shifts: masked ? new Float64Array(shifts.length) : shifts };
    }
    case "custom":
      return customPass(plan, operation);
    case "quantise":
      return operation;
  }
}

/** The operations that are left when some steps are masked; the window is cut out of the canvas in any case. */
function unmasked(operations: readonly Operation[], without: readonly string[]): readonly Operation[] {
  return operations.filter(({ do: what, step }) => what === "warp" || !without.includes(step));
}

/** What a renderer is given for some frames of a stage. */
export function framePasses(
  plan: FramePlan,
  stage: FramePlan["stages"][number],
  from: number,
  to: number,
  options: RenderOptions = {},
): { readonly job: FrameJob; readonly passes: FramePass[] } {
  const without = options.without ?? [];
  const { canvas, fov } = plan;
  const operations = unmasked(plan.operations.slice(0, stage.operations), without);
  return {
    job: { canvas, fov, fovOffset: canvas.fovOffset, from, to },
    passes: [
      ...ontoPasses(plan, options.onto),
      ...operations.map((operation) => passOf(plan, operation, from, to, without)),
    ],
  };
}

/**
 * Renders frames `from` (included) to `to` (excluded) of a stage. Frames do not depend on one another. Without the
 * sensor they are the light that would have reached it, in float32.
 */
export function renderFrames(
  plan: FramePlan,
  stageName: string,
  from: number,
  to: number,
  options: RenderOptions = {},
  render = renderPasses,
  room?: ArrayBuffer | FrameData | null,
): FrameChunk {
  const stage = findStage(plan.stages, stageName);
  checkFrames(from, to, plan.frameCount);
  checkMask(plan, options.without ?? []);
  const { job, passes } = framePasses(plan, stage, from, to, options);
  const dtype = passes.at(-1)?.do === "quantise" ? stage.dtype : "float32";
  const data = newFrameData(dtype, (to - from) * stage.height * stage.width, room);
  if (from < to) render(job, passes, data);
  return { stage: stage.name, from, to, height: stage.height, width: stage.width, data };
}

/** Renders one frame of a stage, (height, width), C order. */
export function renderFrame(plan: FramePlan, t: number, stage: string, options: RenderOptions = {}): FrameData {
  return renderFrames(plan, stage, t, t + 1, options).data;
}
