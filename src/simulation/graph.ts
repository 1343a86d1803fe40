import {
  type DoneWork,
  doPlanWork,
  type PlanWork,
  type PlanWorkGiven,
  type PlanWorkName,
  planWorkMs,
} from "../steps/plan-work.js";
import type { Lookup, SceneValueName, SceneValues, Warn } from "../steps/scene.js";
import { sameData } from "./same-data.js";

/** Has another thread compute a value, which takes roughly `ms` here; null where that is not worth it. */
export type Elsewhere = <Name extends PlanWorkName>(
  work: PlanWork<Name>,
  ms: number,
) => Promise<SceneValues[Name]> | null;

/** One value of a scene: what it reads, and how it is computed. */
interface Node<Name extends SceneValueName> {
  readonly inputs: string;
  readonly needs: readonly SceneValueName[];
  readonly compute: (value: Lookup, warn: Warn) => SceneValues[Name];
  readonly part?: boolean;
  readonly begin?: (value: Lookup, warn: Warn, elsewhere: Elsewhere) => Promise<SceneValues[Name]> | null;
  readonly work?: (value: Lookup) => PlanWork;
}

/** A value as computed; equal values of a name have the same version, whatever they were computed from. */
interface Result {
  readonly version: number;
  readonly value: unknown;
  readonly warnings: readonly string[];
}

/** How many results of each value are kept: the current one, and a few to go back to. */
const KEPT = 3;

/** Remembers computed values across plans, keyed by everything they were computed from. */
export class ValueCache {
  readonly #results = new Map<SceneValueName, Map<string, Result>>();
  /** What is held weakly goes with the results. */
  readonly #lastWork = new Map<PlanWorkName, { readonly given: object; readonly value: WeakRef<object> }>();
  #nextVersion = 1;

  /** The work of a name that was done last, whatever it was given, if its value is still kept. */
  lastWork<Name extends PlanWorkName>(name: Name): DoneWork<Name> | undefined {
    const last = this.#lastWork.get(name);
    const value = last?.value.deref();
    return last && value ? ({ given: last.given, value } as DoneWork<Name>) : undefined;
  }

  keepWork<Name extends PlanWorkName>(name: Name, { given, value }: DoneWork<Name>): void {
    this.#lastWork.set(name, { given, value: new WeakRef(value) });
  }

  /** The result of a name that was computed from what `signature` says, if it is still kept. */
  find(name: SceneValueName, signature: string): Result | undefined {
    const results = this.#results.get(name);
    const found = results?.get(signature);
    if (found) {
      results?.delete(signature);
      results?.set(signature, found);
    }
    return found;
  }

  /** Keeps a value, as the version that it equals if there is one; the least recently used goes when there are too many. */
  keep(name: SceneValueName, signature: string, value: unknown, warnings: readonly string[]): Result {
    const results = this.#results.get(name) ?? new Map<string, Result>();
    this.#results.set(name, results);
    const equal = [...results.values()].find((known) => sameData(known.value, value));
    const { version, value: kept } = equal ?? { version: this.#nextVersion++, value };
    const result = { version, value: kept, warnings };
    results.set(signature, result);
    if (results.size > KEPT) results.delete(results.keys().next().value!);
    return result;
  }

  /** Lets go of the values of these versions. */
  forget(versions: ReadonlySet<number>): void {
    for (const results of this.#results.values())
      for (const [signature, { version }] of results) if (versions.has(version)) results.delete(signature);
  }
}

/**
 * The values of one scene as a graph: each is computed when first asked for, and only if the cache holds none that was
 * computed from the same inputs and equal values of all that it needs. These are computed before it.
 */
export class ValueGraph {
  readonly #nodes = new Map<SceneValueName, Node<SceneValueName>>();
  readonly #results = new Map<SceneValueName, Result>();
  /** Names of the values that had to be computed, in order. */
  readonly computed: SceneValueName[] = [];
  /** What each of them took (ms), without what it took to compute the values that it needs. */
  readonly durationsMs = new Map<SceneValueName, number>();

  constructor(readonly cache: ValueCache) {}

  provide<Name extends SceneValueName>(
    name: Name,
    inputs: unknown,
    needs: readonly SceneValueName[],
    compute: (value: Lookup, warn: Warn) => SceneValues[Name],
  ): void {
    this.#nodes.set(name, { inputs: signatureOf(inputs), needs, compute });
  }

  /** Provides a value by the plain data that it is computed from, by this thread or by another. */
  provideWork<Name extends PlanWorkName>(
    name: Name,
    inputs: unknown,
    needs: readonly SceneValueName[],
    given: (value: Lookup) => PlanWorkGiven[Name],
    check?: (result: SceneValues[Name], value: Lookup, warn: Warn) => void,
  ): void {
    const done = (work: PlanWork<Name>, result: SceneValues[Name], value: Lookup, warn: Warn) => {
      this.cache.keepWork(name, { given: work.given, value: result });
      check?.(result, value, warn);
      return result;
    };
    const workOf = (value: Lookup): PlanWork<Name> => ({ name, given: given(value) });
    this.#nodes.set(name, {
      inputs: signatureOf(inputs),
      needs,
      work: workOf as (value: Lookup) => PlanWork,
      compute: (value, warn) => {
        const work = workOf(value);
        return done(work, doPlanWork(work, this.cache.lastWork(name)), value, warn);
      },
      begin: (value, warn, elsewhere) => {
        const work = workOf(value);
        const ms = planWorkMs(work, this.cache.lastWork(name));
        return elsewhere(work, ms)?.then((result) => done(work, result, value, warn)) ?? null;
      },
    });
  }

