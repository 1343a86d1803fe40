import { type MapsToSmooth, neuropilMaps } from "../compute/neuropil-maps.js";
import { type CellsToPaint, plantedFootprints } from "../compute/planted-footprints.js";
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

const ways: {
  readonly [Name in PlanWorkName]: {
    compute(given: PlanWorkGiven[Name]): SceneValues[Name];
    /** Roughly what it takes (ms), to tell whether another thread is worth its while. */
    estimateMs(given: PlanWorkGiven[Name]): number;
  };
} = {
  planted: {
    compute: plantedFootprints,
    estimateMs: ({ entity }) => entity.length / 8,
  },
  neuropilMaps: {
    compute: neuropilMaps,
    estimateMs: ({ n_components, canvas, sigmaPx }) => 4e-6 * n_components * canvas.height * canvas.width * sigmaPx,
  },
};

/** Does some work. */
export function doPlanWork<Name extends PlanWorkName>({ name, given }: PlanWork<Name>): SceneValues[Name] {
  return ways[name].compute(given);
}

/** Roughly what some work takes (ms). */
export function planWorkMs<Name extends PlanWorkName>({ name, given }: PlanWork<Name>): number {
  return ways[name].estimateMs(given);
}
