import type { StepInput, StepKind } from "../steps/index.js";
import type { ExtensionName, ExtensionsInput } from "./extensions.js";
import type { SpecInput } from "./spec.js";

/** A spec as paths see it: its steps are named by their kinds. */
interface Tree extends Omit<SpecInput, "steps" | "extensions"> {
  readonly steps: { readonly [Kind in StepKind]: Extract<StepInput, { readonly kind: Kind }> };
  readonly extensions: Omit<ExtensionsInput, "steps">;
}

/** Paths lead on through objects; lists and single values end them. */
type Inside<T> =
  NonNullable<T> extends readonly unknown[] | string | number | bigint | boolean ? never : NonNullable<T>;

type PathsOf<T> = {
  [Key in Exclude<keyof T, "kind"> & string]-?: [Inside<T[Key]>] extends [never]
    ? Key
    : Key | `${Key}.${PathsOf<Inside<T[Key]>>}`;
}[Exclude<keyof T, "kind"> & string];

type ValueOf<T, Path> = Path extends keyof T
  ? Exclude<T[Path], undefined>
  : Path extends `${infer Key extends keyof T & string}.${infer Rest}`
    ? ValueOf<Inside<T[Key]>, Rest>
    : never;

/** Where a value stands in a spec, a step named by its kind: `"seed"`, `"acquisition.optics.na"`, `"steps.sensor.photons_per_unit"`. */
export type SpecPath = PathsOf<Tree> | OwnStepPath;

/** A field of a step of one's own: what it takes is checked when it is set. */
type OwnStepPath = `extensions.steps.${string}`;

/** What may be written at a path of a spec: a number at `"acquisition.optics.na"`, any of its fields at `"acquisition.optics"`; undefined turns an extension off. */
export type SpecValue<Path extends SpecPath> = Path extends "steps"
  ? NonNullable<SpecInput["steps"]>
  : Path extends OwnStepPath
    ? unknown
    : Path extends `extensions.${ExtensionName}`
      ? ValueOf<Tree, Path> | undefined
      : ValueOf<Tree, Path>;
