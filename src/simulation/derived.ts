import { sameData } from "./same-data.js";

/**
 * What is derived from values of plans, once for all plans that hold the same values: it is kept as long as the first of
 * them, and until something else is derived from that one.
 */
export class Derived<Value> {
  readonly #made = new WeakMap<object, { readonly others: readonly unknown[]; readonly value: Value }>();

  from(first: object, others: readonly unknown[], derive: () => Value): Value {
    const made = this.#made.get(first);
    if (made && sameData(made.others, others)) return made.value;
    const value = derive();
    this.#made.set(first, { others, value });
    return value;
  }
}