  /** Provides a part of another value, which costs nothing and counts as no value of its own. */
  part<Name extends SceneValueName, Whole extends SceneValueName>(
    name: Name,
    whole: Whole,
    pick: (value: SceneValues[Whole]) => SceneValues[Name],
  ): void {
    this.#nodes.set(name, { inputs: "", needs: [whole], compute: (value) => pick(value(whole)!), part: true });
  }

  has(name: SceneValueName): boolean {
    return this.#nodes.has(name);
  }

  /** The value of a name; undefined when nothing provides it. */
  readonly value: Lookup = <Name extends SceneValueName>(name: Name) =>
    this.#result(name)?.value as SceneValues[Name] | undefined;

  /** The versions of the values of this scene. */
  get versions(): Map<SceneValueName, number> {
    return new Map(Array.from(this.#results, ([name, { version }]) => [name, version]));
  }

  /** What the values of this scene warned of when they were computed, in the order in which they were provided. */
  get warnings(): string[] {
    return [...this.#nodes.keys()].flatMap((name) => this.#results.get(name)?.warnings ?? []);
  }

  /** What a value is computed from that no other one is made of; null where one is, or nothing provides it so. */
  givenAlone<Name extends PlanWorkName>(name: Name): PlanWorkGiven[Name] | null {
    const node = this.#nodes.get(name);
    if (!node?.work || [...this.#nodes.values()].some(({ needs }) => needs.includes(name))) return null;
    return (node.work(this.#lookup(name, node)) as PlanWork<Name>).given;
  }

  /** Computes some values: what is worth it elsewhere, and meanwhile here whatever does not wait for that. */
  async computeAll(names: readonly SceneValueName[], elsewhere: Elsewhere): Promise<void> {
    const pending = new Map<SceneValueName, Promise<void>>();
    for (const name of names) {
      if (!names.some((other) => this.#isApart(name, other))) continue;
      const begun = this.#begin(name, elsewhere)?.then(() => void pending.delete(name));
      // The first failure ends it; of others nobody hears.
      begun?.catch(() => {});
      if (begun) pending.set(name, begun);
    }
    for (;;) {
      for (const name of names) if (!this.#waitsFor(name, pending)) this.value(name);
      if (pending.size === 0) return;
      await Promise.race(pending.values());
    }
  }

  /** Whether two values can be computed at once: neither needs the other. */
  #isApart(name: SceneValueName, other: SceneValueName): boolean {
    if (name === other || !this.#nodes.has(other)) return false;
    return !this.#waitsFor(name, new Set([other])) && !this.#waitsFor(other, new Set([name]));
  }

  #waitsFor(name: SceneValueName, pending: Pick<ReadonlySet<SceneValueName>, "has">): boolean {
    if (pending.has(name)) return true;
    return this.#nodes.get(name)?.needs.some((need) => this.#waitsFor(need, pending)) ?? false;
  }

  #begin(name: SceneValueName, elsewhere: Elsewhere): Promise<void> | null {
    const node = this.#nodes.get(name);
    if (!node?.begin || this.#results.has(name)) return null;
    const signature = this.#signature(node);
    if (this.cache.find(name, signature)) return null;
    const warnings: string[] = [];
    const begun = node.begin(this.#lookup(name, node), (message) => warnings.push(message), elsewhere);
    if (!begun) return null;
    return begun.then((value) => {
      this.computed.push(name);
      this.#results.set(name, this.cache.keep(name, signature, value, warnings));
    });
  }

  #result(name: SceneValueName): Result | undefined {
    const node = this.#nodes.get(name);
    const known = this.#results.get(name);
    if (!node || known) return known;
    const signature = this.#signature(node);
    const result = this.cache.find(name, signature) ?? this.#compute(name, node, signature);
    this.#results.set(name, result);
    return result;
  }

  #signature({ needs, inputs }: Node<SceneValueName>): string {
    return `${needs.map((need) => this.#result(need)?.version ?? 0).join(",")}|${inputs}`;
  }

  #lookup(name: SceneValueName, { needs }: Node<SceneValueName>): Lookup {
    return (needed) => {
      if (!needs.includes(needed)) throw new Error(`${name} reads ${needed} without naming it in its needs`);
      return this.value(needed);
    };
  }

  #compute(name: SceneValueName, node: Node<SceneValueName>, signature: string): Result {
    const warnings: string[] = [];
    const start = performance.now();
    const value = node.compute(this.#lookup(name, node), (message) => warnings.push(message));
    if (!node.part) {
      this.durationsMs.set(name, performance.now() - start);
      this.computed.push(name);
    }
    return this.cache.keep(name, signature, value, warnings);
  }
}

function signatureOf(inputs: unknown): string {
  return JSON.stringify(inputs, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
}
