import type { BleachingCourse } from "../compute/bleaching-course.js";
import type { CellWeights } from "../compute/cell-weights.js";
import type { Quantisation } from "../compute/frame.js";
import type { PatchSet } from "../compute/patches.js";
import type { Traces } from "../compute/traces.js";
import type { FieldGrid } from "../physics/falloff.js";
import type { Acquisition } from "../spec/acquisition.js";
import type { Extensions } from "../spec/extensions.js";
import type { PlanWorkGiven, PlanWorkName } from "./plan-work.js";

/** Where the cells are. */
export interface Positions {
  readonly count: number;
  /** (unit, 3) z, y, x in µm. */
  readonly centersUm: Float64Array;
  /** (unit) index of each cell's population. */
  readonly population: Int32Array;
  /** (unit) number under which a cell draws from every stream; it stays the same when other cells come or go. */
  readonly entity: Int32Array;
}

/** How the scope sees each cell, once the focal plane is settled. */
export interface Focus {
  /** The focal plane on the axis (µm). */
  readonly depthUm: number;
  /** (unit) focal plane on the axis (µm) that would be sharp at each cell: its depth plus the field's curvature. */
  readonly effectiveDepthUm: Float64Array;
  /** (unit) total blur (px). */
  readonly sigmaPx: Float64Array;
  /** (unit) factor on the integrated intensity. */
  readonly gain: Float64Array;
  /** (unit) peak brightness of a point source. */
  readonly brightness: Float64Array;
  /** (unit) 1 within the depth of field. */
  readonly inFocus: Uint8Array;
}

/** Values per frame: `width` numbers for each frame, frame after frame. */
export interface Course {
  readonly width: number;
  readonly data: Float32Array;
}

/** How the neuropil glows. */
export interface NeuropilEnvelopes {
  /** (component, frame) brightness of each map over time, the mean bleaching included. */
  readonly components: Float64Array;
  /** (frame) the population's activity that all envelopes share, mean 1; null without cells. */
  readonly population: Float64Array | null;
}

/** What can be computed of a scene, by name. */
export interface SceneValues {
  readonly positions: Positions;
  /** (unit) number under which each cell draws. */
  readonly entities: Int32Array;
  /** Sharp footprints on the canvas. */
  readonly planted: PatchSet;
  readonly traces: Traces;
  readonly focus: Focus;
  /** Depth (µm) of the focal plane on the axis. */
  readonly focalDepthUm: number;
  /** (unit) blur of each footprint in pixels. */
  readonly sigmaPx: Float64Array;
  /** (unit) share of its light that the scope collects of each cell. */
  readonly gain: Float64Array;
  /** Blurred footprints on the canvas, integrated intensity as planted; the gain is part of the weights. */
  readonly blurred: PatchSet;
  /** The same, blurred for one of the planes between which the focus drifts. */
  readonly [plane: `blurred@${number}`]: PatchSet;
  readonly bleaching: BleachingCourse;
  readonly weights: CellWeights;
  /** The same, times the share of one of the planes between which the focus drifts. */
  readonly [plane: `weights@${number}`]: CellWeights;
  /** (component, height, width) maps of the canvas, one after another. */
  readonly neuropilMaps: Float32Array;
  readonly neuropilEnvelopes: NeuropilEnvelopes;
  /** (frame, component) weights of the maps. */
  readonly neuropilCourse: Course;
  /** (layer, height, width) how far light runs through blood (µm), on the canvas. */
  readonly vesselPaths: readonly Float32Array[];
  /** (height, width) share of the light that passes all vessels, on the canvas. */
  readonly vesselMask: Float32Array;
  /** (2, height, width) the mask of vessels at rest, and what is added to it when they are widest. */
  readonly vesselMasks: Float32Array;
  /** (frame, 2) weights of both. */
  readonly vesselCourse: Course;
  /** (frame, 2) displacement (dy, dx) of the tissue in pixels. */
  readonly shifts: Float64Array;
  readonly illumination: Float32Array;
  readonly vignette: Float32Array;
  readonly leakage: Float32Array;
  /** (frame) brightness of the leak. */
  readonly leakageCourse: Course;
  /** (height, width) sensitivity of each pixel around 1. */
  readonly sensitivity: Float32Array;
  /** (height, width) light that would give the electrons that each pixel has in the dark. */
  readonly darkCurrent: Float32Array;
  /** The exposure: photons that reach the sensor per unit of light. */
  readonly sensor: { readonly photons_per_unit: number };
  /** What a step of one's own computes: its kind, a dot, and a name. */
  readonly [own: `${string}.${string}`]: unknown;
}

