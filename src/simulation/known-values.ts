import type { PatchSet } from "../compute/patches.js";
import { plantedFootprints } from "../compute/planted-footprints.js";
import { Derived } from "./derived.js";
import type { CompiledPlan, Plan } from "./plan.js";

/** Values that plans hold by the names of the scene's values, one record of them for each kind. */
const records = ["patches", "fields", "courses", "weights", "trajectories", "values"] as const;

/**
 * The values of the plans that one engine has sent. A plan reaches each thread as a copy, so what is equal in two plans is
 * made the same object here again: what is derived from it, such as the footprints of all cells, is derived once.
 */
export class KnownValues {
  readonly #known = new Map<number, WeakRef<object>>();
  readonly #painted = new Derived<PatchSet>();

  /**
   * The plan with the values of earlier plans that have the same version, and without what only the engine needs. Footprints
   * that the engine has left are painted when they are first asked for.
   */
  unify<Kinds extends string>({ versions, computed, toPaint, ...plan }: CompiledPlan<Kinds>): Plan<Kinds> {
    for (const [version, value] of this.#known) if (!value.deref()) this.#known.delete(version);
    const known = <Value>(name: string, value: Value): Value => {
      const version = versions.get(name);
      if (version === undefined || typeof value !== "object" || value === null) return value;
      const earlier = this.#known.get(version)?.deref();
      if (!earlier) this.#known.set(version, new WeakRef(value));
      return (earlier as Value | undefined) ?? value;
    };
    const each = <Values extends object>(values: Values): Values =>
      Object.fromEntries(Object.entries(values).map(([name, value]) => [name, known(name, value)])) as Values;
    const cells = each(plan.cells);
    const painted = this.#painted;
    return {
      ...plan,
      ...Object.fromEntries(records.map((record) => [record, each(plan[record])])),
      cells: toPaint
        ? {
            ...cells,
            get planted() {
              return painted.from(cells.positions ?? toPaint, [toPaint], () => plantedFootprints(toPaint));
            },
          }
        : cells,
      neuropil: known("neuropilEnvelopes", plan.neuropil),
    };
  }
}
