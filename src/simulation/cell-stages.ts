import { bleachingMatrix } from "../compute/bleaching-course.js";
import type { PatchSet } from "../compute/patches.js";
import { traceMatrix } from "../compute/traces.js";
import type { NdArray } from "../recording/ground-truth.js";
import type { Focus, Positions } from "../steps/scene.js";
import type { Plan } from "./plan.js";
import type { MovieStage } from "./scene.js";

/** Traces of all cells of a plan, those in the margin around the field of view included. */
export interface CellTraces {
  /** (unit, frame) fluorescence. */
  readonly C: NdArray<Float64Array>;
  /** (unit, frame) spikes per frame. */
  readonly S: NdArray<Int32Array>;
  /** (unit) brightness. */
  readonly amplitude: Float64Array;
}

/** What the steps on single cells leave behind, for all cells of a plan. */
export interface CellStages {
  readonly place_neurons: { readonly positions: Positions | null; readonly planted: PatchSet | null };
  readonly cell_activity: CellTraces | null;
  /** (unit, frame) share of working indicator. */
  readonly bleaching: NdArray<Float64Array> | null;
  readonly optics: Focus | null;
}

/** What a step of a kind leaves: results of cells, or frames. */
export type StageOf<Name extends string> = Name extends keyof CellStages ? CellStages[Name] : MovieStage;

const stages: { readonly [Kind in keyof CellStages]: (plan: Plan) => CellStages[Kind] } = {
  place_neurons: ({ cells }) => ({ positions: cells.positions, planted: cells.planted }),
  cell_activity: ({ cells: { traces }, frameCount }) => {
    if (!traces) return null;
    const units = [...traces.entities.keys()];
    const { C, S } = traceMatrix(traces, units);
    const shape = [units.length, frameCount];
    return { C: { shape, data: C }, S: { shape, data: S }, amplitude: traces.amplitude };
  },
  bleaching: ({ cells: { bleaching }, frameCount }) => {
    if (!bleaching) return null;
    const units = [...bleaching.lossPerUnit.keys()];
    return { shape: [units.length, frameCount], data: bleachingMatrix(bleaching, units) };
  },
  optics: ({ cells }) => cells.focus,
};

/** Whether a step leaves results of cells rather than frames. */
export function isCellStage(name: string): name is keyof CellStages {
  return Object.hasOwn(stages, name);
}

/** What a step on single cells left behind. */
export function cellStage<Kind extends keyof CellStages>(plan: Plan, kind: Kind): CellStages[Kind] {
  return stages[kind](plan);
}