export type SceneValueName = keyof SceneValues;

/** Adds every cell's patch times its weight. */
export interface AddPatches {
  readonly do: "addPatches";
  readonly patches: SceneValueName;
  readonly weights: SceneValueName;
  /** What is drawn instead when one of these steps is masked: other patches, or weights without one of their factors. */
  readonly masks?: {
    readonly [kind: string]: { readonly patches?: SceneValueName; readonly drop?: "gain" | "bleaching" };
  };
}

/** What a function that runs for every frame is given: a value of the scene, or plain data. */
export type FrameValue = { readonly name: SceneValueName } | { readonly data: unknown };

/** Runs the function of a source text on every frame. */
export interface RunFrame {
  readonly do: "custom";
  readonly source: string;
  /** The fields of the step. */
  readonly fields: object;
  readonly values: { readonly [name: string]: FrameValue };
}

/**
 * One thing that is done to a frame; `step` is the kind that asked for it, so that a step can be masked. A field with a
 * `course` is a stack of maps, weighted anew in every frame and summed.
 */
export type Operation = { readonly step: string } & (
  | AddPatches
  | { readonly do: "multiplyField"; readonly field: SceneValueName; readonly course?: SceneValueName }
  | { readonly do: "addField"; readonly field: SceneValueName; readonly course?: SceneValueName }
  /** Moves the canvas by each frame's (dy, dx) px and crops the field of view; once at most. */
  | { readonly do: "warp"; readonly shifts: SceneValueName }
  | ({ readonly do: "quantise" } & Quantisation)
  | RunFrame
);

/** The tissue that is rendered: the field of view and the margin that motion brings into it. */
export interface Canvas {
  readonly height: number;
  readonly width: number;
  /** (row, column) of the field of view's first pixel. */
  readonly fovOffset: readonly [number, number];
}

/** Gives the value of another name, or undefined when no step provides it. */
export type Lookup = <Name extends SceneValueName>(name: Name) => SceneValues[Name] | undefined;

/** Says in a sentence what is allowed but probably not meant. */
export type Warn = (message: string) => void;

/** What a step adds to a scene: values that are computed when needed, and operations on every frame. */
export interface SceneBuilder {
  readonly acquisition: Acquisition;
  readonly seed: number | bigint;
  /** What goes beyond the model; an extension that is off is absent. */
  readonly extensions: Extensions;
  /** The field of view. */
  readonly grid: FieldGrid;
  readonly canvas: Canvas;
  readonly frameCount: number;
  /** Whether a step before this one provides a value. */
  has(name: SceneValueName): boolean;
  /**
   * Provides a value. It is computed anew only when `inputs` (plain data) or one of the values in `needs` changed;
   * `needs` may name what a later step provides, or what none does. What it warns of is remembered with the value.
   */
  provide<Name extends SceneValueName>(
    name: Name,
    inputs: unknown,
    needs: readonly SceneValueName[],
    compute: (value: Lookup, warn: Warn) => SceneValues[Name],
  ): void;
  /**
   * Provides a value by the plain data that it is computed from, so that another thread may do it while this one goes on.
   * `check` is shown the value and may warn.
   */
  provideWork<Name extends PlanWorkName>(
    name: Name,
    inputs: unknown,
    needs: readonly SceneValueName[],
    given: (value: Lookup) => PlanWorkGiven[Name],
    check?: (result: SceneValues[Name], value: Lookup, warn: Warn) => void,
  ): void;
  /** Provides a part of another value by itself: what needs no more of it is computed anew only when the part changed. */
  part<Name extends SceneValueName, Whole extends SceneValueName>(
    name: Name,
    whole: Whole,
    pick: (value: SceneValues[Whole]) => SceneValues[Name],
  ): void;
  operation(operation: Operation): void;
}
