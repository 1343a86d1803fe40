import type { CompiledPlan, Plan } from "./plan.js";

/** Values that plans hold by the names of the scene's values, one record of them for each kind. */
const records = ["patches", "fields", "courses", "weights", "trajectories", "values"] as const;

/**
 * The values of the plans that one engine has sent. A plan reaches each thread as a copy, so what is equal in two plans is
 * made the same object here again: what is derived from it, such as the footprints of all cells, is derived once.
 */
export class KnownValues {
  readonly #known = new Map<number, WeakRef<object>>();

  /** The plan with the values of earlier plans that have the same version, and without what only the engine needs. */
  unify<Kinds extends string>({ versions, computed, ...plan }: CompiledPlan<Kinds>): Plan<Kinds> {
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
    return {
      ...plan,
      ...Object.fromEntries(records.map((record) => [record, each(plan[record])])),
      cells: each(plan.cells),
      neuropil: known("neuropilEnvelopes", plan.neuropil),
    };
  }
}
