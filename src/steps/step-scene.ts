import type { FieldGrid } from "../physics/falloff.js";
import type { RandomStream } from "../random/streams.js";
import type { Acquisition } from "../spec/acquisition.js";
import type { AddPatches, Canvas, SceneValueName, SceneValues, Warn } from "./scene.js";

/** Elementary functions that give the same bits on every machine, in place of those of `Math`. */
export interface StepMath {
  /** e to the power x. */
  exp(x: number): number;
  /** Natural logarithm. */
  log(x: number): number;
  /** Sine of an angle in radians. */
  sin(x: number): number;
  /** Cosine of an angle in radians. */
  cos(x: number): number;
  /** x^y for x ≥ 0. */
  pow(x: number, y: number): number;
  /** Length of the vector (x, y). */
  hypot(x: number, y: number): number;
}

/** A value that a step of one's own computes, to be named in its operations and in what else it computes. */
export interface OwnValue<T = unknown> {
  readonly own: `${string}.${string}`;
  readonly holds?: T;
}

/** The value behind a name of the model or behind an own one; undefined when no step provides it. */
export interface StepLookup {
  <T>(name: OwnValue<T>): T;
  <Name extends Exclude<SceneValueName, OwnValue["own"]>>(name: Name): SceneValues[Name] | undefined;
}

/** What is given to a function that runs for every frame. */
export interface FrameContext<Fields, Values> {
  /** Index of the frame. */
  readonly t: number;
  readonly height: number;
  readonly width: number;
  /** The step's fields. */
  readonly step: Fields;
  /** What the operation was given as `values`. They are shared by all frames: only read them. */
  readonly values: Values;
  readonly math: StepMath;
  /** A stream of random numbers named by its purpose; another for each frame, unless an `entity` is given. */
  random(purpose: string, entity?: number): RandomStream;
}

type Held<Values> = { readonly [Name in keyof Values]: Values[Name] extends OwnValue<infer T> ? T : Values[Name] };

type Field = SceneValueName | OwnValue<Float32Array>;

/** One thing that a step of one's own does to every frame. */
export type StepOperation =
  /** Multiplies the frame by a (height, width) map, or adds one. */
  | { readonly do: "multiplyField" | "addField"; readonly field: Field }
  /** The same with a stack of maps, one after another, weighted anew in every frame and summed. */
  | {
      readonly do: "multiplyField" | "addField";
      readonly field: Field;
      readonly course: SceneValueName | OwnValue<{ readonly width: number; readonly data: Float32Array }>;
    }
  | AddPatches;

/** Runs a function of one's own on every frame; it changes `light`, (height, width) in C order, in place. */
export interface FrameOperation<Fields, Values> {
  readonly do: "custom";
  readonly values?: Values;
  /** Self-contained: it sees its parameters and the language, nothing of what is written around it. */
  readonly frame: (light: Float32Array, context: FrameContext<Fields, Held<Values>>) => void;
}

/** What a step of one's own finds where it stands, and what it adds to the scene. */
export interface StepScene<Fields = object> {
  readonly acquisition: Acquisition;
  readonly seed: number | bigint;
  /** The field of view. */
  readonly grid: FieldGrid;
  readonly canvas: Canvas;
  /** The frames that the step works on: the canvas before motion, the field of view after it. */
  readonly frame: FieldGrid;
  readonly frameCount: number;
  readonly math: StepMath;
  /** A stream of random numbers named by its purpose; entities (cells, pixels …) have streams of their own. */
  random(purpose: string, entity?: number): RandomStream;
  /** Whether a step before this one provides a value. */
  has(name: SceneValueName): boolean;
  /**
   * Computes a value of the step's own, once for all frames: plain data or typed arrays. `needs` are the values that
   * `compute` looks up; those of the model may come from steps after this one, or from none.
   */
  provide<T>(
    name: string,
    needs: readonly (SceneValueName | OwnValue)[],
    compute: (value: StepLookup, warn: Warn) => T,
  ): OwnValue<T>;
  /** Adds a built-in operation to every frame. */
  operation(operation: StepOperation): void;
  /** Adds a function of the step's own to every frame. */
  operation<Values extends Readonly<Record<string, unknown>>>(operation: FrameOperation<Fields, Values>): void;
}
