import { mustBe, SpecError } from "./errors.js";
import { valueAtPath, withValues } from "./path.js";
import { parseSpec, type Spec, type SpecInput } from "./spec.js";
import type { SpecPath, SpecValue } from "./spec-path.js";

/** Values by path, in the order in which they are swept, the last the fastest. */
export type SweepAxes = { readonly [Path in SpecPath]?: readonly SpecValue<Path>[] };

type AnyAxes = Readonly<Record<string, readonly unknown[]>>;

/** Literal paths must be those of a spec; paths that are computed are checked when the sweep is called. */
type CheckedAxes<Axes> = {
  readonly [Path in keyof Axes]: string extends Path
    ? readonly unknown[]
    : Path extends SpecPath
      ? readonly SpecValue<Path>[]
      : never;
};

/** One spec of a sweep. */
export interface SweepPoint<Axes extends AnyAxes = AnyAxes> {
  /** The base with this point's values. */
  readonly spec: Spec;
  /** The value of every axis, as it was given; it is no part of the spec, so the spec's cache key knows nothing of it. */
  readonly values: { readonly [Path in keyof Axes]: Axes[Path][number] };
}

/**
 * The specs of every combination of some values: the Cartesian product of the axes, made one at a time as they are asked
 * for, in the order of the axes with the last one the fastest. An axis without values gives no specs, and no axes give
 * the base once. A path names a field (`acquisition.optics.na`), a whole object or list (`acquisition.optics`,
 * `steps.place_neurons.populations`), a whole step (`steps.vignette`) or the `seed`; entries of lists have none.
 * @throws SpecError at once when the base is wrong or a path leads nowhere; while it is iterated when a combination is no
 * valid spec (each is checked as a whole, after all its values are set).
 * @example
 * ```ts
 * const base = makeRecordingSpec({ nCells: 4 });
 * for (const { spec, values } of sweep(base, { "acquisition.optics.na": [0.3, 0.6], seed: [1, 2] })) {
 *   const { groundTruth } = await simulate(spec);
 *   console.log(values.seed, values["acquisition.optics.na"], groundTruth.detectable);
 * }
 * ```
 */
export function sweep<Axes extends SweepAxes | AnyAxes>(
  base: SpecInput,
  axes: Axes & CheckedAxes<Axes>,
): Generator<SweepPoint<Axes & AnyAxes>, void, undefined> {
  const checked = parseSpec(base);
  for (const [path, values] of Object.entries(axes)) checkAxis(checked, path, values);
  return points(checked, axes);
}

function checkAxis(base: Spec, path: string, values: unknown): void {
  valueAtPath(base, path);
  if (!Array.isArray(values)) throw new SpecError([mustBe(`axes["${path}"]`, values, "a list of values")]);
}

function* points<Axes extends AnyAxes>(base: Spec, axes: Axes): Generator<SweepPoint<Axes>, void, undefined> {
  for (const values of product(Object.entries(axes))) {
    yield { spec: withValues(base, values), values: values as SweepPoint<Axes>["values"] };
  }
}

function* product(axes: readonly (readonly [string, readonly unknown[]])[]): Generator<Record<string, unknown>> {
  if (axes.length === 0) {
    yield {};
    return;
  }
  const [[path, values], ...inner] = axes;
  for (const value of values) for (const others of product(inner)) yield { [path]: value, ...others };
}
