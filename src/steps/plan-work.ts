import { type MapsToSmooth, neuropilMaps } from "../compute/neuropil-maps.js";
import { type CellsToPaint, countToPaint, plantedFootprints } from "../compute/planted-footprints.js";
import type { SceneValues } from "./scene.js";

/** Values of a scene that take long, and the plain data that is all they are computed from: any thread can do it. */
export interface PlanWorkGiven {
  readonly planted: CellsToPaint;
  readonly neuropilMaps: MapsToSmooth;
}

export type PlanWorkName = keyof PlanWorkGiven;

/** One of these values, and its data. */
export type PlanWork<Name extends PlanWorkName = PlanWorkName> = {
  [Each in Name]: { readonly name: Each; readonly given: PlanWorkGiven[Each] };
}[Name];

/** One of these values as it was computed earlier, and its data. */
export interface DoneWork<Name extends PlanWorkName = PlanWorkName> {
  readonly given: PlanWorkGiven[Name];
  readonly value: SceneValues[Name];
}

const ways: {
  readonly [Name in PlanWorkName]: {
    /** Computes it, and may take over what is the same in an earlier one: the result is the same without. */
    compute(given: PlanWorkGiven[Name], earlier?: DoneWork<Name>): SceneValues[Name];
    /** Roughly what it takes (ms), to tell whether another thread is worth its while. */
    estimateMs(given: PlanWorkGiven[Name], earlier?: DoneWork<Name>): number;
  };
} = {
  planted: {
    compute: plantedFootprints,
    estimateMs: (given, earlier) => countToPaint(given, earlier) / 20,
  },
  neuropilMaps: {
    compute: neuropilMaps,
    estimateMs: ({ n_components, canvas, sigmaPx }) => 4e-6 * n_components * canvas.height * canvas.width * sigmaPx,
  },
};

/** Does some work; what is the same in `earlier` work of the kind may be taken over. */
export function doPlanWork<Name extends PlanWorkName>(
  { name, given }: PlanWork<Name>,
  earlier?: DoneWork<Name>,
): SceneValues[Name] {
  return ways[name].compute(given, earlier);
}

/** Roughly what some work takes (ms). */
export function planWorkMs<Name extends PlanWorkName>(
  { name, given }: PlanWork<Name>,
  earlier?: DoneWork<Name>,
): number {
  return ways[name].estimateMs(given, earlier);
}
