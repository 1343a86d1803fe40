import type { z } from "zod";
import type { SceneBuilder } from "../steps/scene.js";
import type { Acquisition } from "./acquisition.js";
import { type DeepReadonly, parse } from "./parse.js";

/** Where in the pipeline a step works: on single cells, in the tissue, on the moving brain, or at the sensor. */
export type StepDomain = "cell" | "tissue" | "motion" | "sensor";

/** A step that its acquisition makes impossible; `field` is its path inside the step (`populations[0].soma_radius_um`). */
export interface StepProblem {
  readonly field: string;
  readonly value: unknown;
  readonly allowed: string;
}

/** A step: what it is called, where it stands, which fields it has and what it adds to a scene. */
export interface StepSchema<Kind extends string = string, Schema extends z.ZodType = z.ZodType> {
  readonly kind: Kind;
  /** Name of the stage the step ends (`cells_only` for composite, the kind itself otherwise). */
  readonly stage: string;
  readonly domain: StepDomain;
  /** Kinds that must come before this one. */
  readonly requires: readonly string[];
  /** Strict schema of the step's object in a spec, `kind` included; every other field has a default. */
  readonly schema: Schema;
  /** What is impossible with this acquisition. */
  problems?(step: DeepReadonly<z.output<Schema>>, acquisition: Acquisition): readonly StepProblem[];
  /** What is possible with this acquisition but probably not meant, in sentences. */
  warnings?(step: DeepReadonly<z.output<Schema>>, acquisition: Acquisition): readonly string[];
  /** How far (µm) the step can bring tissue from beyond the field of view into it, on any side. */
  reachUm?(step: DeepReadonly<z.output<Schema>>): number;
  /** What the step adds to a scene. */
  contribute?(step: DeepReadonly<z.output<Schema>>, scene: SceneBuilder): void;
}

/** Declares a step, with its literal types kept. */
export function defineStep<const Definition extends StepSchema>(definition: Definition): Definition {
  return definition;
}

/** A checked step of a schema, all fields present. */
export type StepOf<Schema extends z.ZodType> = DeepReadonly<z.output<Schema>>;

/** What a step's factory takes: any of its fields but `kind`. */
export type StepOptions<Schema extends z.ZodType> = DeepReadonly<Omit<z.input<Schema>, "kind">>;

/**
 * A step from its options, defaults filled in; the paths of problems start with `at`.
 * @throws SpecError
 */
export function makeStep<Schema extends z.ZodType>(
  kind: string,
  schema: Schema,
  options: StepOptions<Schema>,
  at: string = kind,
): StepOf<Schema> {
  const isObject = typeof options === "object" && options !== null && !Array.isArray(options);
  return parse(schema, isObject ? { kind, ...options } : options, at);
}
